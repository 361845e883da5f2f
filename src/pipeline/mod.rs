//! The recipe: calls the phases in order and gathers what they have to say.
//!
//! The same function serves `build`, `check` and the tests: they differ in the shelf that keeps the files.
//!
//! Invariant: pure but for the shelf; only faults in settings, trust or theme leave a build without a site.

mod shown;
mod survey;

use std::collections::BTreeMap;

use crate::base::lang::Lang;
use crate::base::name::Region;
use crate::catalog::Catalog;
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::emit::export::{self, Target};
use crate::emit::{self, Press};
use crate::gate::{self, Inquiry, Judged, Verdict};
use crate::project::Project;
use crate::site::{Shelf, Site};
use crate::theme::Theme;
use crate::trust::Trust;

pub use self::shown::{Memo, Shown, shown, words};
pub use self::survey::{Survey, survey};

/// What stands before any text is judged: the settings and whom the site believes.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The settings.
    pub config: Config,
    /// Whom the site believes.
    pub trust: Trust,
}

/// What a build has come to.
#[derive(Debug)]
pub struct Built {
    /// The finished site; `None` where a fault in settings, trust or theme stands in the way.
    pub site: Option<Site>,
    /// How many texts of the record came to each verdict.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// What stopped the build, or would have: faults in settings, trust and theme.
    pub stopping: Diagnostics,
    /// What is wrong in the record; each fault takes out its own text and nothing else.
    pub record: Diagnostics,
}

/// Reads settings and trust, all of their faults in one run. With an error among them there is no ground.
///
/// `region` takes the place of the one in the settings.
pub fn ground(project: &Project, region: Option<&Region>, found: &mut Diagnostics) -> Option<Ground> {
    let mut faults = Diagnostics::new();
    faults.extend(project.faults().iter().filter(|fault| is_ground(fault)).cloned());
    let config = config::read(project, &mut faults).map(|mut config| {
        config.region = region.cloned().unwrap_or(config.region);
        config
    });
    let ground = config.and_then(|config| {
        let trust = Trust::read(project, &config.site, &config.languages, &mut faults)?;
        Some(Ground { config, trust })
    });
    let broken = faults.has_errors();
    found.append(faults);
    ground.filter(|_| !broken)
}

/// Whether a fault of reading lies in the settings, the trust or a theme.
fn is_ground(fault: &Diagnostic) -> bool {
    let folder = |place: &Place| place.path().parts().next().map(str::to_owned);
    let first = fault.labels.first().and_then(|label| folder(&label.place));
    matches!(first.as_deref(), None | Some("vetted.toml" | "trust" | "themes"))
}

/// Judges the record: what may be published, and how every text stands.
pub fn judge(project: &Project, ground: &Ground, found: &mut Diagnostics) -> Judged {
    let config = &ground.config;
    gate::judge(
        &Inquiry {
            project,
            trust: &ground.trust,
            site: &config.site,
            languages: &config.languages,
            region: Some(&config.region),
        },
        found,
    )
}

/// Builds the site of a project. Finished files go to the shelf as they are made.
pub fn build(project: &Project, region: Option<&Region>, shelf: &dyn Shelf) -> Built {
    made(project, region, shelf, emit::site)
}

/// Makes an export of a project: the same texts, in the form that another program reads. `only` leaves the other
/// languages out.
pub fn export(
    project: &Project,
    region: Option<&Region>,
    shelf: &dyn Shelf,
    (target, only): (Target, Option<&Lang>),
) -> Built {
    made(project, region, shelf, |press, _, _| export::site(press, target, only))
}

/// Makes the files by which a server is set up for the site of a project.
pub fn deploy(project: &Project, region: Option<&Region>, shelf: &dyn Shelf) -> Built {
    made(project, region, shelf, emit::deploy)
}

/// Judges the record and makes something of what it clears.
fn made(
    project: &Project,
    region: Option<&Region>,
    shelf: &dyn Shelf,
    make: impl FnOnce(&Press<'_>, &mut Diagnostics, &mut Diagnostics) -> Site,
) -> Built {
    let mut stopping = Diagnostics::new();
    let mut record = Diagnostics::new();
    let ground = ground(project, region, &mut stopping);
    let theme = config::read(project, &mut Diagnostics::new())
        .and_then(|config| Theme::compile(project, &config.theme, &config.languages, &mut stopping));
    let (Some(ground), Some(theme)) = (ground, theme) else {
        return Built { site: None, verdicts: BTreeMap::new(), stopping, record };
    };
    if let Some(region) =
        region.filter(|region| project.under(&format!("record/facts/{region}")).next().is_none())
    {
        stopping.push(
            Diagnostic::error(Code::Settings, format!("no facts were ever signed for the region `{region}`"))
                .help("write the region as record/facts/ has it, or sign its facts first"),
        );
        return Built { site: None, verdicts: BTreeMap::new(), stopping, record };
    }
    record.extend(project.faults().iter().filter(|fault| !is_ground(fault)).cloned());
    let Judged { cleared, tombstones, facts, services, lexicons, standings } =
        judge(project, &ground, &mut record);
    let mut verdicts = BTreeMap::new();
    for standing in standings {
        *verdicts.entry(standing.verdict).or_default() += 1;
    }
    let languages = ground.config.languages.clone();
    let catalog = Catalog::new(cleared, tombstones, facts, languages);
    let press = Press {
        config: &ground.config,
        theme: &theme,
        catalog: &catalog,
        services: services.as_ref(),
        lexicons: &lexicons,
        project,
        shelf,
    };
    let site = make(&press, &mut stopping, &mut record);
    if catalog.articles().next().is_none() && catalog.tombstones().next().is_none() {
        record
            .push(Diagnostic::warning(Code::FileMissing, "no text of the record can be published yet").help(
            "begin one with `vetted new`, sign it with `vetted approve`; `vetted why` tells what is missing",
        ));
    }
    Built { site: (!stopping.has_errors()).then_some(site), verdicts, stopping, record }
}
