//! Hand-made pages of every sort, in two languages.

use tera::Value;

use super::articles::{emergency, everything};
use super::sample::{around, lang, services, sources, theme};
use crate::article::front::Urgency;
use crate::article::tree::Body;
use crate::base::day::Day;
use crate::base::name::{ArticleId, Topic};
use crate::base::path::OutPath;
use crate::diagnostic::Diagnostic;
use crate::render::body;
use crate::render::home::{HomeView, NeedView, SignView, SignsView};
use crate::render::index::{IndexPlace, IndexWriter, letter_id};
use crate::render::page;
use crate::render::services::{DirectoryView, ServicesView, WhereNow};
use crate::render::view::{
    ArticleView, Entry, ForeignLink, IndexView, Letter, Link, MovedView, ReviewEntry, ReviewView, SosEntry,
    SosView, SourceView, TombstoneView, TopicView, UrgencyGroup,
};
use crate::render::{Dated, Frame, LanguageLink, Old, Place, Shared, SiteView};
use crate::theme::{Labels, Theme};

/// The pages of one language.
struct Desk {
    theme: Theme,
    tag: &'static str,
}

/// Returns every sort of page, under the name it would have.
pub(super) fn all() -> Vec<(String, String)> {
    let theme = theme();
    ["en", "ru"].into_iter().flat_map(|tag| Desk { theme: theme.clone(), tag }.pages()).collect()
}

/// Returns what a theme makes of the page for addresses that lead nowhere.
pub(super) fn not_found(theme: &Theme) -> Vec<Result<String, Diagnostic>> {
    let made = |tag| page::not_found(theme, &Desk { theme: theme.clone(), tag }.frame("404"));
    ["en", "ru"].map(made).into()
}

impl Desk {
    fn pages(&self) -> Vec<(String, String)> {
        let (theme, frame) = (&self.theme, |name| self.frame(name));
        let pages = [
            ("overdose-now", page::article(theme, &frame("overdose-now"), &self.emergency())),
            ("vein-care", page::article(theme, &frame("vein-care"), &self.routine())),
            ("sos", page::sos(theme, &frame("sos"), &self.sos())),
            ("index", page::home(theme, &frame("index"), &self.home())),
            ("topic-overdose", page::topic(theme, &frame("topic-overdose"), &self.topic())),
            ("a-z-2", page::index(theme, &frame("a-z-2"), &self.index())),
            ("search", page::search(theme, &frame("search"), "search-en.0.js")),
            ("tombstone", page::tombstone(theme, &frame("tombstone"), &self.tombstone())),
            ("moved", page::moved(theme, &frame("moved"), &MovedView { to: self.link("overdose-now.html") })),
            ("services", page::services(theme, &frame("services"), &self.services(false))),
            ("examples", page::services(theme, &frame("services"), &self.services(true))),
            ("404", page::not_found(theme, &frame("404"))),
        ];
        pages.map(|(name, page)| (format!("{}/{name}.html", self.tag), page.unwrap())).into()
    }

    fn pick(&self, english: &str, russian: &str) -> String {
        if self.tag == "ru" { russian.to_owned() } else { english.to_owned() }
    }

    fn labels(&self) -> &Labels {
        self.theme.labels(&lang(self.tag))
    }

    fn dated(&self, day: &str) -> Dated {
        Dated::new(Day::parse(day).unwrap(), self.labels())
    }

    fn title(&self) -> String {
        self.pick("Opioid overdose: what to do now", "Передозировка опиоидами: что делать сейчас")
    }

    fn summary(&self) -> String {
        self.pick(
            "Steps for the person who is there, until help comes.",
            "Шаги для того, кто рядом, пока не приедет помощь.",
        )
    }

    fn link(&self, href: &str) -> Link {
        Link { text: self.title(), href: href.to_owned() }
    }

    fn frame(&self, name: &str) -> Frame {
        let site = SiteView {
            name: self.pick("At hand", "Рядом"),
            emergency: Some(Link { text: "103".to_owned(), href: "tel:103".to_owned() }),
            exit: Some("https://example.org/weather".to_owned()),
            onion: Some(format!("{}.onion", "example".repeat(8))),
            address: "starter.example/help".to_owned(),
            traces: Some(format!("{}/vein-care.html", self.tag)),
            notices: vec!["A <mark> that the law wants".to_owned()],
        };
        let shared = Shared::new(&self.theme, &lang(self.tag), &site);
        let mut frame = Frame::new(&shared, &OutPath::parse(&format!("{}/{name}.html", self.tag)).unwrap());
        for other in ["en", "ru"] {
            let href = format!("{}{other}/{name}.html", frame.root);
            frame.languages.push(LanguageLink::new(&self.theme, &lang(other), href, other == self.tag));
        }
        frame.onion_location = Some(format!("http://example.onion/{}", frame.page));
        frame.demonstration = true;
        frame.urgent = name == "sos" || name == "overdose-now";
        frame.old = vec![
            Old { lapses: false, due: self.dated("2027-05-20"), last: frame.urgent },
            Old { lapses: true, due: self.dated("2027-06-20"), last: name == "sos" },
        ];
        frame
    }

    fn article(&self, id: &str, body: &Body) -> ArticleView {
        let rendered = around(&self.theme, self.tag, body, Place::Own, |around| body::body(body, around));
        ArticleView {
            title: self.title(),
            summary: self.summary(),
            urgency: Urgency::Emergency,
            sources: SourceView::list(&sources(), &rendered),
            body: rendered,
            next: vec![self.link("after-overdose.html")],
            related: vec![self.link("naloxone.html")],
            topic: Link { text: "Overdose".to_owned(), href: "topic-overdose.html".to_owned() },
            ask: self.link("services.html"),
            twin: format!("{id}.txt"),
            expired: None,
            behind: None,
            where_now: None,
            review: self.review(id),
        }
    }

    fn emergency(&self) -> ArticleView {
        self.article("overdose-now", &emergency(self.tag))
    }

    fn routine(&self) -> ArticleView {
        ArticleView {
            title: "Vein care: rest and recovery".to_owned(),
            summary: "How to let veins rest, and when a doctor should look.".to_owned(),
            urgency: Urgency::Routine,
            expired: Some(self.dated("2026-05-20")),
            behind: Some(Self::original()),
            where_now: Some(self.where_now()),
            ..self.article("vein-care", &everything())
        }
    }

    fn where_now(&self) -> WhereNow {
        let (services, lang, day) = (services(true), lang(self.tag), Day::parse("2026-11-20").unwrap());
        let places: Vec<_> = services.services.iter().take(3).collect();
        let href = format!("../{lang}/services.html");
        let view = WhereNow::new(&services, &places, (&lang, self.labels()), (href, day));
        WhereNow { expired: Some(self.dated("2026-05-20")), ..view }
    }

    fn original() -> ForeignLink {
        let (lang, text) = ("en".to_owned(), "Vein care".to_owned());
        ForeignLink { lang, dir: "ltr", text, href: "../en/vein-care.html".to_owned() }
    }

    fn review(&self, id: &str) -> ReviewView {
        let entry = |role: &str, who: &str, day| {
            let role = self.labels().get(role).to_owned();
            ReviewEntry { role, who: who.to_owned(), day: self.dated(day) }
        };
        let verify = "ssh-keygen -Y verify -f ../../../../trust/allowed_signers -r ../../../../trust/revoked \
                      -I dr-ada -n medical.starter.example -Overify-time=20261120Z \
                      -s medical.dr-ada.note.sig < medical.dr-ada.note";
        ReviewView {
            version: 7,
            entries: vec![
                entry("role_medical", "physician, infectious diseases", "2026-11-20"),
                entry("role_editor", "editor", "2026-11-19"),
            ],
            due: self.dated("2027-05-20"),
            folder: format!("record/{}/{id}/7", self.tag),
            file: "article.md".to_owned(),
            commands: vec![verify.to_owned(), "sha256sum -c --strict medical.dr-ada.note".to_owned()],
        }
    }

    fn sos(&self) -> SosView {
        let (body, id) = (emergency(self.tag), ArticleId::parse("overdose-now").unwrap());
        let parts: Vec<Value> =
            around(&self.theme, self.tag, &body, Place::Shared(&id), |around| body::sos(&body, around));
        let title = self.pick("Overheating, chest pain, panic", "Перегрев, боль в груди, паника");
        let second = SosEntry {
            title,
            href: "b.html".to_owned(),
            parts: parts[..1].to_vec(),
            expired: None,
            behind: None,
        };
        let first = SosEntry {
            title: self.title(),
            href: "overdose-now.html".to_owned(),
            parts,
            expired: None,
            behind: Some(Self::original()),
        };
        SosView { entries: vec![first, second] }
    }

    fn home(&self) -> HomeView {
        let entry = |title: &str, href: &str| {
            let (title, href) = (title.to_owned(), href.to_owned());
            Entry { title, href, summary: self.summary() }
        };
        let now = || entry(&self.title(), "overdose-now.html");
        let group = |urgency, one| UrgencyGroup { urgency, entries: vec![one] };
        let urgent = entry("Bleeding after an injection", "bleeding.html");
        let calm = entry("Vein care: rest and recovery", "vein-care.html");
        let need = |need: &str, groups, topics| {
            let label = self.labels().get(&format!("need_{need}")).to_owned();
            NeedView { label, groups, is_cut: !Vec::is_empty(&topics), topics }
        };
        let card = |question: Option<&str>| SignView {
            question: question.map(str::to_owned),
            title: self.title(),
            href: "overdose-now.html".to_owned(),
            action: Value::safe_string(
                "Call <a class=\"tel\" dir=\"ltr\" href=\"tel:103\">103</a>, if the person:",
            ),
            flags: vec!["does not wake up".to_owned(), "is > 38 °C & confused".to_owned()],
        };
        let signs = |kind| SignsView { kind, cards: vec![card(Some("Is the chest rising?")), card(None)] };
        HomeView {
            emergency: vec![now()],
            services: Some("services.html".to_owned()),
            needs: vec![
                need("overdose", vec![group(Urgency::Emergency, now())], vec![]),
                need(
                    "minor-complication",
                    vec![group(Urgency::Urgent, urgent), group(Urgency::Routine, calm)],
                    vec![self.link("topic-overdose.html")],
                ),
            ],
            signs: ["emergency", "urgent"].map(signs).into(),
            topics: vec![self.link("topic-overdose.html")],
            index: "a-z.html".to_owned(),
        }
    }

    fn topic(&self) -> TopicView {
        let entry = || {
            let (title, href, summary) = (self.title(), "overdose-now.html".to_owned(), self.summary());
            vec![Entry { title, href, summary }]
        };
        let all = [Urgency::Emergency, Urgency::Urgent, Urgency::Routine];
        let groups = all.map(|urgency| UrgencyGroup { urgency, entries: entry() });
        let part = |href: &str, current| Letter { text: self.title(), href: href.to_owned(), current };
        TopicView {
            title: self.labels().topic(&Topic::parse("overdose").unwrap()),
            groups: groups.into(),
            pages: vec![part("topic-overdose.html", true), part("topic-overdose_2.html", false)],
        }
    }

    fn index(&self) -> IndexView {
        let mut writer = IndexWriter::new(usize::MAX);
        let title = self.title();
        let place = |id: &str, is_titled| IndexPlace { href: format!("{id}.html"), title: &title, is_titled };
        writer.entry('A', "abscess & <co>", &[place("abscess", false)]);
        writer.entry('A', "a heading", &[place("abscess", true)]);
        writer.entry('B', "blood", &["a", "b", "c"].map(|id| place(id, false)));
        let page = writer.finish().remove(0);
        let letters = [Letter { text: "B".to_owned(), href: format!("#{}", letter_id('B')), current: false }];
        IndexView {
            letters: Value::from_serializable(&letters),
            pages: vec![self.link("a-z-1.html")],
            range: Some(format!("{} – {}", page.first, page.last)),
            entries: page.entries,
            before: Some(self.link("a-z-1.html")),
            after: Some(self.link("a-z-3.html")),
        }
    }

    fn services(&self, example: bool) -> ServicesView {
        let lang = lang(self.tag);
        let (services, day) = (services(example), Day::parse("2026-11-20").unwrap());
        ServicesView {
            directory: DirectoryView::new(&services, &lang, self.labels(), day),
            scripts: self.theme.services().value(),
            expired: Some(self.dated("2026-05-20")),
            review: self.review("services"),
        }
    }

    fn tombstone(&self) -> TombstoneView {
        TombstoneView {
            reason: self.labels().get("reason_guidance-changed").to_owned(),
            day: Some(self.dated("2026-11-20")),
            instead: Some(self.link("overdose-now.html")),
            twin: "tombstone.txt".to_owned(),
        }
    }
}
