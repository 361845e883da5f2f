//! What can be typed: commands and options, as `clap` reads them.

mod values;

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::base::day::{Day, Period};
use crate::base::lang::Lang;
use crate::base::name::{ArticleId, Region, ReviewerId, Topic};
use crate::diagnostic::Tongue;
use crate::trust::words::Role;

use values::{article, day, language, period, region, reviewer, role, tongues, topic};

pub(super) use values::lang_and_id;

/// How commands end.
const EXIT_CODES: &str = "Exit codes: 0 all is well; 1 something in the content is wrong; 2 wrong use, settings, trust or theme; 3 a fault of ours";

/// Publishes only what the required reviewers have signed.
#[derive(Debug, Parser)]
#[command(name = "vetted", version, about, max_term_width = 100, propagate_version = true, after_help = EXIT_CODES)]
pub(super) struct Typed {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

impl Typed {
    /// Reads the arguments; help and faults of use are told in `tongue`.
    pub(super) fn read(arguments: &[OsString], tongue: Tongue) -> Result<Self, clap::Error> {
        let mut command = super::help::in_tongue(Self::command(), tongue);
        let mut matches = command.try_get_matches_from_mut(arguments)?;
        Self::from_arg_matches_mut(&mut matches).map_err(|fault| fault.format(&mut command))
    }
}

/// Options of every command.
#[derive(Args, Debug)]
pub(super) struct Common {
    /// The folder of the knowledge base
    #[arg(short = 'C', value_name = "DIR", default_value = ".", global = true)]
    pub(super) root: PathBuf,
    /// The day it is, as 2026-11-20 (default: today in UTC)
    #[arg(long, value_name = "DAY", value_parser = day, global = true)]
    pub(super) as_of: Option<Day>,
    /// How findings are told
    #[arg(long, value_enum, default_value_t = Format::Text, global = true)]
    pub(super) format: Format,
    /// When to use colours (default: on a terminal, unless `NO_COLOR` is set)
    #[arg(long, value_enum, default_value_t = Color::Auto, global = true)]
    pub(super) color: Color,
    /// The language of messages (default: that of your locale)
    #[arg(long = "lang", value_name = "TAG", value_parser = tongues(), global = true)]
    pub(super) tongue: Option<Tongue>,
    /// Tell more about what is done
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Reports for people
    Text,
    /// One JSON document for programs
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where to show the site.
#[derive(Args, Debug)]
pub(super) struct Serve {
    /// The port to listen at; 0 takes any that is free
    #[arg(long, default_value_t = 4000)]
    pub(super) port: u16,
    /// The address to listen at; any other than that of this machine itself shows working texts to others
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(super) bind: IpAddr,
}

/// Where to review, and as whom.
#[derive(Args, Debug)]
pub(super) struct Review {
    /// A pack that somebody sent you (default: the knowledge base of `-C`)
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// Write all that waits, or that waits for `--as`, into this file for somebody far away
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "key", "port"])]
    pub(super) pack: Option<PathBuf>,
    /// Your id in trust/reviewers.toml (default: the one that your key belongs to)
    #[arg(long = "as", value_name = "REVIEWER", value_parser = reviewer)]
    pub(super) reviewer: Option<ReviewerId>,
    /// Your private key (default: looked for where keys usually lie)
    #[arg(long, value_name = "FILE")]
    pub(super) key: Option<PathBuf>,
    /// The port to listen at; 0 takes any that is free
    #[arg(long, default_value_t = 4001)]
    pub(super) port: u16,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a new, empty knowledge base
    Init {
        /// The folder to make it in
        dir: PathBuf,
        /// The site's own name, which every signature is bound to, such as help.example
        #[arg(long, value_name = "NAME", default_value = "my-site.example")]
        site: String,
    },
    /// Begin a new working text from a template
    New {
        /// Where: LANG/TOPIC/ID
        #[arg(value_name = "LANG/TOPIC/ID")]
        place: String,
        /// What sort of text (default: by the topic, or routine); a text that stands in another language is followed
        #[arg(long, value_enum)]
        kind: Option<Kind>,
    },
    /// Publish what is signed, from the record alone
    Build(Build),
    /// Write the checked answers for another program, or the settings of a server
    Export(Export),
    /// Show site and working texts in a browser on this machine, anew after each change
    Serve(Serve),
    /// Read everything, the desk too, and tell what is wrong
    Check {
        /// Take metadata out of pictures first; nothing else is changed
        #[arg(long)]
        fix: bool,
    },
    /// Look whether a finished site, of any generator, keeps what clients are promised
    Verify {
        /// Check that no page of this folder asks for more than itself, keeps anything, or tells others who reads it
        #[arg(long, value_name = "DIR")]
        privacy: PathBuf,
    },
    /// Read, compare and sign texts in a browser, or pack what waits for somebody
    Review(Review),
    /// Freeze a working text as the next version, or join the waiting one, and sign it
    Approve(Approve),
    /// Take a text off the site, everywhere at once
    Withdraw(Withdraw),
    /// Check what reviewers have signed far away, and place it: all of it, or nothing
    Import {
        /// Bundles, as `vetted review` has made them; - reads the standard input
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// Tell how every text stands, what is to be done, and by whom
    Status(Status),
    /// Tell which texts must be read again soon
    Due {
        /// How far ahead to look: 30d, 4w, "2 months", 1y
        #[arg(long, value_name = "PERIOD", default_value = "30d", value_parser = period)]
        within: Period,
        /// Write all days, however far ahead, into this file as a calendar (iCalendar)
        #[arg(long, value_name = "FILE")]
        ics: Option<PathBuf>,
    },
    /// Tell why a text is on the site, or why not
    Why {
        /// The language, or `facts`, `services`, `lexicon`; or LANG/ID in one word
        lang: String,
        /// The article, or the region, or the language of a lexicon
        id: Option<String>,
    },
    /// Tell what a finding means, with an example
    Explain {
        /// The name in brackets behind `error` or `warning`, such as raw-html (default: list all)
        code: Option<String>,
    },
    /// Keys of reviewers
    Key {
        #[command(subcommand)]
        command: Key,
    },
    /// Write what a shell needs to complete commands and options
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual: the page of the program, or all pages
    Man {
        /// Write all pages into this folder, such as ~/.local/share/man/man1
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

/// What sort of text a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Life is at stake now
    Emergency,
    /// Help is needed today
    Urgent,
    /// Everything else that clients read
    Routine,
    /// About the site and about help
    About,
    /// Messages that workers send
    Worker,
}

/// How to build.
#[derive(Args, Debug)]
pub(super) struct Build {
    /// Where the site goes
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub(super) out: PathBuf,
    /// The region whose facts fill the texts (default: `region` in vetted.toml)
    #[arg(long, value_parser = region)]
    pub(super) region: Option<Region>,
    /// End with 1 when a signed text had to be left out
    #[arg(long)]
    pub(super) strict: bool,
}

/// What to export, and where to.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// For which program
    #[arg(value_enum)]
    pub(super) target: Target,
    /// Where the files go
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// The region whose facts fill the texts (default: `region` in vetted.toml)
    #[arg(long, value_parser = region)]
    pub(super) region: Option<Region>,
    /// Only texts in this language
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub(super) language: Option<Lang>,
}

/// For which program an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    /// The text expander espanso: a package
    Espanso,
    /// Programs that read tables: CSV, as RFC 4180 has it
    Csv,
    /// Excel and its like: the same, safe from formulas
    CsvExcel,
    /// Anything: one text file for each answer
    Text,
    /// Forums: one file of BBCode for each answer
    Bbcode,
    /// Servers: nginx, Caddy and Apache without logs, with the headers of the site, in two cache profiles
    Deploy,
}

/// Which texts to tell of.
#[derive(Args, Debug)]
pub(super) struct Status {
    /// Only texts in this language
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub(super) language: Option<Lang>,
    /// Only articles of this topic
    #[arg(long, value_name = "TOPIC", value_parser = topic)]
    pub(super) topic: Option<Topic>,
    /// Only what somebody in this role can do: medical, editor, legal, service
    #[arg(long, value_name = "ROLE", value_parser = role)]
    pub(super) role: Option<Role>,
    /// Every line, however many there are
    #[arg(long)]
    pub(super) all: bool,
}

/// Who signs, and with what.
#[derive(Args, Debug)]
pub(super) struct Signer {
    /// Your id in trust/reviewers.toml
    #[arg(long = "as", value_name = "REVIEWER", value_parser = reviewer)]
    pub(super) reviewer: ReviewerId,
    /// The role you sign in (default: your only one)
    #[arg(long, value_name = "ROLE")]
    pub(super) role: Option<String>,
    /// Your private key, in OpenSSH format
    #[arg(long, value_name = "FILE")]
    pub(super) key: PathBuf,
    /// Read the passphrase from the first line of this file
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_fd")]
    pub(super) passphrase_file: Option<PathBuf>,
    /// Read the passphrase from this open file descriptor
    #[arg(long, value_name = "N")]
    pub(super) passphrase_fd: Option<i32>,
}

/// How to approve.
#[derive(Args, Debug)]
pub(super) struct Approve {
    /// What: LANG/ID of an article, or facts/REGION, services/REGION, lexicon/LANG
    #[arg(value_name = "LANG/ID", required = true)]
    pub(super) subjects: Vec<String>,
    #[command(flatten)]
    pub(super) signer: Signer,
    /// What you read: all of it, the changes, or a correction that takes every earlier version off the site
    #[arg(long, value_enum, default_value_t = ApproveScope::Full)]
    pub(super) scope: ApproveScope,
    /// The last day this approval should hold (default: reviewed + the review period of the policy)
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(super) review_by: Option<Day>,
    /// Lift the withdrawals of this text
    #[arg(long)]
    pub(super) lift: bool,
    /// The text stands in another topic than before, under another policy, and that is meant
    #[arg(long)]
    pub(super) new_topic: bool,
}

/// What an approval covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ApproveScope {
    /// The whole text
    Full,
    /// What changed since the version before; never moves the review date later
    Changes,
    /// The whole text, and every earlier version must go
    Correction,
}

/// How to withdraw.
#[derive(Args, Debug)]
pub(super) struct Withdraw {
    /// The text: LANG/ID
    #[arg(value_name = "LANG/ID")]
    pub(super) subject: String,
    #[command(flatten)]
    pub(super) signer: Signer,
    /// Why
    #[arg(long, value_enum)]
    pub(super) reason: Reason,
    /// What to read instead
    #[arg(long, value_name = "ID", value_parser = article)]
    pub(super) instead: Option<ArticleId>,
    /// Withdraw this language alone; the others stay
    #[arg(long)]
    pub(super) this_language: bool,
}

/// Why a text is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Reason {
    /// Something in it is wrong
    Error,
    /// The guidance it rests on has changed
    GuidanceChanged,
    /// The law
    Law,
    /// Something else
    Other,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Make an encrypted Ed25519 key in OpenSSH format, and the lines for trust/reviewers.toml
    New {
        /// Your id: a pseudonym, never an e-mail
        #[arg(value_name = "REVIEWER", value_parser = reviewer)]
        reviewer: ReviewerId,
        /// Where the private key goes; the public key stands beside it, with the ending .pub
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// Read the new passphrase from the first line of this file
        #[arg(long, value_name = "FILE", conflicts_with = "passphrase_fd")]
        passphrase_file: Option<PathBuf>,
        /// Read the new passphrase from this open file descriptor
        #[arg(long, value_name = "N")]
        passphrase_fd: Option<i32>,
    },
    /// Write `trust/allowed_signers` anew from `trust/reviewers.toml`
    Signers,
}
