//! Good and bad notes, and what is to be said of each.

use super::case::{Case, bad, good, stricter};

/// All cases.
pub fn corpus() -> Vec<Case> {
    let groups =
        [sound(), keys(), namespaces(), armour(), bytes(), binding(), replays(), days(), grammar(), lists()];
    groups.into_iter().flatten().collect()
}

fn sound() -> Vec<Case> {
    vec![
        good("Ed25519, signed by ssh-keygen"),
        good("Ed25519, signed by us").ours(),
        good("P-256, signed by ssh-keygen").key("ada-p256"),
        good("P-256, signed by us").key("ada-p256").ours(),
        good("locked key, signed by ssh-keygen").key("ada-locked"),
        good("locked key, signed by us").key("ada-locked").ours(),
        Case { hash: "sha256", ..good("Ed25519 over SHA-256") },
        Case { hash: "sha256", ..good("P-256 over SHA-256").key("ada-p256") },
        good("a key with an old comment, signed by ssh-keygen").key("ada-old"),
        good("a key with an old comment, signed by us").key("ada-old").ours(),
        good("a doctor who is an editor, too").reviewer("two"),
        good("a doctor who is an editor, too, as one")
            .reviewer("two")
            .role("editor")
            .says("topic: veins", "topic: edited"),
        good("an editor").reviewer("ed").role("editor").says("topic: veins", "topic: edited"),
        good("a declaration in Russian").says("I read the whole text", "Я прочла весь текст"),
        good("a correction").says("scope: full", "scope: correction"),
    ]
}

fn keys() -> Vec<Case> {
    let reviewed = |case: Case, day: &'static str| {
        let before = move |note: String| note.replace("reviewed: 2026-05-15", &format!("reviewed: {day}"));
        Case { before: Box::new(before), ..case.reviewer("win") }
    };
    vec![
        reviewed(good("within the key's window"), "2026-05-15"),
        reviewed(good("on the key's first day"), "2026-05-10"),
        reviewed(good("on the key's last day"), "2026-05-20"),
        reviewed(bad("the day before the key's window"), "2026-05-09"),
        reviewed(bad("the day after the key's window"), "2026-05-21"),
        bad("a revoked key").reviewer("lost"),
        bad("a key that is not listed").key("eve"),
        bad("an RSA key that is not listed").key("eve-rsa"),
        bad("the key of another reviewer").key("bo"),
        bad("a reviewer who is not listed").reviewer("eve"),
    ]
}

fn namespaces() -> Vec<Case> {
    vec![
        bad("signed as an editor").space("editor.test.example"),
        bad("signed as a Git commit").space("git"),
        bad("signed for another site").space("medical.other.example"),
        bad("signed for a longer site").space("medical.test.example.org"),
        bad("a role that the reviewer does not have").role("editor"),
        bad("a role that nobody has").role("legal"),
    ]
}

fn armour() -> Vec<Case> {
    let rewrapped = |armour: String| {
        let body: String = armour.lines().filter(|line| !line.starts_with('-')).collect();
        let lines: Vec<&str> = body.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
    };
    let one_form = "a signature has one form, so that no reader can take it otherwise";
    vec![
        bad("a CRLF signature").armour(|armour| armour.replace('\n', "\r\n")),
        bad("an empty signature").armour(|_| String::new()),
        bad("no signature").spoil(|laid| laid.signature = None),
        bad("armour without its end").armour(|armour| armour.replace("-----END SSH SIGNATURE-----\n", "")),
        bad("armour cut short").armour(|armour| armour.lines().take(3).collect::<Vec<_>>().join("\n")),
        bad("a line of armour left out").armour(|armour| {
            let kept = armour.split_inclusive('\n').enumerate().filter(|(at, _)| *at != 2);
            kept.map(|(_, line)| line).collect()
        }),
        bad("words before the armour").armour(|armour| format!("Dear board,\n{armour}")),
        bad("an empty line before the armour").armour(|armour| format!("\n{armour}")),
        bad("a changed character of armour").armour(|armour| {
            let at = armour.len() - 40;
            let other = if &armour[at..=at] == "A" { "B" } else { "A" };
            format!("{}{other}{}", &armour[..at], &armour[at + 1..])
        }),
        bad("another name of armour").armour(|armour| armour.replace("SSH SIGNATURE", "PGP SIGNATURE")),
        stricter("words behind the armour", one_form).armour(|armour| armour + "Best wishes\n"),
        stricter("two signatures in one file", one_form).armour(|armour| armour.clone() + &armour),
        stricter("armour without its last line feed", one_form).armour(|armour| armour.trim_end().to_owned()),
        stricter("an empty line before the end of the armour", one_form)
            .armour(|armour| armour.replace("\n-----END", "\n\n-----END")),
        stricter("armour wrapped otherwise", one_form).armour(rewrapped),
        stricter("a space within the armour", one_form)
            .armour(|armour| armour.replacen("\nU1N", "\n U1N", 1)),
    ]
}

fn bytes() -> Vec<Case> {
    vec![
        bad("a changed word of the note").forged("whole", "first"),
        bad("a later review-by").forged("2027-05-15", "2028-05-15"),
        bad("a line more").forged("# lifts: -\n", "# lifts: -\n# more: -\n"),
        bad("a note with CRLF").spoil(|laid| {
            let note = String::from_utf8(laid.note.take().unwrap()).unwrap();
            laid.note = Some(note.replace('\n', "\r\n").into_bytes());
        }),
        bad("a byte behind the note").spoil(|laid| laid.note.as_mut().unwrap().push(b'\n')),
        bad("a zero byte behind the note").spoil(|laid| laid.note.as_mut().unwrap().push(0)),
        bad("the note cut short").spoil(|laid| laid.note.as_mut().unwrap().truncate(300)),
        bad("a byte order mark before the note")
            .spoil(|laid| laid.note.as_mut().unwrap().splice(..0, *b"\xEF\xBB\xBF").for_each(drop)),
        bad("an article with CRLF").spoil(|laid| {
            let text = String::from_utf8(laid.article.take().unwrap()).unwrap();
            laid.article = Some(text.replace('\n', "\r\n").into_bytes());
        }),
        bad("article and picture exchanged")
            .spoil(|laid| std::mem::swap(&mut laid.article, &mut laid.picture)),
        bad("an empty note").spoil(|laid| laid.note = Some(Vec::new())),
        bad("a changed byte of the article").spoil(|laid| laid.article.as_mut().unwrap()[100] ^= 1),
        bad("a byte more in the article").spoil(|laid| laid.article.as_mut().unwrap().push(b'\n')),
        bad("no article").spoil(|laid| laid.article = None),
        bad("a changed byte of the picture").spoil(|laid| laid.picture.as_mut().unwrap()[0] = 0),
        bad("no picture").spoil(|laid| laid.picture = None),
    ]
}

fn binding() -> Vec<Case> {
    let place = "header and path must agree, or a note could be laid before another text";
    let speak = "who may speak on what is no concern of the stock tools";
    vec![
        stricter("another site in the header", place).says("site: test", "site: other"),
        stricter("another article in the header", place).says("article: case", "article: kase"),
        stricter("another language in the header", place).says("language: en", "language: ru"),
        stricter("another version in the header", place).says("version: 1", "version: 2"),
        stricter("another role in the header", place).says("role: medical", "role: editor"),
        stricter("another reviewer in the header", place).says("reviewer: ada", "reviewer: bo"),
        stricter("a topic the reviewer may not speak on", speak).says("topic: veins", "topic: law"),
        stricter("a review that lies ahead", "a review that is not made yet does not count")
            .says("reviewed: 2026-05-15", "reviewed: 2026-06-03"),
        good("a review of tomorrow, which is today elsewhere")
            .says("reviewed: 2026-05-15", "reviewed: 2026-06-02"),
    ]
}

/// Whole notes, well signed, which somebody lays where they do not belong.
fn replays() -> Vec<Case> {
    let place = "a note is for one place";
    vec![
        Case { version: 2, ..stricter("laid into the folder of another version", place) },
        Case { lang: "ru", ..stricter("laid into the folder of another language", place) },
        stricter("the note of another text, whole", place).says("article: case", "article: other-case"),
        bad("the note of another site, whole")
            .says("site: test", "site: other")
            .space("medical.other.example"),
        stricter("a note about facts, before an article", place)
            .says("kind: article", "kind: facts")
            .says("language: en\n# topic: veins", "language: -\n# topic: -"),
        stricter("a note about a lexicon, before an article", place)
            .says("kind: article\n# article: case", "kind: lexicon\n# article: en\n# was: case")
            .without("# was: ")
            .says("topic: veins", "topic: -"),
        stricter("a withdrawal before a version", place)
            .says("kind: article", "kind: withdrawal")
            .says("decision: approve\n# scope: full", "decision: withdraw\n# scope: this-language")
            .says("review-by: 2027-05-15", "review-by: -")
            .says("I read the whole text\n", "must go\n# reason: error\n# instead: -\n"),
        stricter("one reviewer's note under the name of another role they have", place)
            .reviewer("two")
            .says("role: medical", "role: editor"),
    ]
}

fn days() -> Vec<Case> {
    let grammar = "there is one way to write a note";
    vec![
        good("due before it was reviewed: overdue, and signed all the same").says("2027-05-15", "2026-05-14"),
        good("due for ever: the policy's period holds").says("2027-05-15", "2099-12-31"),
        stricter("due on a day that does not exist", grammar).says("2027-05-15", "2027-02-29"),
        stricter("due on no day", grammar).says("review-by: 2027-05-15", "review-by: -"),
        stricter("due on a day written otherwise", grammar).says("2027-05-15", "15.05.2027"),
        bad("reviewed on a day that does not exist").says("reviewed: 2026-05-15", "reviewed: 2026-05-32"),
        stricter("changes to a version that was never signed", "what changed must be known")
            .says("scope: full", "scope: changes")
            .says("previous: -", PINNED),
        stricter("changes to nothing", "what changed must be known").says("scope: full", "scope: changes"),
        stricter("a previous version without its digest", grammar).says("previous: -", "previous: 1"),
        stricter("a translation of its own language", grammar).says(
            "translation-of: -",
            "translation-of: en 1 sha256:0000000000000000000000000000000000000000000000000000000000000000",
        ),
        stricter("a withdrawal lifted without its digest", grammar).says("lifts: -", "lifts: en 1 ada"),
    ]
}

/// A version that nobody has signed.
const PINNED: &str = "previous: 7 sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// What else the list of files may say, which the stock tools would follow anywhere.
fn lists() -> Vec<Case> {
    let picture = "SHA256 (arm.png) = ";
    let anywhere = "`sha256sum -c` follows any path";
    let once = "each file is listed once, the text first";
    vec![
        stricter("a path that climbs out and comes back", anywhere)
            .again(picture, "SHA256 (../1/arm.png) = "),
        stricter("a path that climbs out far", anywhere)
            .again(picture, "SHA256 (../../../../record/en/case-0/1/arm.png) = "),
        stricter("the picture twice, both rightly", once).again(picture, picture),
        stricter("the article twice, both rightly", once)
            .again("SHA256 (article.md) = ", "SHA256 (article.md) = "),
        stricter("the picture before the article", once).rewrites(|mut lines| {
            let last = lines.len() - 1;
            lines.swap(last - 1, last);
            lines
        }),
        stricter("a list in the other form of sha256sum", "there is one way to write a list")
            .rewrites(|lines| lines.into_iter().map(plainly).collect()),
        bad("a file more, which is not there").again(picture, "SHA256 (leg.png) = "),
        bad("the digest of another algorithm").says(picture, "MD5 (arm.png) = "),
        bad("a digest cut short").digest("SHA256 (arm.png", |digest| digest[..63].to_owned()),
        bad("a digest of zeros").digest("SHA256 (arm.png", |digest| "0".repeat(digest.len())),
        bad("a name that is no name").says(picture, "SHA256 () = "),
        bad("words behind the list").rewrites(|lines| [lines, vec!["and more\n".to_owned()]].concat()),
    ]
}

fn grammar() -> Vec<Case> {
    let grammar = "there is one way to write a note";
    let picture = "SHA256 (arm.png) = ";
    vec![
        stricter("an unknown line, signed", grammar).says("# lifts: -\n", "# lifts: -\n# more: -\n"),
        stricter("a doubled line, signed", grammar).says("# lifts: -\n", "# lifts: -\n# lifts: -\n"),
        stricter("two lines exchanged, signed", grammar)
            .says("# decision: approve\n# scope: full\n", "# scope: full\n# decision: approve\n"),
        stricter("a space at the end of a line, signed", grammar).says("scope: full\n", "scope: full \n"),
        stricter("another grammar, signed", grammar).says("vetted-note: 1", "vetted-note: 2"),
        stricter("no last line feed, signed", grammar)
            .rewrites(|lines| vec![lines.concat().trim_end().to_owned()]),
        stricter("a version with a leading zero, signed", grammar).says("version: 1", "version: 01"),
        stricter("version nought, signed", grammar).says("version: 1", "version: 0"),
        stricter("an empty declaration, signed", grammar).says("I read the whole text", ""),
        stricter("a declaration that turns the line round, signed", grammar)
            .says("I read the whole text", "I read \u{202E}txet elohw eht"),
        stricter("a tab for a space, signed", grammar).says("# scope: full", "# scope:\tfull"),
        stricter("words in capitals, signed", grammar).says("scope: full", "scope: FULL"),
        stricter("a decision that is none, signed", grammar).says("decision: approve", "decision: approved"),
        stricter("a topic left out, signed", grammar).says("# topic: veins\n", ""),
        stricter("a comment behind the header, signed", grammar)
            .says("SHA256 (article.md)", "# more\nSHA256 (article.md)"),
        bad("a byte order mark, signed").says("# vetted-note", "\u{FEFF}# vetted-note"),
        stricter("a path instead of a name", "`sha256sum -c` follows any path")
            .says("(arm.png)", "(./arm.png)"),
        stricter("a digest in capitals", grammar).digest("SHA256", str::to_uppercase),
        stricter("a picture that is shown and not listed", "all that the page shows is signed")
            .without(picture),
        stricter("no digest of the article", "the text itself is signed").without("SHA256 (article.md) = "),
        bad("a picture that is listed twice, once wrongly").says(
            picture,
            "SHA256 (arm.png) = \
             0000000000000000000000000000000000000000000000000000000000000000\nSHA256 (arm.png) = ",
        ),
    ]
}

/// A line of the list as `sha256sum` writes it without `--tag`.
fn plainly(line: String) -> String {
    match line.strip_prefix("SHA256 (").and_then(|line| line.trim_end().split_once(") = ")) {
        Some((name, digest)) => format!("{digest}  {name}\n"),
        None => line,
    }
}
