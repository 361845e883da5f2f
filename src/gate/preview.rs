//! What the site would be if everything on the desk were signed as it lies: for the eyes of those who write and review.
//!
//! Invariant: a preview shows that nobody has signed it, and only [`pipeline`](crate::pipeline) can open one, which makes
//! pages of it one by one and never a site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cleared::{Clearance, Cleared, ClearedFacts, ClearedLexicon, ClearedServices, RecordFile};
use super::{Inquiry, Judged};
use crate::article::Article;
use crate::base::lang::Lang;
use crate::base::name::{FactKey, Topic};
use crate::base::path::SourcePath;
use crate::facts::Facts;
use crate::lexicon::Lexicon;
use crate::project::File;
use crate::services::Services;
use crate::trust::note::FileName;
use crate::trust::policy::Rule;
use crate::trust::words::OnExpiry;

/// The version that a preview names: none that a record can hold, because those count from 1.
const UNSIGNED: u32 = 0;

/// A working text.
#[derive(Clone, Debug)]
pub struct Working {
    /// The text.
    pub article: Arc<Article>,
    /// The topic of its folder.
    pub topic: Topic,
    /// The pictures it shows.
    pub pictures: BTreeMap<FileName, File>,
}

/// The working tables.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The facts of the region.
    pub facts: Option<Facts>,
    /// The directory of services of the region.
    pub services: Option<Services>,
    /// The lexicons of the site's languages.
    pub lexicons: BTreeMap<Lang, Lexicon>,
}

/// The desk as if it were signed.
#[derive(Debug)]
pub struct Preview(Judged);

impl Preview {
    /// Takes what lies on the desk.
    pub fn new(inquiry: &Inquiry<'_>, texts: impl IntoIterator<Item = Working>, tables: Tables) -> Self {
        let policy = &inquiry.trust.policy;
        let left_out = |article: &Article| {
            tables.facts.as_ref().is_some_and(|facts| facts.leave_out.contains(article.id()))
        };
        let shown = texts.into_iter().filter(|text| !left_out(&text.article));
        let cleared = shown.map(|text| text.shown(inquiry, policy.article(&text.topic))).collect();
        let groups = tables.facts.iter().flat_map(|facts| facts.facts.keys()).map(FactKey::group);
        let facts_rule = policy.facts(groups);
        let unsigned = |rule: &Rule| clearance(inquiry, rule, Vec::new());
        let facts = tables
            .facts
            .map(|facts| ClearedFacts { facts: Arc::new(facts), clearance: unsigned(&facts_rule) });
        let services = tables.services.map(|services| ClearedServices {
            services: Arc::new(services),
            clearance: unsigned(policy.services()),
            lapses: policy.services().on_expiry == OnExpiry::Withdraw,
        });
        let lexicons = tables.lexicons.into_iter().map(|(lang, lexicon)| {
            (lang, ClearedLexicon { lexicon: Arc::new(lexicon), clearance: unsigned(policy.lexicon()) })
        });
        Self(Judged { cleared, facts, services, lexicons: lexicons.collect(), ..Judged::default() })
    }

    /// Opens the preview.
    pub(crate) fn open(self) -> Judged {
        self.0
    }
}

impl Working {
    fn shown(&self, inquiry: &Inquiry<'_>, rule: &Rule) -> Cleared {
        let folder = format!("record/{}/{}/{UNSIGNED}", self.article.lang(), self.article.id());
        let pictures = self
            .pictures
            .iter()
            .filter_map(|(name, file)| Some((SourcePath::parse(&format!("{folder}/{name}"))?, file.clone())));
        let clearance = clearance(inquiry, rule, pictures.collect());
        Cleared {
            article: self.article.clone(),
            topic: self.topic.clone(),
            clearance,
            translation: None,
            lapses: rule.on_expiry == OnExpiry::Withdraw,
            pictures: self.pictures.clone(),
            former: Vec::new(),
        }
    }
}

/// Nobody has signed: the next review is due when it would be if the text were signed today.
fn clearance(inquiry: &Inquiry<'_>, rule: &Rule, record: Vec<RecordFile>) -> Clearance {
    let as_of = inquiry.project.as_of();
    let due = as_of.plus(rule.review_every);
    Clearance { version: UNSIGNED, approvers: Vec::new(), due, overdue: false, demonstration: false, record }
}
