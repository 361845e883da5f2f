//! Signing without a command line: what the review desk asks for, and what is refused before anything is written.

use ssh_key::rand_core::OsRng;
use vetted::base::lang::Lang;
use vetted::base::name::{ArticleId, ReviewerId, Topic};
use vetted::desk::{self, Desk};
use vetted::diagnostic::Diagnostics;
use vetted::diagnostic::refusal::Refusal;
use vetted::gate::{Folder, Standing, Verdict};
use vetted::pipeline::{self, Ground};
use vetted::project::Project;
use vetted::signing::{self, Approving, Hand, Signed, Withdrawing, Workplace, key as keys};
use vetted::trust::words::{Reach, Reason, Role, Scope};

use crate::base::{Base, article, day, key};

/// A base as it is read for somebody who is about to sign.
pub(crate) struct Read {
    project: Project,
    pub(crate) ground: Ground,
    desk: Desk,
    found: Diagnostics,
}

impl Read {
    pub(crate) fn new(base: &Base) -> Self {
        let project = base.project();
        let mut found = Diagnostics::new();
        let ground = pipeline::ground(&project, None, &mut found);
        let ground = ground.unwrap_or_else(|| panic!("{found:?}"));
        let desk = desk::read(&project, &ground.config, &mut found);
        Self { project, ground, desk, found }
    }

    pub(crate) fn hand(&self, reviewer: &str, role: Option<Role>) -> Result<Hand, Refusal> {
        Hand::new(&reviewer_id(reviewer), role, key(reviewer), &self.ground)
    }

    pub(crate) fn approve(
        &self,
        (reviewer, role): (&str, Role),
        asked: &[Approving],
    ) -> Result<Signed, Refusal> {
        self.approve_by(&self.hand(reviewer, Some(role))?, asked)
    }

    pub(crate) fn approve_by(&self, hand: &Hand, asked: &[Approving]) -> Result<Signed, Refusal> {
        let Self { project, ground, desk, found } = self;
        signing::approve(asked, hand, &Workplace { project, ground, desk, found })
    }

    pub(crate) fn withdraw(&self, reviewer: &str, asked: &Withdrawing) -> Result<Signed, Refusal> {
        signing::withdraw(asked, &self.hand(reviewer, None)?, &self.project, &self.ground)
    }

    fn standing(&self, place: &str) -> Standing {
        let judged = pipeline::judge(&self.project, &self.ground, &mut Diagnostics::new());
        judged.standings.into_iter().find(|standing| standing.folder == folder(place)).unwrap()
    }

    fn sight(&self, place: &str) -> vetted::base::digest::Digest {
        signing::sight(&folder(place), &self.desk, &self.project).unwrap()
    }
}

fn reviewer_id(name: &str) -> ReviewerId {
    ReviewerId::parse(name).unwrap()
}

pub(crate) fn folder(place: &str) -> Folder {
    let (place, name) = place.split_once('/').unwrap();
    Folder::parse(place, name).unwrap()
}

pub(crate) fn approving(place: &str) -> Approving {
    Approving {
        folder: folder(place),
        scope: Scope::Full,
        review_by: None,
        new_topic: false,
        lift: false,
        seen: None,
    }
}

pub(crate) fn withdrawing(place: &str) -> Withdrawing {
    let (lang, id) = place.split_once('/').unwrap();
    Withdrawing {
        lang: Lang::parse(lang).unwrap(),
        id: ArticleId::parse(id).unwrap(),
        reach: Reach::EveryLanguage,
        reason: Reason::Error,
        instead: None,
    }
}

/// Lays what was signed into the base, none of which may be there yet.
pub(crate) fn lay(base: &mut Base, signed: Signed) {
    for (path, bytes) in signed.files {
        assert!(base.files.insert(path.to_string(), bytes).is_none(), "{path}");
    }
}

/// A base with a working text that shows a picture.
pub(crate) fn with_text() -> Base {
    let mut base = Base::new();
    base.put(
        "content/facts/here.toml",
        &String::from_utf8(base.files["record/facts/here/1/facts.toml"].clone()).unwrap(),
    );
    base.put("content/en/veins/rest.md", &format!("{}\n![a hand](hand.png)\n", article("rest", "alpha")));
    base.put_picture("content/en/veins/hand.png", "a hand");
    base
}

/// Signs a text by a doctor and an editor.
pub(crate) fn publish(base: &mut Base, place: &str) {
    for who in [("dr-ada", Role::Medical), ("ed-eve", Role::Editor)] {
        let signed = Read::new(base).approve(who, &[approving(place)]);
        lay(base, signed.unwrap_or_else(|refusal| panic!("{refusal}: {:?}", refusal.found)));
    }
}

fn refused<T>(outcome: Result<T, Refusal>) -> String {
    let refusal = outcome.err().expect("it should be refused");
    format!("{}; {}", refusal.message, refusal.help.unwrap_or_default())
}

#[test]
fn two_people_sign_and_the_text_is_live() {
    let mut base = with_text();
    let signed = Read::new(&base).approve(("dr-ada", Role::Medical), &[approving("en/rest")]).unwrap();
    let names: Vec<_> = signed.files.iter().map(|(path, _)| path.as_str()).collect();
    let folder = "record/en/rest/1";
    let expected = ["article.md", "hand.png", "medical.dr-ada.note", "medical.dr-ada.note.sig"];
    assert_eq!(names, expected.map(|name| format!("{folder}/{name}")));
    assert_eq!(
        signed.said,
        ["signed record/en/rest version 1 (topic veins) as medical: still to sign: 1 editor"]
    );
    lay(&mut base, signed);
    let signed = Read::new(&base).approve(("ed-eve", Role::Editor), &[approving("en/rest")]).unwrap();
    assert_eq!(signed.files.len(), 2, "the text is frozen once");
    assert!(signed.said[0].ends_with("it is live with the next `vetted build`"), "{:?}", signed.said);
    lay(&mut base, signed);
    assert_eq!(Read::new(&base).standing("en/rest").verdict, Verdict::Live);
}

#[test]
fn several_texts_are_signed_together_or_not_at_all() {
    let mut base = with_text();
    base.put("content/en/veins/more.md", &article("more", "beta"));
    let both = [approving("en/rest"), approving("en/more")];
    let signed = Read::new(&base).approve(("dr-ada", Role::Medical), &both).unwrap();
    assert_eq!((signed.said.len(), signed.files.len()), (2, 7));
    base.put("content/en/veins/more.md", &article("more", "<b>beta</b>"));
    let refusal = Read::new(&base).approve(("dr-ada", Role::Medical), &both).unwrap_err();
    assert_eq!(refusal.message, "this text cannot be signed as it stands");
    assert!(refusal.found.iter().all(|fault| fault.labels[0].place.path().as_str().ends_with("more.md")));
    assert!(!refusal.found.is_empty());
    let absent = Read::new(&base).approve(("dr-ada", Role::Medical), &[approving("en/rset")]);
    assert_eq!(refused(absent), "there is no working text `rset` in content/en/; did you mean `rest`?");
}

#[test]
fn what_was_changed_while_it_was_open_is_not_signed() {
    let base = with_text();
    let seen = Read::new(&base).sight("en/rest");
    let asked = [Approving { seen: Some(seen), ..approving("en/rest") }];
    assert!(Read::new(&base).approve(("dr-ada", Role::Medical), &asked).is_ok());
    let changes: [fn(&mut Base); 4] = [
        |base| {
            base.put(
                "content/en/veins/rest.md",
                &format!("{}\n![a hand](hand.png)", article("rest", "alpha")),
            );
        },
        |base| base.put_picture("content/en/veins/hand.png", "a hank"),
        |base| {
            for name in ["rest.md", "hand.png"] {
                let bytes = base.files.remove(&format!("content/en/veins/{name}")).unwrap();
                base.files.insert(format!("content/en/doses/{name}"), bytes);
            }
        },
        |base| {
            let picture = base.files.remove("content/en/veins/hand.png").unwrap();
            base.files.insert("content/en/veins/arm.png".to_owned(), picture);
            let text = format!("{}\n![a hand](arm.png)\n", article("rest", "alpha"));
            base.put("content/en/veins/rest.md", &text);
        },
    ];
    for change in changes {
        let mut base = base.clone();
        change(&mut base);
        assert_eq!(
            refused(Read::new(&base).approve(("dr-ada", Role::Medical), &asked)),
            "the text `en/rest` was changed while it was open; look at the change, then sign again"
        );
    }
    // What is no part of the text does not matter.
    let mut other = base.clone();
    other.put("content/en/veins/more.md", &article("more", "beta"));
    assert_eq!(Read::new(&other).sight("en/rest"), seen);
    other.put("content/facts/here.toml", "[contacts.ambulance]\nkind = \"phone\"\ntext = \"104\"\ncountry = \"RU\"\nsource = \"s\"\nchecked = 2026-11-01\n");
    assert_eq!(Read::new(&other).sight("en/rest"), seen);
    assert_ne!(Read::new(&other).sight("facts/here"), Read::new(&base).sight("facts/here"));
    let read = Read::new(&base);
    assert_eq!(signing::sight(&folder("ru/rest"), &read.desk, &read.project), None);
}

#[test]
fn a_hand_is_known_entitled_and_holds_its_own_key() {
    let read = Read::new(&with_text());
    assert_eq!(read.hand("dr-ada", None).unwrap().role, Role::Medical);
    assert_eq!(
        refused(Hand::new(&reviewer_id("dr-adda"), None, key("dr-ada"), &read.ground)),
        "trust/reviewers.toml does not know `dr-adda`; did you mean `dr-ada`?"
    );
    assert_eq!(
        refused(read.hand("dr-ada", Some(Role::Legal))),
        "`dr-ada` may not sign as `legal`; the roles are: `medical`"
    );
    let unsaid = refused(read.hand("ed-eve", None));
    assert!(unsaid.starts_with("it is not said in which role"), "{unsaid}");
    let stolen = refused(Hand::new(&reviewer_id("dr-ada"), None, key("dr-bob"), &read.ground));
    assert!(stolen.contains("SHA256:") && stolen.contains("not one of the keys of `dr-ada`"), "{stolen}");
    let locked = key("dr-ada").encrypt(&mut OsRng, "four words in here").unwrap();
    assert_eq!(keys::owners(&locked, &read.ground.trust), [reviewer_id("dr-ada")]);
    assert!(keys::owners(&key("a-thief"), &read.ground.trust).is_empty());
    let locked = refused(Hand::new(&reviewer_id("dr-ada"), None, locked, &read.ground));
    assert!(locked.contains("still locked"), "{locked}");
}

#[test]
fn a_clock_that_is_behind_the_record_signs_nothing() {
    let mut base = with_text();
    let signed = Read::new(&base).approve(("ed-eve", Role::Editor), &[approving("en/rest")]);
    lay(&mut base, signed.unwrap());
    base.as_of = day("2026-11-18");
    let said = refused(Read::new(&base).approve(("dr-ada", Role::Medical), &[approving("en/rest")]));
    assert!(
        said.starts_with(
            "the clock of this machine says 2026-11-18, and `ed-eve` signed this text on 2026-11-20; set the clock"
        ),
        "{said}"
    );
    // One day is the width of the time zones.
    base.as_of = day("2026-11-19");
    assert!(Read::new(&base).approve(("dr-ada", Role::Medical), &[approving("en/rest")]).is_ok());
    // What nobody signed says nothing about clocks.
    base.as_of = day("2026-11-18");
    base.put("record/en/rest/1/editor.ed-eve.note.sig", "none");
    assert!(Read::new(&base).approve(("dr-ada", Role::Medical), &[approving("en/rest")]).is_ok());
}

#[test]
fn what_somebody_could_sign_and_last_signed_is_known() {
    let mut base = with_text();
    let narrow = "\n[dr-nina]\npublic = \"n\"\nroles = [\"medical\", \"legal\"]\ntopics = [\"veins\"]\nlanguages = [\"ru\"]\n";
    let reviewers = String::from_utf8(base.files["trust/reviewers.toml"].clone()).unwrap();
    let public = key("dr-nina").public_key().to_openssh().unwrap();
    base.put("trust/reviewers.toml", &format!("{reviewers}{narrow}keys = [\"{public}\"]\n"));
    base.signers();
    publish(&mut base, "en/rest");
    base.put("content/en/veins/rest.md", &article("rest", "beta"));
    let signed = Read::new(&base).approve(("dr-bob", Role::Medical), &[approving("en/rest")]);
    lay(&mut base, signed.unwrap());

    let read = Read::new(&base);
    let standing = read.standing("en/rest");
    let last = |who: &str| signing::last_signed(&standing, &reviewer_id(who));
    assert_eq!((last("dr-ada"), last("dr-bob"), last("dr-nina")), (Some(1), Some(2), None));
    base.put("record/en/rest/2/medical.dr-bob.note.sig", "none");
    assert_eq!(signing::last_signed(&Read::new(&base).standing("en/rest"), &reviewer_id("dr-bob")), None);

    let topic = |name: &str| Topic::parse(name).unwrap();
    let roles = |who: &str, place: &str, topic: Option<&Topic>| {
        let reviewer = signing::known(&reviewer_id(who), &read.ground.trust).unwrap();
        signing::roles(reviewer, &folder(place), topic).into_iter().collect::<Vec<_>>()
    };
    assert_eq!(roles("ed-eve", "en/rest", Some(&topic("veins"))), [Role::Editor, Role::Service]);
    assert_eq!(roles("dr-nina", "ru/rest", Some(&topic("veins"))), [Role::Medical, Role::Legal]);
    assert_eq!(roles("dr-nina", "facts/here", None), [Role::Medical, Role::Legal]);
    for (place, of) in [
        ("en/rest", Some(topic("veins"))),
        ("ru/rest", Some(topic("doses"))),
        ("ru/rest", None),
        ("lexicon/en", None),
    ] {
        assert!(roles("dr-nina", place, of.as_ref()).is_empty(), "{place}");
    }
}

#[test]
fn a_withdrawal_is_made_or_refused_with_its_reason() {
    let mut base = with_text();
    let asked = withdrawing("en/rest");
    let said = refused(Read::new(&base).withdraw("dr-ada", &asked));
    assert!(said.starts_with("record/en/rest is not there"), "{said}");
    let signed = Read::new(&base).approve(("dr-ada", Role::Medical), &[approving("en/rest")]).unwrap();
    let mut waiting = base.clone();
    lay(&mut waiting, signed);
    let said = refused(Read::new(&waiting).withdraw("dr-ada", &asked));
    assert_eq!(said, "no signed version of record/en/rest names a topic; it is not published either");
    publish(&mut base, "en/rest");
    let itself = Withdrawing { instead: ArticleId::parse("rest"), ..asked.clone() };
    let said = refused(Read::new(&base).withdraw("dr-ada", &itself));
    assert!(said.contains("the text that is withdrawn"), "{said}");
    let read = Read::new(&base);
    assert_eq!(refused(signing::is_withdrawable(&itself, &read.project, &read.ground)), said);
    assert!(signing::is_withdrawable(&asked, &read.project, &read.ground).is_ok());
    let signed = read.withdraw("dr-ada", &asked).unwrap();
    assert!(signed.said[0].starts_with("withdrawn: record/en/rest (withdrawal 1, every language)"));
    lay(&mut base, signed);
    assert_eq!(Read::new(&base).standing("en/rest").verdict, Verdict::Withdrawn);
    // A clock that is behind holds no withdrawal up.
    base.as_of = day("2026-11-01");
    assert!(Read::new(&base).withdraw("dr-bob", &asked).is_ok());
}
