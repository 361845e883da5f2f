use proptest::prelude::*;

use super::*;

#[test]
fn a_reference_is_followed_but_never_out_of_the_root() {
    let from = SourcePath::parse("content/en/overdose/overdose-now.md").unwrap();
    assert_eq!(from.follow("../veins/vein-care.md").unwrap().as_str(), "content/en/veins/vein-care.md");
    assert_eq!(from.follow("step.png").unwrap().as_str(), "content/en/overdose/step.png");
    assert_eq!(from.follow("../../../../etc/passwd"), None);
    assert_eq!(from.follow("/etc/passwd"), None);
}

#[test]
fn out_paths_need_no_escape() {
    assert_eq!(OutPath::parse("en/a.html").unwrap().to_root(), "../");
    assert_eq!(OutPath::parse("sos.html").unwrap().to_root(), "");
    for wrong in ["", "/a", "a/../b", "a b", "a\\b", "é.html"] {
        assert_eq!(OutPath::parse(wrong), None, "{wrong}");
    }
}

/// Parts that are names, and some that are not.
fn part() -> impl Strategy<Value = String> {
    prop_oneof![6 => "[a-z]{1,3}(\\.md)?", 1 => Just(".".to_owned()), 3 => Just("..".to_owned()), 1 => Just(String::new()), 1 => "\\PC{1,3}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(part(), 0..6).prop_map(|parts| parts.join("/"))
}

fn path() -> impl Strategy<Value = SourcePath> {
    prop::collection::vec("[a-z.]{0,2}[a-z]", 1..6)
        .prop_map(|parts| SourcePath::parse(&parts.join("/")).unwrap())
}

proptest! {
    #[test]
    fn a_path_is_its_parts(text in text()) {
        let parts: Vec<&str> = text.split('/').collect();
        let plain = parts.iter().all(|part| !["", ".", ".."].contains(part));
        let path = SourcePath::parse(&text);
        prop_assert_eq!(path.is_some(), plain);
        if let Some(path) = path {
            prop_assert_eq!(path.as_str(), &text);
            prop_assert_eq!(path.parts().collect::<Vec<_>>(), parts);
            let above = if path.folder().is_empty() { String::new() } else { format!("{}/", path.folder()) };
            prop_assert_eq!(above + path.file_name(), text);
        }
    }

    #[test]
    fn a_reference_is_followed_step_by_step(from in path(), reference in text()) {
        let mut at: Option<Vec<&str>> = Some(from.parts().collect());
        at.as_mut().unwrap().pop();
        for step in reference.split('/') {
            at = at.and_then(|mut at| match step {
                "" => None,
                "." => Some(at),
                ".." => at.pop().map(|_| at),
                name => {
                    at.push(name);
                    Some(at)
                }
            });
        }
        let wanted = at.filter(|at| !at.is_empty()).map(|at| at.join("/"));
        prop_assert_eq!(from.follow(&reference).map(|path| path.to_string()), wanted);
    }

    #[test]
    fn from_every_path_there_is_a_way_to_every_other(from in path(), to in path()) {
        let up = "../".repeat(from.parts().count() - 1);
        prop_assert_eq!(from.follow(&format!("{up}{to}")), Some(to));
        prop_assert_eq!(from.follow(from.file_name()), Some(from.clone()));
        prop_assert_eq!(from.follow(&format!("{up}../a")), None);
    }

    #[test]
    fn the_way_to_the_root_leads_there(page in "[a-z]{1,3}(/[a-z0-9._-]{0,2}[a-z]){0,4}", to in path()) {
        let (page, from) = (OutPath::parse(&page).unwrap(), SourcePath::parse(&page).unwrap());
        prop_assert_eq!(from.follow(&format!("{}{to}", page.to_root())), Some(to));
    }

    #[test]
    fn an_out_path_is_a_path_of_plain_letters(text in text()) {
        let plain = text.chars().all(|one| one.is_ascii_alphanumeric() || "._-/".contains(one));
        prop_assert_eq!(OutPath::parse(&text).is_some(), plain && SourcePath::parse(&text).is_some());
    }
}
