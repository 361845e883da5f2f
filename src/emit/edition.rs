//! A site that is shown and not published: all that its pages are made from, kept, each page made when it is asked for.
//!
//! Invariant: an edition gives single files and never a [`Site`](crate::site::Site), so that nothing of it can be published.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Parts, Press};
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::catalog::Catalog;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::gate::{ClearedLexicon, ClearedServices, Judged};
use crate::project::Project;
use crate::site::InMemory;
use crate::theme::Theme;

/// All that the pages of a site are made from.
#[derive(Debug)]
pub struct Edition {
    config: Config,
    theme: Arc<Theme>,
    catalog: Catalog,
    services: Option<ClearedServices>,
    lexicons: BTreeMap<Lang, ClearedLexicon>,
    project: Project,
    parts: Parts,
}

impl Edition {
    /// Takes what was judged, and what it is shown with.
    pub fn new(judged: Judged, config: Config, theme: Arc<Theme>, project: Project) -> Self {
        let Judged { cleared, tombstones, facts, services, lexicons, .. } = judged;
        let catalog = Catalog::new(cleared, tombstones, facts, config.languages.clone());
        Self { config, theme, catalog, services, lexicons, project, parts: Parts::default() }
    }

    /// Returns the file at `path`, as the site would have it; `None` where it would have none. With a fault in a template
    /// there is none either.
    pub fn file(&self, path: &OutPath) -> Result<Option<Vec<u8>>, Diagnostics> {
        let press = Press {
            config: &self.config,
            theme: &self.theme,
            catalog: &self.catalog,
            services: self.services.as_ref(),
            lexicons: &self.lexicons,
            project: &self.project,
            shelf: &InMemory,
        };
        self.parts.file(&press, path)
    }

    /// Returns the settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Returns the texts.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }
}
