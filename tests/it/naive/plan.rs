//! Random records, as plans: what is written and signed by whom, mostly as it should be, and what is odd or damaged.
//!
//! Names and numbers are indexes into short lists, so that things meet often and a failing plan shrinks to a few words.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::people::PEOPLE;

pub const LANGUAGES: [&str; 3] = ["en", "ru", "kk"];
pub const IDS: [&str; 2] = ["a", "b"];
pub const TOPICS: [&str; 2] = ["veins", "doses"];
pub const ROLES: [&str; 4] = ["medical", "editor", "legal", "service"];

/// The day on which every record is judged.
pub const TODAY: &str = "2026-06-01";

/// Days of review: usual, the day on which one key ends and the other begins, long ago, tomorrow, too far ahead.
pub const REVIEWED: [&str; 5] = ["2026-05-01", "2026-01-10", "2025-03-31", "2026-06-02", "2026-06-03"];

/// Last days: far, today, past.
pub const REVIEW_BY: [&str; 3] = ["2027-01-15", "2026-06-01", "2026-05-31"];

/// A whole record.
#[derive(Clone, Debug)]
pub struct Plan {
    pub policy: Policy,
    pub facts: Vec<Facts>,
    pub folders: Vec<Folder>,
    pub pulls: Vec<Pull>,
    pub damages: Vec<Damage>,
}

/// What the topics need; `doses` differs in its expiry.
#[derive(Clone, Debug)]
pub struct Policy {
    pub medical: usize,
    pub two_roles: bool,
    pub months: u32,
    pub withdraw_doses: bool,
}

/// A version of the region's facts.
#[derive(Clone, Debug)]
pub struct Facts {
    pub clinical: bool,
    pub ambulance: bool,
    pub leaves_out: bool,
    pub days: Days,
    /// Indexes of people, who sign as a service worker and as a doctor, as far as they can.
    pub signers: Vec<usize>,
}

/// An article in a language.
#[derive(Clone, Debug)]
pub struct Folder {
    pub lang: usize,
    pub id: usize,
    pub versions: Vec<Version>,
}

#[derive(Clone, Debug)]
pub struct Days {
    pub reviewed: usize,
    pub review_by: usize,
}

/// A version and what its notes say, as far as one of them says nothing else.
#[derive(Clone, Debug)]
pub struct Version {
    pub text: Text,
    pub says: Says,
    pub signers: Vec<Signer>,
}

#[derive(Clone, Debug)]
pub struct Text {
    pub words: u8,
    pub fact: bool,
    /// Whether the text shows a picture, whether it lies there, whether notes list it.
    pub picture: [bool; 3],
    pub broken: bool,
    pub translated: bool,
}

/// What a note says.
#[derive(Clone, Debug)]
pub struct Says {
    pub topic: usize,
    pub scope: &'static str,
    pub days: Days,
    /// How many versions before, and whether its digest is right.
    pub previous: Option<(u32, bool)>,
    /// Language and version of the source, and whether its digest is right.
    pub pin: Option<(usize, u32, bool)>,
    /// Which withdrawals it lifts, as bits.
    pub lifts: u8,
}

/// A person who signs a version, in all of their roles or also in one that is not theirs.
#[derive(Clone, Debug)]
pub struct Signer {
    pub who: usize,
    pub key: usize,
    pub foreign: Option<usize>,
    pub one_role: bool,
    pub says: Option<Says>,
    pub odd: Option<Odd>,
}

/// A note that speaks of something else than the place it lies in, or is signed for something else.
#[derive(Clone, Copy, Debug)]
pub enum Odd {
    Site,
    Kind,
    Article,
    Language,
    Version,
    Role,
    Reviewer,
    Digest,
    Namespace,
    Key,
}

/// A withdrawal, in one of the folders or astray.
#[derive(Clone, Debug)]
pub struct Pull {
    pub folder: Index,
    pub astray: Option<(usize, usize)>,
    pub who: usize,
    pub key: usize,
    pub role: Option<usize>,
    pub topic: usize,
    pub everywhere: bool,
    pub reviewed: usize,
    pub odd: Option<Odd>,
}

/// Something that happened to a file of the record.
#[derive(Clone, Debug)]
pub struct Damage {
    pub file: Index,
    pub harm: Harm,
}

#[derive(Clone, Copy, Debug)]
pub enum Harm {
    Flip(Index),
    Remove,
    Junk,
    Cut(Index),
}

fn days() -> impl Strategy<Value = Days> {
    (prop_oneof![12 => Just(0), 1 => 1..REVIEWED.len()], prop_oneof![5 => Just(0), 1 => 1..REVIEW_BY.len()])
        .prop_map(|(reviewed, review_by)| Days { reviewed, review_by })
}

fn rarely(weight: u32) -> impl Strategy<Value = bool> {
    prop_oneof![weight => Just(false), 1 => Just(true)]
}

fn text() -> impl Strategy<Value = Text> {
    let picture = prop_oneof![
        12 => Just([false; 3]),
        3 => Just([true; 3]),
        1 => any::<[bool; 3]>(),
    ];
    (0..2_u8, rarely(4), picture, rarely(30), rarely(12)).prop_map(
        |(words, fact, picture, broken, translated)| Text { words, fact, picture, broken, translated },
    )
}

fn says() -> impl Strategy<Value = Says> {
    let scope = prop_oneof![7 => Just("full"), 2 => Just("changes"), 1 => Just("correction")];
    let right = || prop_oneof![1 => Just(false), 12 => Just(true)];
    let previous = prop_oneof![4 => Just(None), 1 => (1..3_u32, right()).prop_map(Some)];
    let pin = prop_oneof![3 => Just(None), 1 => (0..2_usize, 1..3_u32, right()).prop_map(Some)];
    let lifts = prop_oneof![2 => Just(0), 1 => any::<u8>(), 1 => Just(u8::MAX)];
    let topic = prop_oneof![3 => Just(0), 1 => Just(1)];
    let all = (topic, scope, days(), previous, pin, lifts);
    all.prop_map(|(topic, scope, days, previous, pin, lifts)| {
        // Who approves changes mostly says to what.
        let previous = previous.or((scope == "changes").then_some((1, true)));
        Says { topic, scope, days, previous, pin, lifts }
    })
}

fn odd() -> impl Strategy<Value = Odd> {
    use Odd::{Article, Digest, Key, Kind, Language, Namespace, Reviewer, Role, Site, Version};
    select(vec![Site, Kind, Article, Language, Version, Role, Reviewer, Digest, Namespace, Key])
}

fn signer(who: usize) -> impl Strategy<Value = Signer> {
    (
        prop_oneof![20 => Just(0), 1 => Just(1)],
        prop_oneof![15 => Just(None), 1 => (0..ROLES.len()).prop_map(Some)],
        rarely(3),
        prop_oneof![20 => Just(None), 1 => says().prop_map(Some)],
        prop_oneof![40 => Just(None), 1 => odd().prop_map(Some)],
    )
        .prop_map(move |(key, foreign, one_role, says, odd)| Signer {
            who,
            key,
            foreign,
            one_role,
            says,
            odd,
        })
}

/// People who are enough for most policies, or any.
fn signers() -> impl Strategy<Value = Vec<Signer>> {
    let panels = select(vec![
        vec![0, 1],
        vec![0, 2, 1],
        vec![0, 3],
        vec![6, 7],
        vec![0, 7],
        vec![2, 4],
        vec![0, 3, 6],
    ]);
    let any = prop::collection::vec(0..PEOPLE.len(), 0..4);
    prop_oneof![6 => panels, 1 => any]
        .prop_map(|mut people: Vec<usize>| {
            people.sort_unstable();
            people.dedup();
            people
        })
        .prop_flat_map(|people| people.into_iter().map(signer).collect::<Vec<_>>())
}

fn version() -> impl Strategy<Value = Version> {
    (text(), says(), signers()).prop_map(|(mut text, says, signers)| {
        // A text says of itself that it is a translation; mostly its notes agree.
        text.translated = text.translated != says.pin.is_some();
        Version { text, says, signers }
    })
}

fn folder() -> impl Strategy<Value = Folder> {
    let lang = prop_oneof![6 => Just(0), 5 => Just(1), 1 => Just(2)];
    (lang, prop_oneof![4 => Just(0), 1 => Just(1)], prop::collection::vec(version(), 1..4))
        .prop_map(|(lang, id, versions)| Folder { lang, id, versions })
}

fn facts() -> impl Strategy<Value = Facts> {
    (
        rarely(3),
        prop_oneof![1 => Just(false), 9 => Just(true)],
        rarely(9),
        days(),
        prop::collection::vec(0..PEOPLE.len(), 0..4),
    )
        .prop_map(|(clinical, ambulance, leaves_out, days, mut signers)| {
            signers.push(5);
            signers.push(0);
            signers.sort_unstable();
            signers.dedup();
            Facts { clinical, ambulance, leaves_out, days, signers }
        })
}

fn pull() -> impl Strategy<Value = Pull> {
    let astray = prop_oneof![9 => Just(None), 1 => (0..LANGUAGES.len(), 0..IDS.len()).prop_map(Some)];
    let key = prop_oneof![9 => Just(0), 1 => Just(1)];
    let role = prop_oneof![9 => Just(None), 1 => (0..ROLES.len()).prop_map(Some)];
    let topic = prop_oneof![3 => Just(0), 1 => Just(1)];
    let odd = prop_oneof![12 => Just(None), 1 => odd().prop_map(Some)];
    let place = (any::<Index>(), astray);
    (place, 0..PEOPLE.len(), key, role, topic, any::<bool>(), 0..REVIEWED.len(), odd).prop_map(
        |((folder, astray), who, key, role, topic, everywhere, reviewed, odd)| Pull {
            folder,
            astray,
            who,
            key,
            role,
            topic,
            everywhere,
            reviewed,
            odd,
        },
    )
}

fn damage() -> impl Strategy<Value = Damage> {
    let harm = prop_oneof![
        3 => any::<Index>().prop_map(Harm::Flip),
        1 => Just(Harm::Remove),
        1 => Just(Harm::Junk),
        1 => any::<Index>().prop_map(Harm::Cut),
    ];
    (any::<Index>(), harm).prop_map(|(file, harm)| Damage { file, harm })
}

pub fn plan() -> impl Strategy<Value = Plan> {
    let policy = (
        prop_oneof![4 => Just(1), 1 => Just(2)],
        rarely(3),
        select(vec![12, 6]),
        prop_oneof![1 => Just(false), 3 => Just(true)],
    )
        .prop_map(|(medical, two_roles, months, withdraw_doses)| Policy {
            medical,
            two_roles,
            months,
            withdraw_doses,
        });
    let pulls = prop_oneof![3 => Just(0), 2 => Just(1), 1 => Just(2)]
        .prop_flat_map(|count| prop::collection::vec(pull(), count));
    let damages = prop_oneof![3 => Just(0), 1 => Just(1), 1 => Just(2)]
        .prop_flat_map(|count| prop::collection::vec(damage(), count));
    (policy, prop::collection::vec(facts(), 0..3), prop::collection::vec(folder(), 1..4), pulls, damages)
        .prop_map(|(policy, facts, folders, pulls, damages)| Plan { policy, facts, folders, pulls, damages })
}
