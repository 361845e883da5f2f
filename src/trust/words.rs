//! The closed lists of words that notes, policies and the list of reviewers use.
//!
//! Invariant: each word has one spelling, and what is not in a list is refused where it is read.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant,)* }

        impl $name {
            /// All of them, in the order of the design.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// Reads the word; any other is `None`.
            pub fn parse(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)* _ => None } }
            /// Returns the word.
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $word,)* } }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { out.write_str(self.as_str()) }
        }
    };
}

words! {
    /// In which capacity a reviewer speaks.
    Role {
        /// A clinician: the facts of medicine.
        Medical = "medical",
        /// An editor: the language.
        Editor = "editor",
        /// A lawyer: the law.
        Legal = "legal",
        /// A service worker: places, numbers, hours.
        Service = "service",
    }
}

words! {
    /// What an approval covers.
    Scope {
        /// The whole text.
        Full = "full",
        /// What has changed since the version it names; never moves the review date later.
        Changes = "changes",
        /// The whole text, and every earlier version must not be shown again.
        Correction = "correction",
    }
}

words! {
    /// How far a withdrawal reaches.
    Reach {
        /// The article in every language.
        EveryLanguage = "every-language",
        /// The article in the language whose folder the withdrawal lies in.
        ThisLanguage = "this-language",
    }
}

words! {
    /// Why an article is withdrawn: a fixed list, because free words would reach clients unreviewed.
    Reason {
        /// The text is wrong.
        Error = "error",
        /// Guidance has changed.
        GuidanceChanged = "guidance-changed",
        /// The law asks for it.
        Law = "law",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// What a note speaks about.
    Kind {
        /// A version of an article.
        Article = "article",
        /// A version of a region's facts.
        Facts = "facts",
        /// A version of a region's directory of services.
        Services = "services",
        /// A version of a language's lexicon.
        Lexicon = "lexicon",
        /// An article that is to vanish.
        Withdrawal = "withdrawal",
    }
}

words! {
    /// What happens when a text is past its review date.
    OnExpiry {
        /// It stays and is marked.
        Banner = "banner",
        /// It is taken out.
        Withdraw = "withdraw",
    }
}
