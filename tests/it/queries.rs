//! What people type at night, over the starter: the right text among the first three, and nothing where nothing answers.

use std::collections::BTreeMap;
use std::fs;

use fastrand::Rng;
use vetted::base::lang::Lang;
use vetted::search::{Document, Index, Word};

use crate::repository::{files_under, root};

/// The working texts of one language, as they are searched.
pub(crate) struct Starter {
    lang: Lang,
    articles: Vec<Article>,
    terms: Vec<Term>,
}

struct Article {
    id: String,
    title: String,
    terms: Vec<String>,
    sections: Vec<Section>,
}

struct Section {
    id: String,
    heading: String,
    text: String,
}

impl Article {
    fn body(&self) -> String {
        self.sections.iter().map(|section| section.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

#[derive(serde::Deserialize)]
struct Front {
    id: String,
    title: String,
    #[serde(default)]
    search_terms: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Term {
    #[serde(rename = "term")]
    words: String,
    means: Vec<String>,
    #[serde(default)]
    emergency: bool,
}

#[derive(serde::Deserialize)]
pub(crate) struct Queries {
    pub(crate) nothing: Vec<String>,
    pub(crate) queries: Vec<Query>,
}

#[derive(serde::Deserialize)]
pub(crate) struct Query {
    /// As it is typed.
    #[serde(rename = "query")]
    pub(crate) typed: String,
    /// One of them must be among the first three.
    snippets: Vec<String>,
    articles: Vec<String>,
}

impl Starter {
    pub(crate) fn read(lang: &str) -> Self {
        let text = |path: &str| fs::read_to_string(root().join(path)).unwrap();
        let articles = files_under(&format!("content/{lang}"))
            .iter()
            .filter(|path| path.extension().is_some_and(|end| end == "md"))
            .map(|path| article(&text(path.to_str().unwrap())))
            .collect();
        let mut lexicon: BTreeMap<String, Vec<Term>> =
            toml::from_str(&text(&format!("content/lexicon/{lang}.toml"))).unwrap();
        Self { lang: Lang::parse(lang).unwrap(), articles, terms: lexicon.remove("terms").unwrap() }
    }

    /// The index of the articles, with their ids.
    pub(crate) fn articles(&self) -> (Index, Vec<String>) {
        let ids: Vec<String> = self.articles.iter().map(|article| article.id.clone()).collect();
        let bodies: Vec<String> = self.articles.iter().map(Article::body).collect();
        let documents = self.articles.iter().zip(&bodies).map(|(article, body)| Document {
            title: &article.title,
            headings: article.sections.iter().map(|section| section.heading.as_str()).collect(),
            terms: article.terms.iter().map(String::as_str).collect(),
            body,
        });
        let index = self.index(&documents.collect::<Vec<_>>(), &ids);
        (index, ids)
    }

    /// The index of the snippets, with their ids.
    pub(crate) fn snippets(&self) -> (Index, Vec<String>) {
        let parts = || {
            self.articles.iter().flat_map(|article| {
                article
                    .sections
                    .iter()
                    .filter(|section| !section.id.is_empty())
                    .map(move |section| (article, section))
            })
        };
        let ids: Vec<String> =
            parts().map(|(article, section)| format!("{}.{}", article.id, section.id)).collect();
        let documents: Vec<_> = parts()
            .map(|(article, section)| Document {
                title: &section.heading,
                headings: vec![&article.title],
                terms: article.terms.iter().map(String::as_str).collect(),
                body: &section.text,
            })
            .collect();
        let index = self.index(&documents, &ids);
        (index, ids)
    }

    /// An index of so many snippets: those of the starter again and again, each time with other words among theirs.
    pub(crate) fn many_snippets(&self, count: usize) -> Index {
        let parts = self.articles.iter().flat_map(|article| {
            article
                .sections
                .iter()
                .map(move |section| (article, vec![article.title.as_str()], section.text.clone()))
        });
        let parts: Vec<_> = parts.filter(|(_, _, text)| !text.trim().is_empty()).collect();
        self.many(&parts, count)
    }

    /// An index of so many articles, made likewise.
    pub(crate) fn many_articles(&self, count: usize) -> Index {
        let parts = self.articles.iter().map(|article| {
            let headings = article.sections.iter().map(|section| section.heading.as_str()).collect();
            (article, headings, article.body())
        });
        self.many(&parts.collect::<Vec<_>>(), count)
    }

    fn many(&self, parts: &[(&Article, Vec<&str>, String)], count: usize) -> Index {
        let mut rng = Rng::with_seed(1);
        let mixed: Vec<(String, String)> = (0..count)
            .map(|place| {
                let (article, _, text) = &parts[place % parts.len()];
                (mixed(&article.title, &mut rng), mixed(text, &mut rng))
            })
            .collect();
        let documents: Vec<Document<'_>> = mixed
            .iter()
            .enumerate()
            .map(|(place, (title, body))| {
                let (article, headings, _) = &parts[place % parts.len()];
                let terms = article.terms.iter().map(String::as_str).collect();
                Document { title, headings: headings.clone(), terms, body }
            })
            .collect();
        let ids: Vec<String> = (0..count).map(|place| parts[place % parts.len()].0.id.clone()).collect();
        self.index(&documents, &ids)
    }

    fn index(&self, documents: &[Document<'_>], ids: &[String]) -> Index {
        // What an article means is what its snippets mean: the first of each, then the second of each.
        let of = |meaning: &String| -> Vec<usize> {
            let article = meaning.split('.').next().unwrap();
            let is = |id: &String| id == meaning || id == article;
            let part = |id: &String| id.split('.').next() == Some(meaning);
            let exact: Vec<usize> = (0..ids.len()).filter(|place| is(&ids[*place])).collect();
            if exact.is_empty() { (0..ids.len()).filter(|place| part(&ids[*place])).collect() } else { exact }
        };
        let places = |means: &[String]| -> Vec<usize> {
            let all: Vec<Vec<usize>> = means.iter().map(of).collect();
            (0..4).flat_map(|round| all.iter().filter_map(move |places| places.get(round).copied())).collect()
        };
        let words: Vec<Word<'_>> = self
            .terms
            .iter()
            .map(|term| Word { text: &term.words, documents: places(&term.means), emergency: term.emergency })
            .collect();
        Index::build(&self.lang, documents, &words)
    }
}

/// Replaces a third of the words by made-up ones, as unequally frequent as those of a language.
fn mixed(text: &str, rng: &mut Rng) -> String {
    let syllables =
        ["ба", "до", "жи", "ке", "лу", "мо", "на", "пре", "ру", "стро", "то", "фи", "хло", "ча", "ше", "ю"];
    let endings = ["", "а", "ы", "ом", "ами", "ить", "ает"];
    let mut word = |word: &str| {
        if rng.u8(..3) > 0 {
            return word.to_owned();
        }
        let number = rng.usize(..4_000).min(rng.usize(..4_000)).min(rng.usize(..4_000));
        let places = [number % 16, number / 16 % 16, number / 256];
        places.map(|place| syllables[place]).concat() + rng.choice(endings).unwrap()
    };
    text.split_whitespace().map(&mut word).collect::<Vec<_>>().join(" ")
}

fn article(text: &str) -> Article {
    let (front, body) = text.strip_prefix("+++\n").unwrap().split_once("\n+++\n").unwrap();
    let front: Front = toml::from_str(front).unwrap();
    let mut sections = vec![Section { id: String::new(), heading: String::new(), text: String::new() }];
    for line in body.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let (heading, rest) = heading.split_once(" {#").unwrap_or((heading, ""));
            let id = rest.split([' ', '}']).next().unwrap().to_owned();
            let id = if rest.contains(".snippet") { id } else { String::new() };
            sections.push(Section { id, heading: heading.to_owned(), text: String::new() });
        } else {
            let text = &mut sections.last_mut().unwrap().text;
            text.push_str(line);
            text.push('\n');
        }
    }
    Article { id: front.id, title: front.title, terms: front.search_terms, sections }
}

/// Reads the queries of one language.
pub(crate) fn queries(lang: &str) -> Queries {
    toml::from_str(&fs::read_to_string(root().join(format!("tests/queries/{lang}.toml"))).unwrap()).unwrap()
}

/// Counts the queries with a right hit among the first `among`, and tells the others.
fn count(
    index: &Index,
    ids: &[String],
    queries: &[Query],
    among: usize,
    right: fn(&Query) -> &[String],
) -> usize {
    let mut good = 0;
    for query in queries {
        let answer = index.find(&query.typed, among);
        let hits: Vec<&str> = answer.hits.iter().map(|hit| ids[hit.document].as_str()).collect();
        if hits.iter().any(|hit| right(query).iter().any(|right| right == hit)) {
            good += 1;
        } else {
            eprintln!("  of {among}, not found: {} → {hits:?}", query.typed);
        }
    }
    good
}

#[test]
fn what_people_type_finds_what_answers_it() {
    let mut short = Vec::new();
    for lang in ["en", "ru"] {
        let starter = Starter::read(lang);
        let Queries { nothing, queries } = queries(lang);
        assert!(queries.len() >= 100 && nothing.len() >= 10, "{lang}");
        let (index, ids) = starter.snippets();
        let snippets = count(&index, &ids, &queries, 3, |query| &query.snippets);
        let nonsense = told(&index, &ids, &nothing);
        let (index, ids) = starter.articles();
        let first = count(&index, &ids, &queries, 1, |query| &query.articles);
        let three = count(&index, &ids, &queries, 3, |query| &query.articles);
        eprintln!(
            "{lang}: snippets {snippets}, articles first {first}, among three {three} of {}",
            queries.len()
        );
        let nonsense = nonsense + told(&index, &ids, &nothing);
        let share = |percent: usize| queries.len() * percent / 100;
        if snippets < share(95) || first < share(90) || three < share(97) || nonsense > 0 {
            short.push(lang);
        }
    }
    assert!(short.is_empty(), "too little is found in {short:?}");
}

/// Counts the queries that must find nothing and find something.
fn told(index: &Index, ids: &[String], nothing: &[String]) -> usize {
    let answered = nothing.iter().filter(|query| {
        let answer = index.find(query, 3);
        if !answer.hits.is_empty() || answer.emergency {
            eprintln!(
                "  nonsense: {query} → {:?}",
                answer.hits.iter().map(|hit| &ids[hit.document]).collect::<Vec<_>>()
            );
        }
        !answer.hits.is_empty() || answer.emergency
    });
    answered.count()
}
