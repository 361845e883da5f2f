use super::run::meaning;
use super::*;

#[test]
fn what_git_says_is_told_in_words_with_a_remedy() {
    let locked = "fatal: Unable to create '/a b/.git/index.lock': File exists.\n\nAnother git process seems to be running";
    assert_eq!(meaning(locked), GitFault::Locked(PathBuf::from("/a b/.git/index.lock")));
    let denied = "fatal: Unable to create '/a/.git/vetted-index-7.lock': Permission denied\n";
    assert_eq!(meaning(denied), GitFault::ReadOnly);
    assert_eq!(
        meaning("error: insufficient permission for adding an object to repository database"),
        GitFault::ReadOnly
    );
    assert_eq!(meaning("fatal: detected dubious ownership in repository at '/a'\nTo add"), GitFault::Owner);
    assert_eq!(
        meaning("\nerror: a \u{1b}[31mred\u{7} word\nhint: more"),
        GitFault::Refused("a [31mred word".to_owned())
    );
    assert_eq!(meaning(""), GitFault::Refused("it gives no reason".to_owned()));
}
