//! For each rule a page that breaks it, and pages that look as if they did.

mod files;
mod hostile;

use super::*;
use crate::base::digest::Digest;

const STYLE: &str = "p { color: red }\n";
const SCRIPT: &str = "document.body.hidden = false;\n";

fn hash(text: &str) -> String {
    format!("sha256-{}", Digest::of(text.as_bytes()).to_base64())
}

/// A page that keeps to the contract, with `body` in it.
fn page(body: &str) -> String {
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src 'self' data:; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>A page</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
}

fn found_in(name: &str, bytes: &[u8]) -> Vec<String> {
    let mut found = Diagnostics::new();
    check(&SourcePath::parse(name).unwrap(), bytes, &mut found);
    let told = |finding: &Diagnostic| {
        let place = match &finding.labels[0].place {
            crate::diagnostic::Place::Text(span) => format!("{}:{}", span.position().0, span.position().1),
            crate::diagnostic::Place::File(_) => "-".to_owned(),
        };
        assert!(finding.help.is_some() && finding.message.len() < 300, "{finding:?}");
        format!("{place} {}: {}", finding.code.as_str(), finding.message)
    };
    found.into_sorted().iter().map(told).collect()
}

fn in_body(body: &str) -> Vec<String> {
    found_in("a.html", page(body).as_bytes())
}

/// What stands in the body on line 13, and what the finding on it says.
const BODIES: &[(&str, &str)] = &[
    // Requests.
    ("<script src=\"a.js\"></script>", "privacy-request: the script `a.js`"),
    ("<script src=//a.b/c.js></script>", "privacy-request: the script `//a.b/c.js`"),
    ("<script type=text/LiveScript src=//a.b></script>", "privacy-request: the script `//a.b`"),
    ("<img src=\"https://a.b/c.png\" alt=\"c\">", "privacy-request: the picture `https://a.b/c.png`"),
    ("<img src=\"\\\\a.b\\c.png\" alt=\"c\">", "privacy-request: the picture"),
    (
        "<img src=\"h&#116;tp&colon;//a.b/c.png\" alt=\"c\">",
        "privacy-request: the picture `http://a.b/c.png`",
    ),
    (
        "<img src=\"a.png\" srcset=\"b.png 1x, //c.d/e.png 2x\" alt=\"c\">",
        "privacy-request: the picture `//c.d/e.png`",
    ),
    ("<picture><source srcset=\"https://a.b/c.webp\"></picture>", "privacy-request"),
    ("<video></video>", "privacy-request: `<video>`"),
    ("<AUDIO SRC=a.mp3></AUDIO>", "privacy-request: `<audio>`"),
    ("<iframe></iframe>", "privacy-request: `<iframe>`"),
    ("<object data=\"a\"></object>", "privacy-request: `<object>`"),
    ("<embed>", "privacy-request: `<embed>`"),
    ("<image src=\"a.png\">", "privacy-request: `<image>`"),
    ("<track>", "privacy-request: `<track>`"),
    ("<form action=\"a\"></form>", "privacy-request: by `action`"),
    ("<button formaction=\"a\">b</button>", "privacy-request: by `formaction`"),
    ("<a href=\"a.html\" ping=\"b\">c</a>", "privacy-request: by `ping`"),
    ("<table background=\"a.png\"></table>", "privacy-request: by `background`"),
    ("<p manifest=\"a\">b</p>", "privacy-request: by `manifest`"),
    ("<input type=\"image\" src=\"//a.b/c.png\" alt=\"c\">", "privacy-request: the picture"),
    ("<p src=\"a\">b</p>", "privacy-request: `<p>` loads"),
    ("<link rel=\"stylesheet\" href=\"a.css\">", "privacy-request: `<link rel=\"stylesheet\">`"),
    ("<link rel=\"alternate stylesheet\" href=\"a.css\">", "privacy-request: `<link rel=\"stylesheet\">`"),
    ("<link rel=\"preload\" href=\"a\">", "privacy-request: `<link rel=\"preload\">`"),
    ("<link rel=\"prefetch\" href=\"a\">", "privacy-request: `<link rel=\"prefetch\">`"),
    ("<link rel=\"preconnect\" href=\"a\">", "privacy-request: `<link rel=\"preconnect\">`"),
    ("<link rel=\"dns-prefetch\" href=\"//a.b\">", "privacy-request: `<link rel=\"dns-prefetch\">`"),
    ("<link rel=\"manifest\" href=\"a\">", "privacy-request: `<link rel=\"manifest\">`"),
    ("<link rel=\"modulepreload\" href=\"a\">", "privacy-request: `<link rel=\"modulepreload\">`"),
    ("<link rel=\"icon\" href=\"a.png\">", "privacy-request: `<link rel=\"icon\">`"),
    ("<meta http-equiv=\"refresh\" content=\"0; URL='https://a.b/'\">", "privacy-request: the page leads on"),
    ("<meta http-equiv=\"Refresh\" content=\"3,//a.b/\">", "privacy-request: the page leads on to `//a.b/`"),
    ("<script type=\"speculationrules\">{}</script>", "privacy-request: a list of `speculationrules`"),
    (
        "<svg aria-hidden=\"true\"><use href=\"a.svg#b\"/></svg>",
        "privacy-request: the drawing loads `a.svg#b`",
    ),
    ("<svg aria-hidden=\"true\"><image href=\"a.png\"/></svg>", "privacy-request: `<image>`"),
    // The policy.
    ("<p onclick=\"a()\">b</p>", "privacy-policy: `onclick` runs"),
    ("<p/ONLOAD=a()>b</p>", "privacy-policy: `onload` runs"),
    ("<svg aria-hidden=\"true\" onload=\"a()\"></svg>", "privacy-policy: `onload` runs"),
    ("<p style=\"color: red\">b</p>", "privacy-policy: this element has a style"),
    ("<a href=\"javascript:a()\">b</a>", "privacy-policy: a link begins with `javascript:`"),
    ("<a href=\" java&#x09;script&colon;a()\">b</a>", "privacy-policy: a link begins with `javascript:`"),
    ("<a href=\"data:text/html,a\">b</a>", "privacy-policy: a link begins with `data:`"),
    ("<a href=\"VBScript:a\">b</a>", "privacy-policy: a link begins with `vbscript:`"),
    ("<area href=\"blob:a\">", "privacy-policy: a link begins with `blob:`"),
    ("<base href=\"a/\">", "privacy-policy: `<base>`"),
    ("<script>other()</script>", "privacy-policy: the policy does not know this script"),
    ("<style>p { color: blue }</style>", "privacy-policy: the policy does not know this style"),
    (
        "<svg aria-hidden=\"true\"><script>other()</script></svg>",
        "privacy-policy: `<script>` stands in a drawing",
    ),
    (
        "<svg aria-hidden=\"true\"><style><img src=a.png></style></svg>",
        "privacy-policy: `<style>` stands in a drawing",
    ),
    (
        "<svg aria-hidden=\"true\"><foreignObject></foreignObject></svg>",
        "privacy-policy: `<foreignobject>` stands in a drawing",
    ),
    // Drawings are read by other rules, and what makes them end is easily overlooked.
    (
        "<svg aria-hidden=\"true\"><![CDATA[ > <!-- ]]><script src=//a.b></script> --></svg>",
        "privacy-policy: browsers may read on from here otherwise",
    ),
    (
        "<svg aria-hidden=\"true\"></p><title><!--</title><script src=//a.b></script> --></title></svg>",
        "privacy-policy: `</p>` stands in a drawing",
    ),
    (
        "<svg aria-hidden=\"true\"></math><title><b>a</b></title></svg>",
        "privacy-policy: `</math>` stands in a drawing",
    ),
    (
        "<svg aria-hidden=\"true\"><desc><title><!--</title><script src=//a.b></script>--></title></desc></svg>",
        "privacy-policy: `<title>` stands in a drawing",
    ),
    (
        "<svg aria-hidden=\"true\"><title></desc><title><!--</title><script src=//a.b></script>--></title></svg>",
        "privacy-policy: `</desc>` stands in a drawing",
    ),
    (
        "<svg aria-hidden=\"true\"><path fill=\"u\\72l(//a.b#c)\"/></svg>",
        "privacy-request: the drawing loads `u\\72l(//a.b#c)`",
    ),
    // Traces.
    ("<meta http-equiv=\"Set-Cookie\" content=\"a=b\">", "privacy-trace: the page sets a cookie"),
    ("<a href=\"https://a.b/\">c</a>", "privacy-trace: the link `https://a.b/` tells"),
    ("<a href=\"https://a.b/\" rel=\"noopener\">c</a>", "privacy-trace: the link `https://a.b/` tells"),
    ("<a href=\"//a.b/\" rel=\"noreferrer\">c</a>", "privacy-trace: the link `//a.b/` tells"),
    (
        "<a href=\"http://a.b/\" rel=\"noreferrer noopener\">c</a>",
        "privacy-trace: the link `http://a.b/` is not encrypted",
    ),
    ("<a href=\"http://a.onion/\" rel=\"noreferrer noopener\">c</a>", "privacy-trace: an onion address"),
    ("<a href=\"https://A.ONION:80/\" rel=\"noreferrer noopener\">c</a>", "privacy-trace: an onion address"),
    (
        "<a href=\"https://a.b/?utm_source=c\" rel=\"noreferrer noopener\">c</a>",
        "privacy-trace: by `utm_source`",
    ),
    (
        "<a href=\"https://a.b/?x&amp;fbclid=c\" rel=\"noreferrer noopener\">c</a>",
        "privacy-trace: by `fbclid`",
    ),
    ("<a href=\"a.html\" referrerpolicy=\"unsafe-url\">c</a>", "privacy-trace: `unsafe-url` tells"),
    ("<meta name=\"Referrer\" content=\"origin\">", "privacy-trace: `origin` tells"),
    // What is lost to some.
    ("<svg></svg>", "privacy-reach: `<svg>`"),
    ("<math></math>", "privacy-reach: `<math>`"),
    ("<img src=\"a.svg?b\" alt=\"c\">", "privacy-reach: a drawing"),
    ("<a href=\"/a.html\">b</a>", "privacy-reach: `/a.html`"),
    ("<img src=\"/a.png\" alt=\"\">", "privacy-reach: `/a.png`"),
    ("<script type=\"module\">document.body.hidden = false;\n</script>", "privacy-reach: a module"),
];

#[test]
fn a_page_that_breaks_a_rule_is_found_at_its_line() {
    assert_eq!(in_body("<p>Fine</p>"), [""; 0]);
    for (body, expected) in BODIES {
        let found = in_body(body);
        let [only] = found.as_slice() else { panic!("{body}: {found:#?}") };
        assert!(only.starts_with("13:") && only.contains(&format!(" {expected}")), "{body}: {only}");
        // The same, behind what a careless reader would take for words.
        let hidden = in_body(&format!("<!-- <p> --><b title=\"a > b\">c < d</b><xmp <i></xmp>\n{body}"));
        assert!(
            hidden.iter().any(|one| one.starts_with("14:") && one.contains(expected)),
            "{body}: {hidden:#?}"
        );
    }
}

#[test]
fn what_looks_like_a_fault_and_is_none_passes() {
    for fine in [
        "<!-- <script src=\"//a.b\"></script> -->",
        "<p title=\"<script src=//a.b>\">&lt;img src=//a.b&gt; javascript:a() onclick=b</p>",
        "<script type=\"application/json\">{\"a\": \"localStorage <p onclick=a>\"}</script>",
        "<textarea><img src=\"//a.b\"></textarea>",
        "<a href=\"tel:112\">112</a> <a href=\"b.html#c\">b</a> <a href=\"mailto:a@b.c\">d</a>",
        "<a href=\"https://a.b/?id=utm_source\" rel=\"external NOOPENER noreferrer\">c</a>",
        "<img src=\"a.png\" srcset=\"b.png 2x, c.png 640w\" alt=\"d\"><img src=\"data:image/png;base64,AAAA\" alt=\"\">",
        "<img src=\"a.svg\" alt=\"\"><svg aria-hidden=\"true\"><path d=\"M0 0\"/><title>a</title></svg>",
        "<meta http-equiv=\"refresh\" content=\"0; url=b.html\">",
        "<meta http-equiv=\"onion-location\" content=\"http://a.onion/b.html\">",
        "<link rel=\"alternate\" href=\"https://a.b/feed.xml\">",
        "<form novalidate><input name=\"a\"></form>",
        "<script>document.body.hidden = false;\r\n</script>",
        "<noscript><p>Words</p></noscript>",
    ] {
        assert_eq!(in_body(fine), [""; 0], "{fine}");
    }
}

#[test]
fn a_part_for_readers_without_scripts_is_read_both_ways() {
    let found = in_body("<noscript><!-- </noscript><img src=//a.b alt=c> --></noscript>");
    assert!(found.iter().any(|one| one.contains("the picture `//a.b`")), "{found:#?}");
    let found = in_body("<noscript><img src=//a.b alt=c></noscript>");
    assert_eq!(found.len(), 1, "{found:#?}");
}

/// A change to the head of a fine page, and what is then said.
const HEADS: &[(&str, &str, &str)] = &[
    (" lang=\"en\"", "", "1:1 privacy-reach: the page does not say in which language"),
    ("<meta charset=\"utf-8\">", "", "1:1 privacy-reach: the page does not say within its first 1024 bytes"),
    ("utf-8", "windows-1251", "1:1 privacy-reach: the page does not say within its first 1024 bytes"),
    ("<meta name=\"referrer\" content=\"no-referrer\">", "", "1:1 privacy-trace: the page tells others"),
    ("<link rel=\"icon\" href=\"data:,\">", "", "1:1 privacy-request: the page has no icon"),
    ("http-equiv=\"Content-Security-Policy\"", "name=\"b\"", "1:1 privacy-policy: the page has no policy"),
    ("-Policy\" content", "-Policy-Report-Only\" content", "1:1 privacy-policy: the page has no policy"),
    (
        "<meta charset=\"utf-8\">",
        "<meta charset=\"utf-8\"><p>",
        "5:1 privacy-policy: the policy stands behind",
    ),
    (
        "<meta charset=\"utf-8\">",
        "<meta charset=\"utf-8\"><title>a</title>b",
        "5:1 privacy-policy: the policy stands behind",
    ),
    (
        "<meta charset=\"utf-8\">",
        "<meta charset=\"utf-8\"></br>",
        "5:1 privacy-policy: the policy stands behind",
    ),
    (
        "default-src 'none'",
        "default-src 'self'",
        "5:1 privacy-policy: the policy does not begin by forbidding",
    ),
    ("default-src 'none'; ", "", "5:1 privacy-policy: the policy does not begin by forbidding"),
    ("base-uri 'none'; ", "", "5:1 privacy-policy: the policy does not have `base-uri 'none'`"),
    (
        "form-action 'none'",
        "form-action 'self'",
        "5:1 privacy-policy: the policy does not have `form-action 'none'`",
    ),
    ("img-src 'self'", "img-src *", "5:1 privacy-policy: the policy lets `*` in by `img-src`"),
    (
        "img-src 'self'",
        "connect-src 'self'; img-src 'self'",
        "5:1 privacy-policy: the policy lets `'self'` in by `connect-src`",
    ),
    (
        "script-src ",
        "script-src 'unsafe-inline' ",
        "5:1 privacy-policy: the policy lets `'unsafe-inline'` in",
    ),
    ("script-src ", "script-src 'UNSAFE-EVAL' ", "5:1 privacy-policy: the policy lets `'UNSAFE-EVAL'` in"),
    ("script-src ", "script-src 'self' ", "5:1 privacy-policy: the policy lets `'self'` in by `script-src`"),
    ("script-src ", "script-src 'nonce-abc' ", "5:1 privacy-policy: the policy lets `'nonce-abc'` in"),
    ("style-src ", "style-src https: ", "5:1 privacy-policy: the policy lets `https:` in by `style-src`"),
    ("style-src ", "report-uri /a; style-src ", "5:1 privacy-policy: the policy has `report-uri`"),
    (
        "style-src ",
        "frame-src a.b; style-src ",
        "5:1 privacy-policy: the policy lets `a.b` in by `frame-src`",
    ),
    (
        "style-src '",
        "style-src 'none'; style-src '",
        "9:8 privacy-policy: the policy does not know this style",
    ),
    ("color: red", "color: blue", "9:8 privacy-policy: the policy does not know this style"),
];

#[test]
fn a_head_that_breaks_a_rule_is_found() {
    for (from, to, expected) in HEADS {
        let whole = page("<p>Fine</p>");
        assert!(whole.contains(from), "{from}");
        let found = found_in("a.html", whole.replacen(from, to, 1).as_bytes());
        let [only] = found.as_slice() else { panic!("{from}: {found:#?}") };
        assert!(only.starts_with(expected), "{from}: {only}");
    }
    let titled = page("").replacen("<meta charset=\"utf-8\">", "<meta charset=\"utf-8\"><title>a</title>", 1);
    assert_eq!(found_in("a.html", titled.as_bytes()), [""; 0]);
    let many = "a0; ".repeat(200) + "connect-src *; style-src ";
    let found = found_in("a.html", page("").replacen("style-src ", &many, 1).as_bytes());
    assert!(found.len() == 1 && found[0].contains("lets `*` in by `connect-src`"), "{found:#?}");
    let late = page("").replacen("<head>\n", &format!("<head>\n{}", " ".repeat(1000)), 1);
    assert!(found_in("a.html", late.as_bytes())[0].contains("within its first 1024 bytes"));
}

#[test]
fn single_pages_may_do_what_others_may_not() {
    let with_files = page("<script src=\"search-en.0a.js\"></script>").replacen(
        "script-src ",
        "script-src 'self' file: ",
        1,
    );
    assert_eq!(found_in("en/search.html", with_files.as_bytes()), [""; 0]);
    assert_eq!(found_in("en/other.html", with_files.as_bytes()).len(), 3);
    let foreign = with_files.replace("search-en.0a.js", "https://a.b/c.js");
    assert_eq!(found_in("en/search.html", foreign.as_bytes()).len(), 1);
    let lost = page(
        "<a href=\"https://a.b/en/\">a</a> <a href=\"https://a.b/\">b</a> <a href=\"https://c.d/\">c</a>",
    );
    assert_eq!(found_in("a.html", lost.as_bytes()).len(), 3);
    let of_lost = found_in("404.html", lost.as_bytes());
    assert!(of_lost.len() == 1 && of_lost[0].contains("https://c.d/"), "{of_lost:#?}");
}
