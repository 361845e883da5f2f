//! The recipe for whoever shows a site while it is being written: what is signed, what lies on the desk, what is wrong.
//!
//! Invariant: the outcome is a function of the project alone, but for one thing: a working text with a fault is shown as it
//! was when it last had none, beside the fault.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Ground, ground, is_ground, judge};
use crate::article::Article;
use crate::base::path::SourcePath;
use crate::chat;
use crate::config;
use crate::desk::remarks::{self, Remarks};
use crate::desk::{self, Desk, Recall};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::emit::Edition;
use crate::gate::preview::{Preview, Tables, Working};
use crate::gate::{Inquiry, Judged, Standing};
use crate::lint;
use crate::memo::{Inputs, Last};
use crate::project::Project;
use crate::theme::Theme;

/// What can be shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What is signed; `None` with a fault in settings, trust or theme.
    pub live: Option<Arc<Edition>>,
    /// What lies on the desk, as if it were signed; `None` with a fault in settings, trust or theme.
    pub draft: Option<Arc<Edition>>,
    /// What stops a build: faults in settings, trust and theme.
    pub stopping: Vec<Diagnostic>,
    /// What is wrong in the record.
    pub record: Vec<Diagnostic>,
    /// The settings and whom the site believes; `None` with a fault in either.
    pub ground: Option<Arc<Ground>>,
    /// How every text of the record stands.
    pub standings: Arc<[Standing]>,
    /// The desk, as far as the settings can be read.
    pub desk: Option<Arc<Desk>>,
    /// What was remarked about the working texts.
    pub remarks: Arc<Remarks>,
    /// What is wrong on the desk, but for words and messages: [`words`] looks at those.
    pub faults: Vec<Diagnostic>,
}

/// What whoever shows a site while it is being written remembers.
#[derive(Debug, Default)]
pub struct Memo {
    /// What is signed, and what was wrong with it.
    signed: Last<Inputs, Signed>,
    /// The theme, and its faults.
    theme: Last<Inputs, (Option<Arc<Theme>>, Diagnostics)>,
    /// What was read from the files of the desk.
    recall: Recall,
    /// For each working text, how it was when it last had no fault: shown while it is being mended.
    faultless: BTreeMap<SourcePath, Arc<Article>>,
}

/// What is signed, as pages are made from it.
#[derive(Clone, Debug)]
struct Signed {
    /// The pages; none with a fault in settings, trust or theme.
    edition: Option<Arc<Edition>>,
    /// The settings and whom the site believes; none with a fault in either.
    ground: Option<Arc<Ground>>,
    /// How every text of the record stands.
    standings: Arc<[Standing]>,
    /// What stops a build.
    stopping: Diagnostics,
    /// What is wrong in the record.
    record: Diagnostics,
}

/// Makes what can be shown of a project. What the memo knows already is not made again.
pub fn shown(project: &Project, memo: &mut Memo) -> Shown {
    let (theme, theme_faults) = memo.theme.get(Inputs::theme(project), || theme(project));
    let signed = memo.signed.get(Inputs::signed(project), || signed(project, theme.as_ref(), theme_faults));
    let mut found = Diagnostics::new();
    let config = config::read(project, &mut Diagnostics::new());
    let desk = config.map(|config| desk::read_again(project, &config, &mut memo.recall, &mut found));
    let draft = desk.as_ref().zip(signed.ground.as_deref().zip(theme)).map(|(desk, stock)| {
        remember(desk, memo);
        Arc::new(draft(project, desk, memo, stock))
    });
    let remarks = remarks::read(project, &mut found);
    if let Some(ground) = &signed.ground {
        remarks.look_for_strangers(&ground.trust.reviewers, &mut found);
    }
    found.extend(project.faults().iter().filter(|fault| !is_ground(fault)).cloned());
    Shown {
        live: signed.edition,
        draft,
        stopping: signed.stopping.into_sorted(),
        record: signed.record.into_sorted(),
        ground: signed.ground,
        standings: signed.standings,
        desk: desk.map(Arc::new),
        remarks: Arc::new(remarks),
        faults: found.into_sorted(),
    }
}

/// Looks at the words and the messages of all working texts. It takes longer than showing one of them.
pub fn words(project: &Project, desk: &Desk) -> Vec<Diagnostic> {
    let mut found = Diagnostics::new();
    if let Some(config) = config::read(project, &mut Diagnostics::new()) {
        lint::check(project, &config.languages, desk, &mut found);
        chat::check::check(project, &config, desk, &mut found);
    }
    found.into_sorted()
}

fn theme(project: &Project) -> (Option<Arc<Theme>>, Diagnostics) {
    let mut faults = Diagnostics::new();
    let theme = config::read(project, &mut Diagnostics::new())
        .and_then(|config| Theme::compile(project, &config.theme, &config.languages, &mut faults));
    (theme.map(Arc::new), faults)
}

fn signed(project: &Project, theme: Option<&Arc<Theme>>, mut stopping: Diagnostics) -> Signed {
    let mut record = Diagnostics::new();
    let ground = ground(project, None, &mut stopping).map(Arc::new);
    let mut judged = ground.as_ref().map(|ground| judge(project, ground, &mut record)).unwrap_or_default();
    let standings = std::mem::take(&mut judged.standings).into();
    let edition = ground.as_ref().zip(theme).map(|(ground, theme)| {
        Arc::new(Edition::new(judged, ground.config.clone(), Arc::clone(theme), project.clone()))
    });
    Signed { edition, ground, standings, stopping, record }
}

/// Keeps every working text that has no fault.
fn remember(desk: &Desk, memo: &mut Memo) {
    for text in desk.articles.values() {
        if let Ok(article) = &text.article {
            memo.faultless.insert(text.path.clone(), Arc::clone(article));
        }
    }
    let there: BTreeSet<&SourcePath> = desk.articles.values().map(|text| &text.path).collect();
    memo.faultless.retain(|path, _| there.contains(path));
}

fn draft(project: &Project, desk: &Desk, memo: &Memo, (ground, theme): (&Ground, Arc<Theme>)) -> Edition {
    let Ground { config, trust } = ground;
    let texts = desk.articles.values().filter_map(|text| {
        let article = text.article.as_ref().ok().or_else(|| memo.faultless.get(&text.path))?;
        let (article, topic) = (Arc::clone(article), text.topic.clone());
        Some(Working { article, topic, pictures: text.pictures(project) })
    });
    let tables = Tables {
        facts: desk.facts.get(&config.region).map(|(_, facts)| facts.clone()),
        services: desk.services.get(&config.region).map(|(_, services)| services.clone()),
        lexicons: desk.lexicons.iter().map(|(lang, (_, lexicon))| (lang.clone(), lexicon.clone())).collect(),
    };
    let inquiry = Inquiry {
        project,
        trust,
        site: &config.site,
        languages: &config.languages,
        region: Some(&config.region),
    };
    let judged: Judged = Preview::new(&inquiry, texts, tables).open();
    Edition::new(judged, config.clone(), theme, project.clone())
}
