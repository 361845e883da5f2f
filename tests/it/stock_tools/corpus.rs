//! Good and bad notes, and what is to be said of each.

/// What the stock tools and the gate say.
pub enum Expected {
    /// Both accept it.
    Good,
    /// Both refuse it.
    Bad,
    /// The stock tools accept it; the gate refuses it, for this reason.
    Stricter(&'static str),
}

/// A note in the making.
pub struct Case {
    pub name: &'static str,
    pub expected: Expected,
    /// Role and reviewer as the file's name gives them.
    pub role: &'static str,
    pub reviewer: &'static str,
    /// The key that signs.
    pub key: &'static str,
    /// The namespace, where it is not the right one.
    pub space: Option<&'static str>,
    /// The hash that `ssh-keygen` is told to use.
    pub hash: &'static str,
    /// Whether `ssh-keygen` signs, or we do.
    pub by_stock: bool,
    /// What happens to the note before it is signed.
    pub before: Box<dyn Fn(String) -> String>,
    /// What happens to the files afterwards.
    pub after: Box<dyn Fn(&mut Laid)>,
}

/// The files of a case; what is taken away is not written.
pub struct Laid {
    pub note: Option<Vec<u8>>,
    pub signature: Option<String>,
    pub article: Option<Vec<u8>>,
    pub picture: Option<Vec<u8>>,
}

fn case(name: &'static str, expected: Expected) -> Case {
    Case {
        name,
        expected,
        role: "medical",
        reviewer: "ada",
        key: "ada",
        space: None,
        hash: "sha512",
        by_stock: true,
        before: Box::new(|note| note),
        after: Box::new(|_| ()),
    }
}

fn good(name: &'static str) -> Case {
    case(name, Expected::Good)
}

fn bad(name: &'static str) -> Case {
    case(name, Expected::Bad)
}

fn stricter(name: &'static str, why: &'static str) -> Case {
    case(name, Expected::Stricter(why))
}

impl Case {
    fn key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    fn reviewer(self, reviewer: &'static str) -> Self {
        Self { reviewer, key: reviewer, ..self }
    }

    fn role(self, role: &'static str) -> Self {
        Self { role, ..self }
    }

    fn space(self, space: &'static str) -> Self {
        Self { space: Some(space), ..self }
    }

    fn ours(self) -> Self {
        Self { by_stock: false, ..self }
    }

    /// Replaces words of the note before it is signed.
    fn says(self, from: &'static str, to: &'static str) -> Self {
        let before = move |note: String| {
            assert!(note.contains(from), "{from}");
            note.replacen(from, to, 1)
        };
        Self { before: Box::new(before), ..self }
    }

    fn spoil(self, after: impl Fn(&mut Laid) + 'static) -> Self {
        Self { after: Box::new(after), ..self }
    }

    /// Changes the signature's armour.
    fn armour(self, change: impl Fn(String) -> String + 'static) -> Self {
        self.spoil(move |laid| laid.signature = laid.signature.take().map(&change))
    }

    /// Replaces words of the note after it was signed.
    fn forged(self, from: &'static str, to: &'static str) -> Self {
        self.spoil(move |laid| {
            let note = String::from_utf8(laid.note.take().unwrap()).unwrap();
            assert!(note.contains(from), "{from}");
            laid.note = Some(note.replacen(from, to, 1).into_bytes());
        })
    }
}

/// All cases.
pub fn corpus() -> Vec<Case> {
    [sound(), keys(), namespaces(), armour(), bytes(), binding(), grammar()].into_iter().flatten().collect()
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
        stricter("no last line feed, signed", grammar).cut_last(),
        stricter("a path instead of a name", "`sha256sum -c` follows any path").says("(arm.png)", "(./arm.png)"),
        stricter("a digest in capitals", grammar).capitals(),
        stricter("a picture that is shown and not listed", "all that the page shows is signed").without(picture),
        stricter("no digest of the article", "the text itself is signed").without("SHA256 (article.md) = "),
        bad("a picture that is listed twice, once wrongly").says(
            picture,
            "SHA256 (arm.png) = 0000000000000000000000000000000000000000000000000000000000000000\nSHA256 (arm.png) = ",
        ),
    ]
}

impl Case {
    fn cut_last(self) -> Self {
        Self { before: Box::new(|note| note.trim_end().to_owned()), ..self }
    }

    /// Writes the digests in capitals.
    fn capitals(self) -> Self {
        let line = |line: &str| match line.split_once(") = ") {
            Some((name, digest)) => format!("{name}) = {}\n", digest.to_uppercase()),
            None => format!("{line}\n"),
        };
        Self { before: Box::new(move |note| note.lines().map(line).collect()), ..self }
    }

    /// Leaves out the line that begins so.
    fn without(self, start: &'static str) -> Self {
        let before =
            move |note: String| note.split_inclusive('\n').filter(|line| !line.starts_with(start)).collect();
        Self { before: Box::new(before), ..self }
    }
}
