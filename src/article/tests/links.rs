//! Links, their definitions and pictures.

use super::*;
use crate::article::tree::{Block, Inline, Target};
use crate::base::name::{FactKey, Topic};

#[test]
fn links_lead_to_articles_sections_the_web_or_a_phone() {
    let onion = format!("http://{}.onion/a", "b".repeat(56));
    let body = format!(
        "## S {{#s}}\n\n[a](b.md) [c](../t/d.md#e) [f](../../ru/t/g.md) [h](#s) [i](https://who.int/a_b) [j]({onion}) [k](tel:+7812103) <https://a.b> [r][x]\n\n[x]: b.md#z"
    );
    let article = article(&body);
    let targets: Vec<_> = article.outline().links.iter().map(|(target, _)| target.clone()).collect();
    let to = |lang: Option<&str>, topic: Option<&str>, id: &str, to: Option<&str>| Target::Article {
        lang: lang.map(|lang| Lang::parse(lang).unwrap()),
        topic: topic.map(|topic| Topic::parse(topic).unwrap()),
        id: ArticleId::parse(id).unwrap(),
        section: to.map(section),
    };
    assert_eq!(
        targets,
        [
            to(None, None, "b", None),
            to(None, Some("t"), "d", Some("e")),
            to(Some("ru"), Some("t"), "g", None),
            Target::Section(section("s")),
            Target::Web("https://who.int/a_b".into()),
            Target::Web(onion),
            Target::Phone("+7812103".into()),
            Target::Web("https://a.b".into()),
            to(None, None, "b", Some("z")),
        ]
    );
}

#[test]
fn a_definition_that_no_link_uses_hides_no_words() {
    let unused = |place: &str| format!("{place} unsupported-markdown: a link definition that no link uses");
    for (body, places) in [
        ("[x]: b.md", &["1:1"][..]),
        ("[x]: b.md \"words\"\n[y]:\nc.md\n[a][x b]", &["1:1", "2:1"]),
        ("[a][X] [y][] [Z  z]\n\n[x]: b.md\n[y]: b.md\n[z z]: b.md", &[]),
        ("![a][x]\n\n[x]: b.png", &[]),
        ("[a][x]\n\n[x]: b.md\n[X]: https://hidden.words\n\nEnd.", &["4:1"]),
        ("[a][x\\[^y]\n\n[x\\[^y]: b.md\n[x\\[^y]: c.md", &["4:1"]),
        ("[a][x]\n\n> [x]: b.md\n> [x]: c.md\n\n- [x]: d.md\n\n  e", &["4:3", "6:3"]),
        ("a]: b [c](d.md) \\[x]: y `[z]: u`\n\n    [x]: b\n\n- [a](https://b.c/]:d)\n- [a]: b", &["6:3"]),
    ] {
        let told: Vec<_> =
            said(body).into_iter().filter(|line| line.contains("unsupported-markdown")).collect();
        let places: Vec<_> = places.iter().map(|place| unused(place)).collect();
        assert_eq!(told, places, "{body}");
    }
}

#[test]
fn other_links_are_refused_with_a_reason() {
    for (address, reason) in [
        ("http://who.int", "it is not encrypted"),
        ("mailto:a@b.c", "only `https:` and `tel:`"),
        ("javascript:alert(1)", "only `https:` and `tel:`"),
        ("JavaScript:alert(1)", "only `https:` and `tel:`"),
        ("data:text/html,x", "only `https:` and `tel:`"),
        ("/en/a.html", "it begins with `/`"),
        ("//who.int", "it begins with `/`"),
        ("b.html", "it is not `id.md`"),
        ("./b.md", "it is not `id.md`"),
        ("../../../etc/passwd.md", "it is not `id.md`"),
        ("../../../../b.md", "it is not `id.md`"),
        ("B.md", "it is not `id.md`"),
        ("b%2e.md", "it is not `id.md`"),
        ("b.md?x", "it is not `id.md`"),
        ("b.md#X", "what follows `#`"),
        ("#X", "this is not the id"),
        ("tel:103a", "a number is"),
        ("tel:{contacts.a}", "a fact or blank cannot stand"),
        ("", "it is not `id.md`"),
    ] {
        let found = said(&format!("[a]({address})"));
        assert_eq!(found.len(), 1, "{address}: {found:?}");
        assert!(found[0].starts_with("1:1 broken-link: ") && found[0].contains(reason), "{found:?}");
    }
    assert_eq!(
        said("[a](#no) [b][c] [d] <x@y.z> [](#no)\n\n[e](f.md \"title\")"),
        [
            "1:1 broken-anchor: no section of this article has the id `no`",
            "1:10 broken-link: no address is given for this link",
            "1:21 broken-link: the link `x@y.z` cannot stand: a mail address gives its owner away",
            "1:29 broken-link: this link has no words",
            "1:29 broken-anchor: no section of this article has the id `no`",
            "3:1 unsupported-markdown: a link or picture has a title in quotes, which most readers never see",
        ]
        .map(str::to_owned)
    );
}

#[test]
fn pictures_lie_beside_the_article_and_have_words() {
    assert_eq!(
        said(
            "![](a.png) ![x](b/c.png) ![x](d.svg) ![x](https://e.f/g.png) ![x](да.png) ![x [y](z.md)](h.png) ![x](.png) ![x](i.png \"t\")"
        ),
        [
            "1:1 missing-alt-text: this picture has no words for those who do not see it",
            "1:12 broken-picture: the picture `b/c.png` cannot stand: a picture lies beside its article and is named without a folder",
            "1:26 broken-picture: the picture `d.svg` cannot stand: a picture is a `.png`, `.jpg`, `.jpeg` or `.webp`",
            "1:38 broken-picture: the picture `https://e.f/g.png` cannot stand: a picture lies beside its article and is named without a folder",
            "1:62 broken-picture: the picture `да.png` cannot stand: its name is not made of Latin letters, digits, `-`, `_` and `.`",
            "1:79 unsupported-markdown: the words for a picture are plain text",
            "1:97 broken-picture: the picture `.png` cannot stand: a picture is a `.png`, `.jpg`, `.jpeg` or `.webp`",
            "1:108 unsupported-markdown: a link or picture has a title in quotes, which most readers never see",
        ]
    );
    let article = article("![Side, *{contacts.a}*\n`position`](a-1.webp)");
    assert_eq!(article.outline().pictures[0].0, "a-1.webp");
    let alt = |blocks: &[Block]| match &blocks[0] {
        Block::Paragraph(inlines) => inlines.clone(),
        other => panic!("{other:?}"),
    };
    let picture = Inline::Picture {
        file: "a-1.webp".into(),
        alt: vec![
            Inline::Text("Side, ".into()),
            Inline::Fact(FactKey::parse("contacts.a").unwrap()),
            Inline::Text(" ".into()),
            Inline::Text("position".into()),
        ],
    };
    assert_eq!(alt(&article.body().lead), [picture]);
}
