//! Files that are no pages: styles, scripts, drawings, XML.

use super::*;

#[test]
fn styles_load_nothing_however_it_is_written() {
    for (css, expected) in [
        ("a { b: url(c.png) }", "1:8 privacy-request: the style asks for something by `url(…)`"),
        ("a { b: URL( \"//c.d\" ) }", "1:8 privacy-request"),
        ("a { b: \\75 r\\6C(c.png) }", "1:8 privacy-request"),
        ("a { b: \\url(c.png) }", "1:8 privacy-request"),
        ("a { b: image-set(\"c.png\" 1x) }", "1:8 privacy-request"),
        ("a { b: image-set(\"#c\" 1x, \"//d.e\" 2x) }", "1:8 privacy-request"),
        ("/* \" */ @import 'c.css';", "1:9 privacy-request: the style asks for another one"),
        ("@\\69mport 'c.css';", "1:1 privacy-request"),
        ("@font-face { font-family: a }", "1:1 privacy-reach"),
        ("a { b: \"\n; c: url(d) }", "2:6 privacy-request"),
    ] {
        let found = found_in("a.css", css.as_bytes());
        assert!(found.len() == 1 && found[0].starts_with(expected), "{css}: {found:#?}");
    }
    for fine in [
        "/* url(a) @import 'b' */",
        "a::before { content: \"url(b) @import\" }",
        "a { b: url(#c); d: url( 'data:image/png;base64,AAAA') }",
        "url-like, .url { color: red } @media print { a { b: c } }",
        "a { b: \"\\\"\" } /* \\",
    ] {
        assert_eq!(found_in("a.css", fine.as_bytes()), [""; 0], "{fine}");
    }
}

#[test]
fn scripts_do_not_name_what_asks_or_keeps() {
    for word in [
        "new XMLHttpRequest()",
        "fetch('a')",
        "window.fetch",
        "navigator.sendBeacon(a)",
        "new WebSocket(a)",
        "new EventSource(a)",
        "import('a')",
        "new Worker (a)",
    ] {
        let found = found_in("a.js", word.as_bytes());
        assert!(found.len() == 1 && found[0].contains("privacy-request"), "{word}: {found:#?}");
    }
    for word in [
        "localStorage.a = 1",
        "sessionStorage",
        "indexedDB.open(a)",
        "document.cookie = a",
        "navigator.serviceWorker",
        "caches.open(a)",
        "new Notification(a)",
    ] {
        let found = found_in("a.js", word.as_bytes());
        assert!(found.len() == 1 && found[0].contains("privacy-trace"), "{word}: {found:#?}");
    }
    let fine = "// fetch. Nothing is imported; cookies (caches) and workers are words.\nlet myfetch = 'worker', $fetch = prefetch(1);";
    assert_eq!(found_in("a.js", fine.as_bytes()), [""; 0]);
    assert_eq!(found_in("a.mjs", "да; fetch(1)".as_bytes())[0].split(' ').next(), Some("1:5"));
}

#[test]
fn other_files_are_known_by_what_browsers_take_them_for() {
    assert!(found_in("a/b.woff2", b"x")[0].contains("privacy-reach"));
    assert!(found_in("manifest.json", b"{}")[0].contains("privacy-trace"));
    assert!(
        found_in("a.svg", b"<svg xmlns=\"a\"><script>b()</script></svg>")[0].contains("stands in a drawing")
    );
    assert_eq!(found_in("a.svg", b"<svg xmlns=\"a\"><path d=\"M0 0\"/></svg>"), [""; 0]);
    assert!(!found_in("page", b"\n<!DOCTYPE html><p>").is_empty());
    for other in ["a.txt", "record/en/a/1/article.md", "a.json", "page"] {
        assert_eq!(found_in(other, b"<script src=//a.b> \xFF"), [""; 0], "{other}");
    }
    assert!(found_in("a.html", b"\xFF\xFE<\0p\0>\0").iter().any(|one| one.contains("text-not-utf8")));
}

#[test]
fn xml_shows_no_page_and_hides_nothing() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\">";
    for (name, text, expected) in [
        (
            "a.xhtml",
            "<html xmlns='http://www.w3.org/1999/xhtml'/>".to_owned(),
            "1:1 privacy-policy: browsers show and run `<html>`",
        ),
        (
            "a.xml",
            "<a xmlns:b='http://www.w3.org/1999/xhtm&#x6c;'><b:p/></a>".to_owned(),
            "1:48 privacy-policy: browsers show and run `<b:p>`",
        ),
        (
            "a.rss",
            "<a>\n<title><b xmlns='http://www.w3.org/2000/svg'/></title></a>".to_owned(),
            "2:8 privacy-policy",
        ),
        (
            "feed",
            "<?xml version='1.0'?>\n<_a xmlns='http://www.w3.org/1999/xhtml'/>".to_owned(),
            "2:1 privacy-policy: browsers may",
        ),
        ("a.xml", "<?xml-stylesheet href='//a.b'?><a/>".to_owned(), "1:1 privacy-policy: browsers may"),
        (
            "a.xml",
            "<?xml version='1.0' encoding='iso-2022-jp'?><a/>".to_owned(),
            "1:1 privacy-policy: browsers may",
        ),
        ("a.xml", "<!DOCTYPE a [<!ENTITY b '<c/>'>]><a/>".to_owned(), "1:1 privacy-policy: browsers may"),
        (
            "a.xml",
            "<!DOCTYPE a PUBLIC 'b>c' '' [<!ENTITY b '<c/>'>]><a/>".to_owned(),
            "1:30 privacy-policy: browsers may",
        ),
        (
            "a.xml",
            "<a xmlns:b='http://www.w3.org/1999/xhtml'><b:link rel='stylesheet' href='c'/></a>".to_owned(),
            "1:43 privacy-policy: browsers show and run `<b:link>`",
        ),
        ("a.svg", format!("{svg}<![CDATA[>]]></svg>"), "1:41 privacy-policy: browsers may"),
        (
            "a.svg",
            "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script/></s:svg>".to_owned(),
            "1:1 privacy-policy: `<s:svg>`",
        ),
        ("a.svg", format!("{svg}<rect fill='url(//a.b)'/></svg>"), "1:41 privacy-request: the drawing loads"),
        ("a.svg", format!("{svg}<use href='b.svg#c'/></svg>"), "1:41 privacy-request: the drawing loads"),
    ] {
        let found = found_in(name, text.as_bytes());
        assert!(found.first().is_some_and(|first| first.starts_with(expected)), "{name} {text}: {found:#?}");
    }
    for (name, fine) in [
        ("feed.xml", "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A &lt;b&gt;</title></feed>".to_owned()),
        ("sitemap.xml", "<?xml version='1.0'?><!-- <_a> --><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:x='http://www.w3.org/1999/xhtml'><x:link rel='alternate' hreflang='ru' href='https://a.b/'/></urlset>".to_owned()),
        ("a.svg", format!("<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"a.dtd\">{svg}<title>a</title><rect fill=\"url(#b)\"/></svg>")),
    ] {
        assert_eq!(found_in(name, fine.as_bytes()), [""; 0], "{fine}");
    }
}
