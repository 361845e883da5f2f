//! A note in the making, and what may be done to it before and after it is signed.

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
    /// The language and the version that the folder it is laid into is for; the note says `en` and 1.
    pub lang: &'static str,
    pub version: u32,
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
        lang: "en",
        version: 1,
        key: "ada",
        space: None,
        hash: "sha512",
        by_stock: true,
        before: Box::new(|note| note),
        after: Box::new(|_| ()),
    }
}

pub fn good(name: &'static str) -> Case {
    case(name, Expected::Good)
}

pub fn bad(name: &'static str) -> Case {
    case(name, Expected::Bad)
}

pub fn stricter(name: &'static str, why: &'static str) -> Case {
    case(name, Expected::Stricter(why))
}

impl Case {
    pub fn key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    pub fn reviewer(self, reviewer: &'static str) -> Self {
        Self { reviewer, key: reviewer, ..self }
    }

    pub fn role(self, role: &'static str) -> Self {
        Self { role, ..self }
    }

    pub fn space(self, space: &'static str) -> Self {
        Self { space: Some(space), ..self }
    }

    /// Signed by us, not by `ssh-keygen`.
    pub fn ours(self) -> Self {
        Self { by_stock: false, ..self }
    }

    /// Changes the lines of the note before it is signed, after what was changed before.
    pub fn rewrites(self, change: impl Fn(Vec<String>) -> Vec<String> + 'static) -> Self {
        let first = self.before;
        let before = move |note: String| {
            let lines = first(note).split_inclusive('\n').map(str::to_owned).collect();
            change(lines).concat()
        };
        Self { before: Box::new(before), ..self }
    }

    /// Replaces words of the note before it is signed.
    pub fn says(self, from: &'static str, to: &'static str) -> Self {
        self.rewrites(move |lines| {
            let note = lines.concat();
            assert!(note.contains(from), "{from}");
            vec![note.replacen(from, to, 1)]
        })
    }

    /// Leaves out the lines that begin so.
    pub fn without(self, start: &'static str) -> Self {
        self.rewrites(move |lines| lines.into_iter().filter(|line| !line.starts_with(start)).collect())
    }

    /// Lists the file of a line again, by another name and with the same digest.
    pub fn again(self, start: &'static str, name: &'static str) -> Self {
        self.rewrites(move |mut lines| {
            let at = lines.iter().position(|line| line.starts_with(start)).unwrap();
            lines.insert(at + 1, lines[at].replace(start, name));
            lines
        })
    }

    /// Changes the digest of every line that begins so.
    pub fn digest(self, start: &'static str, change: fn(&str) -> String) -> Self {
        self.rewrites(move |lines| {
            let changed = |line: String| match line.trim_end().split_once(") = ") {
                Some((name, digest)) if name.starts_with(start) => format!("{name}) = {}\n", change(digest)),
                _ => line,
            };
            lines.into_iter().map(changed).collect()
        })
    }

    /// Does something to the files once the note is signed.
    pub fn spoil(self, after: impl Fn(&mut Laid) + 'static) -> Self {
        Self { after: Box::new(after), ..self }
    }

    /// Changes the signature's armour.
    pub fn armour(self, change: impl Fn(String) -> String + 'static) -> Self {
        self.spoil(move |laid| laid.signature = laid.signature.take().map(&change))
    }

    /// Replaces words of the note after it was signed.
    pub fn forged(self, from: &'static str, to: &'static str) -> Self {
        self.spoil(move |laid| {
            let note = String::from_utf8(laid.note.take().unwrap()).unwrap();
            assert!(note.contains(from), "{from}");
            laid.note = Some(note.replacen(from, to, 1).into_bytes());
        })
    }
}
