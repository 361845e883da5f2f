//! What waits goes to a reviewer far away: a pack judges and signs as the whole knowledge base does, and holds nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use vetted::base::day::Period;
use vetted::base::name::ReviewerId;
use vetted::base::path::SourcePath;
use vetted::bundle::{self, Parcel};
use vetted::desk;
use vetted::diagnostic::{Diagnostics, Severity};
use vetted::disk::{self, Scope};
use vetted::gate::{Standing, VersionStanding};
use vetted::pipeline::{self, Ground};
use vetted::project::Project;
use vetted::trust::words::{Reach, Role, Scope as Covers};

use crate::base::{Base, article, article_with, day, path};
use crate::repository::root;
use crate::story::{Story, TEXT};

const SOON: Period = Period::Days(30);

fn ground(project: &Project) -> Ground {
    pipeline::ground(project, None, &mut Diagnostics::new()).unwrap()
}

fn pack(project: &Project, reviewer: Option<&str>) -> Parcel {
    let reviewer = reviewer.map(|id| ReviewerId::parse(id).unwrap());
    let parcel = bundle::pack(project, &ground(project), reviewer.as_ref(), SOON).unwrap();
    Parcel::read(parcel.write().as_bytes()).unwrap()
}

fn names(parcel: &Parcel) -> Vec<&str> {
    parcel.files.keys().map(SourcePath::as_str).collect()
}

/// The working texts of articles in a pack that wait, by what the record has of them: neighbours come without it.
fn texts(parcel: &Parcel) -> BTreeSet<String> {
    let articles = names(parcel).into_iter().filter(|name| name.ends_with(".md"));
    articles.filter_map(|name| Some(name.strip_prefix("content/")?.to_owned())).collect()
}

/// How a text stands, without the versions whose texts stay at home: of those, only that they are there.
fn told(standing: &Standing, packed: &Project) -> String {
    let folder = &standing.folder;
    let version = |version: &VersionStanding| {
        let text = format!("{}/{}/{}", folder.path(), version.version, folder.file_name());
        if packed.file_at(&text).is_none() {
            return version.version.to_string();
        }
        let notes: Vec<_> =
            version.notes.iter().map(|note| (note.path.as_str(), note.counts, note.spare)).collect();
        format!("{} {:?} {:?} {:?} {notes:?}", version.version, version.state, version.topic, version.due)
    };
    let versions: Vec<String> = standing.versions.iter().map(version).collect();
    let Standing { verdict, live, due, demonstration, behind, released, withdrawals, .. } = standing;
    let withdrawals: Vec<_> = withdrawals.iter().map(|note| (note.path.as_str(), note.counts)).collect();
    format!(
        "{folder:?} {verdict:?} {live:?} {due:?} {demonstration} {behind:?} {released:?} {withdrawals:?} {versions:#?}"
    )
}

/// Judges every article of a pack alone and in the whole base, in all languages, and compares; gives how many there are.
fn judges_the_same(whole: &Project, parcel: Parcel) -> usize {
    let packed = parcel.open(whole.as_of()).unwrap();
    let judge = |project| pipeline::judge(project, &ground(project), &mut Diagnostics::new()).standings;
    let (all, some) = (judge(whole), judge(&packed));
    for own in &some {
        let same = all.iter().find(|standing| standing.folder == own.folder).unwrap();
        assert_eq!(told(own, &packed), told(same, &packed));
    }
    some.len()
}

/// What `check` calls wrong in the texts at these places.
fn faults(project: &Project, places: &[&str]) -> Vec<String> {
    let mut found = Diagnostics::new();
    desk::read(project, &ground(project).config, &mut found);
    let own = found.into_sorted().into_iter().filter(|fault| {
        let place = fault.labels.first().map(|label| label.place.path().to_string());
        fault.severity == Severity::Error && place.is_some_and(|place| places.contains(&place.as_str()))
    });
    own.map(|fault| fault.message).collect()
}

#[test]
fn a_pack_of_the_whole_starter_judges_as_the_starter_does() {
    let whole = disk::read(root(), Scope::Everything, day("2027-12-01")).unwrap();
    let parcel = pack(&whole, None);
    let all = pipeline::judge(&whole, &ground(&whole), &mut Diagnostics::new()).standings.len();
    assert_eq!(judges_the_same(&whole, parcel.clone()), all);
    let packed = parcel.clone().open(whole.as_of()).unwrap();
    let desk: Vec<&str> = names(&parcel).into_iter().filter(|name| name.starts_with("content/")).collect();
    assert!(faults(&packed, &desk).is_empty() && faults(&whole, &desk).is_empty());
}

#[test]
fn a_pack_of_two_edited_texts_has_their_neighbours_and_little_else() {
    let whole = disk::read(root(), Scope::Everything, day("2026-11-22")).unwrap();
    let refusal = bundle::pack(&whole, &ground(&whole), None, SOON).unwrap_err();
    assert!(refusal.message.starts_with("nothing waits for anybody"), "{}", refusal.message);
    let desk = desk::read(&whole, &ground(&whole).config, &mut Diagnostics::new());
    for lang in ["en", "ru"] {
        // Each text costs a second; one in twelve will do.
        for ((_, id), text) in desk.articles.iter().filter(|((own, _), _)| own.as_str() == lang).step_by(12) {
            let edited = text.source.text().replacen("\n## ", "\nOne more sentence.\n\n## ", 1);
            let edited = whole.with([(text.path.clone(), edited.into_bytes())]);
            let parcel = pack(&edited, Some("demo-medical"));
            assert_eq!(parcel.by.as_ref().map(ReviewerId::as_str), Some("demo-medical"));
            assert!(judges_the_same(&edited, parcel.clone()) >= 1, "{id}");
            let packed = parcel.clone().open(whole.as_of()).unwrap();
            let place = [text.path.as_str()];
            assert_eq!(faults(&packed, &place), faults(&edited, &place));
            let families: BTreeSet<&str> = names(&parcel)
                .into_iter()
                .filter(|name| name.starts_with("record/en/") || name.starts_with("record/ru/"))
                .filter_map(|name| name.split('/').nth(2))
                .collect();
            assert_eq!(families, BTreeSet::from([id.as_str()]), "the record of one text");
        }
    }
}

#[test]
fn only_what_a_reviewer_may_sign_is_packed_for_them() {
    let mut base = Base::new();
    let reviewers = String::from_utf8(base.files["trust/reviewers.toml"].clone()).unwrap();
    let narrow = reviewers.replacen(
        "topics = [\"*\"]\nlanguages = [\"*\"]",
        "topics = [\"veins\"]\nlanguages = [\"en\"]",
        1,
    );
    base.put("trust/reviewers.toml", &narrow);
    base.signers();
    base.put("content/en/veins/first.md", &article("first", "alpha"));
    base.put("content/ru/veins/first.md", &article("first", "beta"));
    base.put("content/en/doses/second.md", &article("second", "gamma"));
    base.put("content/remarks/en/first/1.dr-ada.toml", "text = \"?\"\n");
    base.put("content/remarks/en/second/1.dr-ada.toml", "text = \"?\"\n");
    let own = |base: &Base, id: &str| texts(&pack(&base.project(), Some(id)));
    assert_eq!(own(&base, "dr-ada"), BTreeSet::from(["en/veins/first.md".to_owned()]));
    assert_eq!(own(&base, "dr-bob").len(), 3);
    assert_eq!(texts(&pack(&base.project(), None)).len(), 3);
    let parcel = pack(&base.project(), Some("dr-ada"));
    assert!(names(&parcel).contains(&"content/remarks/en/first/1.dr-ada.toml"));
    assert!(!names(&parcel).contains(&"content/remarks/en/second/1.dr-ada.toml"));
    assert!(names(&parcel).contains(&"trust/allowed_signers"));
    // Once signed, it waits for others only.
    base.freeze("en/first", 1, &article("first", "alpha"));
    base.approve_with(("en/first", "veins"), 1, ("dr-ada", Role::Medical), |_| {});
    let refusal = |id: &str| {
        let project = base.project();
        let id = ReviewerId::parse(id).unwrap();
        bundle::pack(&project, &ground(&project), Some(&id), SOON).unwrap_err()
    };
    assert!(refusal("dr-ada").message.starts_with("nothing waits for `dr-ada`"));
    assert!(own(&base, "ed-eve").contains("en/veins/first.md"));
    assert!(refusal("dr-adda").help.unwrap().contains("did you mean `dr-ada`?"));
}

/// An article with a past: replaced, corrected, changed, withdrawn and lifted, in two languages.
fn with_a_past() -> Base {
    let mut base = Base::new();
    let first = ("en/first", "veins");
    for version in 1..=3 {
        base.freeze("en/first", version, &article("first", &format!("alpha{version}")));
        base.approve("en/first", "veins", version);
    }
    base.freeze("ru/first", 1, &article_with("first", "beta", "source_language = \"en\""));
    base.approve_translation("ru/first", "veins", 1, 3);
    let lift = base.withdraw(first, 1, "dr-bob", Reach::EveryLanguage);
    base.freeze("en/first", 4, &article("first", "alpha4"));
    for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
        base.approve_with(first, 4, who, |approval| {
            approval.scope = Covers::Correction;
            approval.lifts.insert(lift.clone());
        });
    }
    base.freeze("en/first", 5, &article("first", "alpha5"));
    let before = vetted::base::digest::Digest::of(&base.files["record/en/first/4/article.md"]);
    for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
        base.approve_with(first, 5, who, |approval| {
            approval.scope = Covers::Changes;
            approval.previous = Some((4, before));
        });
    }
    base.freeze("en/first", 6, &article("first", "alpha6"));
    base.approve_with(first, 6, ("dr-bob", Role::Medical), |_| {});
    base.put("content/en/veins/first.md", &article("first", "alpha7"));
    base
}

#[test]
fn the_past_of_a_text_comes_along_without_its_old_texts() {
    let base = with_a_past();
    let parcel = pack(&base.project(), Some("dr-ada"));
    assert_eq!(judges_the_same(&base.project(), parcel.clone()), 3, "two languages and the facts");
    // However long it lies about, the days go by for both.
    let later = Base { as_of: day("2028-01-01"), ..base.clone() };
    assert_eq!(judges_the_same(&later.project(), parcel.clone()), 3);
    let frozen: Vec<&str> = names(&parcel).into_iter().filter(|name| name.ends_with("/article.md")).collect();
    assert_eq!(
        frozen,
        ["record/en/first/5/article.md", "record/en/first/6/article.md", "record/ru/first/1/article.md"]
    );
    // Without what a note rests on, the pack would say something else.
    let mut poor = parcel;
    poor.files.remove(&path("record/en/first/withdrawn.1.dr-bob.note"));
    let told = std::panic::catch_unwind(|| judges_the_same(&base.project(), poor));
    assert!(told.is_err(), "the comparison sees what is missing");
}

#[test]
fn whoever_signs_a_table_gets_the_texts_that_it_is_about() {
    let mut base = with_a_past();
    let facts = String::from_utf8(base.files["record/facts/here/1/facts.toml"].clone()).unwrap();
    base.put("content/facts/here.toml", &facts.replace("103", "112"));
    let terms = "[[terms]]\nterm = \"a word\"\nkind = \"slang\"\nmeans = [\"first\"]\n";
    base.put("content/lexicon/en.toml", terms);
    // What the facts stand in comes along with the facts, though nothing about it waits for this person.
    base.put(
        "trust/policy.toml",
        "[default]\nmedical = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n",
    );
    let parcel = pack(&base.project(), Some("ed-eve"));
    assert!(names(&parcel).contains(&"record/en/first/5/article.md"), "{:?}", names(&parcel));
    assert!(judges_the_same(&base.project(), parcel.clone()) >= 3);
    base.put(
        "trust/policy.toml",
        "[default]\neditor = 1\nreview-every = \"12 months\"\non-expiry = \"banner\"\n",
    );
    let parcel = pack(&base.project(), Some("ed-eve"));
    let packed = parcel.clone().open(base.as_of).unwrap();
    let place = ["content/lexicon/en.toml"];
    assert!(names(&parcel).contains(&"content/en/veins/first.md"));
    assert_eq!(faults(&packed, &place), Vec::<String>::new());
    assert_eq!(faults(&base.project(), &place), Vec::<String>::new());
}

#[test]
fn a_record_that_cannot_be_read_is_not_packed() {
    let base = with_a_past();
    let mut faults = Diagnostics::new();
    let unreadable =
        vetted::diagnostic::Diagnostic::error(vetted::diagnostic::Code::FileUnreadable, "it cannot be read");
    faults.push(unreadable.at(&path("record/en/first/withdrawn.2.dr-ada.note"), ""));
    let project = base.project_with(faults);
    let refusal = bundle::pack(&project, &ground(&project), None, SOON).unwrap_err();
    assert_eq!(refusal.message, "the record cannot be read whole");
    assert_eq!(refusal.found.len(), 1);
}

/// What a doctor signs in a folder that has nothing but the pack is what would have been signed at home.
#[test]
fn what_is_signed_on_a_pack_is_the_same_byte_for_byte() {
    let home = Story::with_people();
    let plain = TEXT.replace("{contacts.ambulance}", "an ambulance");
    home.write("content/en/veins/rest.md", &plain);
    home.publish("en/rest");
    home.write("content/en/veins/other.md", &plain.replace("id = \"rest\"", "id = \"other\""));
    home.publish("en/other");
    home.withdraw(0, "dr-ada", "en/other", &[]);
    for edit in ["first", "second"] {
        let linked =
            plain.replace("[^who22]\n2.", &format!("[^who22] See [the other](other.md), {edit}.\n2."));
        home.write("content/en/veins/rest.md", &linked);
        home.approve(0, ("dr-ada", "medical"), "en/rest", &[]);
    }
    home.write(
        "content/en/veins/other.md",
        &plain.replace("id = \"rest\"", "id = \"other\"").replace("rest.", "sleep."),
    );
    let project = disk::read(&home.root(), Scope::Everything, day(home.day)).unwrap();
    let parcel = pack(&project, Some("ed-eve"));
    let far = Story::begin();
    for name in ["ed-eve", "dr-ada", "passphrase"] {
        fs::copy(home.path(name), far.path(name)).unwrap();
    }
    for (path, bytes) in &parcel.files {
        let file = far.root().join(path.as_str());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let before = record(&home);
    let mut signed = BTreeMap::new();
    for story in [&home, &far] {
        let (eve, ada) = (("ed-eve", "editor"), ("dr-ada", "medical"));
        story.approve(0, eve, "en/rest", &[]);
        story.approve(0, eve, "en/other", &["--lift"]);
        story.approve(0, ada, "en/other", &["--lift"]);
        let mut new = record(story);
        new.retain(|name, _| !before.contains_key(name));
        assert!(new.contains_key("record/en/rest/3/editor.ed-eve.note"), "{:?}", new.keys());
        assert!(new.contains_key("record/en/other/2/article.md"), "{:?}", new.keys());
        if signed.is_empty() {
            signed = new;
        } else {
            assert_eq!(new, signed);
        }
    }
}

fn record(story: &Story) -> BTreeMap<String, Vec<u8>> {
    let project = disk::read(&story.root(), Scope::Record, day(story.day)).unwrap();
    project.under("record").map(|(path, file)| (path.to_string(), file.bytes().to_vec())).collect()
}

#[test]
fn a_stranger_opens_a_pack_with_stock_tools_as_the_page_says() {
    let page = fs::read_to_string(root().join("docs/bundle-format.md")).unwrap();
    let script = page.split_once("```sh\n").unwrap().1.split_once("```").unwrap().0;
    let mut base = with_a_past();
    base.put_picture("content/en/veins/noise.png", &"0123456789 ".repeat(7));
    let long = format!("content/en/veins/{}.md", "a".repeat(64));
    let text = article(&"a".repeat(64), "delta").replace("lead", "![A dot](noise.png) lead");
    base.put(&long, &text);
    let parcel = pack(&base.project(), None);
    let run = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("parcel.txt"), text).unwrap();
        let shell = Command::new("sh").args(["-c", script]).current_dir(folder.path()).output().unwrap();
        (shell, folder)
    };
    let (shell, folder) = run(&format!("Hello!\r\n{}\r\nBye\r\n", parcel.write().replace('\n', "\r\n")));
    assert!(shell.status.success(), "{}", String::from_utf8_lossy(&shell.stderr));
    assert!(String::from_utf8_lossy(&shell.stdout).contains("site: test.example"));
    for (path, bytes) in &parcel.files {
        assert_eq!(fs::read(folder.path().join("unpacked").join(path.as_str())).unwrap(), *bytes, "{path}");
    }
    assert!(
        names(&parcel).contains(&long.as_str()) && names(&parcel).contains(&"content/en/veins/noise.png")
    );
    let (shell, _) = run(&parcel.write().replacen("size: ", "size: 1", 1));
    assert!(!shell.status.success());
}
