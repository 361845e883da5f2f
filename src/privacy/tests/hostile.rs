//! Pages made to hurt: each gets an answer in time that grows with its size alone.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;

#[test]
#[expect(clippy::disallowed_methods, reason = "the time is what is tested")]
fn hostile_pages_are_answered_in_bounded_time() {
    // What grows with the square would take minutes.
    const M: usize = 1 << 18;
    let mut names = String::from("<a");
    for number in 0..M / 10 {
        let _ = write!(names, " a{number}");
    }
    let mut sources = String::new();
    for number in 0..M / 20 {
        let _ = write!(sources, " 'sha256-{number}'");
    }
    let many = |pattern: &str| pattern.repeat(M / pattern.len());
    let bombs = [
        many("<"),
        many(">"),
        many("<!--"),
        many("<p>"),
        many("<div "),
        many("<noscript>"),
        many("<svg><style>"),
        many("<script>"),
        many("<p onclick=a style=b>"),
        many("<img src=\""),
        many("<a href='https://a.b/'>"),
        many("&lt"),
        many("<![CDATA["),
        many("</script><script>fetch(1)"),
        format!("<style>{}", many("\\75rl(")),
        format!("<style>{}", many("/*")),
        format!("<meta http-equiv=content-security-policy content=\"{}\">", many("a b;")),
        format!(
            "<meta http-equiv=content-security-policy content=\"script-src{sources}\">{}",
            many("<script></script>")
        ),
        format!("<img srcset=\"{}\">", many("//a, ")),
        format!("<a href=\"{}\">", many("a:")),
        names,
        many("\0"),
        many("é"),
    ];
    for bomb in bombs {
        let start = Instant::now();
        let found = found_in("a.html", bomb.as_bytes());
        let taken = start.elapsed();
        let begin: String = bomb.chars().take(30).collect();
        assert!(!found.is_empty() && found.len() < 250, "{begin}: {}", found.len());
        assert!(taken < Duration::from_secs(50), "{begin} took {taken:?}");
    }
}
