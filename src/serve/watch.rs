//! Watches the files of a knowledge base and makes a new scene whenever they, or the day, have changed.
//!
//! Editors save in many ways: they write in place, or beside and rename, or take a folder away and put another there. So
//! what an event says is only a hint where to look; what counts is how the files are when they have been quiet for a moment.
//!
//! Invariant: the last change is always looked at, and a scene is made from files read after it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::watch;

use super::scene::Scene;
use super::{Scenes, Today};
use crate::base::day::Day;
use crate::base::path::SourcePath;
use crate::disk::{self, Refused, Scope};
use crate::pipeline::{self, Memo, Shown};
use crate::project::Project;

/// How long files must be quiet: editors make several steps of one saving.
const QUIET: Duration = Duration::from_millis(25);
/// The longest wait for quiet: a program that never stops writing must not keep the page from being shown.
const LONGEST: Duration = Duration::from_millis(150);
/// How often the day is looked at.
const TICK: Duration = Duration::from_secs(1);

/// The folders and files that make a site.
const TOPS: [&str; 4] = ["content", "record", "themes", "trust"];

/// A knowledge base that is being watched.
pub(super) struct Watch {
    scenes: Scenes,
}

/// What the thread hears of.
enum Told {
    /// Something happened to a file.
    File(notify::Result<Event>),
    /// These are the files now: they lie in no folder.
    Files(Box<Project>),
}

/// Tells the thread how files are that lie in no folder.
#[derive(Clone)]
pub(super) struct Teller(Sender<Told>);

impl Teller {
    /// Shows these files from now on.
    pub(super) fn tell(&self, project: Project) {
        // Nobody looks on any longer: then nobody has to be told.
        let _ = self.0.send(Told::Files(Box::new(project)));
    }
}

impl Watch {
    /// Reads everything, and watches from then on.
    pub(super) fn begin(root: PathBuf, today: Today) -> Result<Self, super::ServeFault> {
        // Events name whole paths.
        let root = std::fs::canonicalize(&root).unwrap_or(root);
        let (tell, told) = channel();
        let mut watcher = notify::recommended_watcher(move |event| drop(tell.send(Told::File(event))))?;
        // Watched before it is read: what changes in between is looked at again.
        watch_all(&mut watcher, &root)?;
        let day = today().unwrap_or(Day::FIRST);
        let project = disk::read(&root, Scope::Everything, day)?;
        let place = Some(Place { root, watcher });
        Ok(Self { scenes: Eye::open(project, today, (place, told)) })
    }

    /// Shows files that lie in no folder, until it is told of others.
    pub(super) fn of(project: Project, today: Today) -> (Self, Teller) {
        let (tell, told) = channel();
        (Self { scenes: Eye::open(project, today, (None, told)) }, Teller(tell))
    }

    /// Returns the scenes.
    pub(super) fn scenes(&self) -> Scenes {
        self.scenes.clone()
    }
}

/// A folder, and what watches it.
struct Place {
    root: PathBuf,
    watcher: RecommendedWatcher,
}

/// What the thread that watches has.
struct Eye {
    place: Option<Place>,
    today: Today,
    told: Receiver<Told>,
    project: Project,
    memo: Memo,
    scenes: watch::Sender<Arc<Scene>>,
}

/// What may have changed.
#[derive(Debug, PartialEq, Eq)]
enum Touched {
    /// These files.
    Files(BTreeSet<SourcePath>),
    /// Anything.
    Anything,
}

impl Eye {
    /// Shows a project as it is, and looks on from then on.
    fn open(project: Project, today: Today, (place, told): (Option<Place>, Receiver<Told>)) -> Scenes {
        let mut memo = Memo::default();
        let shown = pipeline::shown(&project, &mut memo);
        let (send, scenes) = watch::channel(Arc::new(Scene::new(project.clone(), shown.clone(), None)));
        let mut eye = Self { place, today, told, project, memo, scenes: send };
        thread::spawn(move || {
            eye.remark(&shown);
            eye.look();
        });
        scenes
    }

    /// Looks on until nobody wants to see any longer.
    fn look(&mut self) {
        while !self.scenes.is_closed() {
            match self.told.recv_timeout(TICK) {
                Ok(told) => {
                    let touched = self.settle(told);
                    self.see(touched);
                }
                Err(RecvTimeoutError::Timeout) => {
                    if (self.today)().is_some_and(|day| day != self.project.as_of()) {
                        self.see(Touched::Anything);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Waits until it is quiet, and says what was touched.
    fn settle(&mut self, first: Told) -> Touched {
        let mut touched = Touched::Files(BTreeSet::new());
        self.hear(first, &mut touched);
        let until = Instant::now() + LONGEST;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            match self.told.recv_timeout(QUIET.min(left)) {
                Ok(told) => self.hear(told, &mut touched),
                Err(_) => break,
            }
        }
        touched
    }

    fn hear(&mut self, told: Told, touched: &mut Touched) {
        match (told, &self.place) {
            (Told::File(event), Some(place)) => touched.add(&place.root, event),
            (Told::File(_), None) => {}
            (Told::Files(project), _) => {
                self.project = *project;
                *touched = Touched::Anything;
            }
        }
    }

    /// Reads what was touched and shows it.
    fn see(&mut self, touched: Touched) {
        let day = (self.today)().unwrap_or(self.project.as_of());
        match (&mut self.place, touched) {
            (_, Touched::Files(paths)) if paths.is_empty() => return,
            (None, _) => self.project = self.project.on(day),
            (Some(place), touched) => match place.read(&self.project, touched, day) {
                Ok(project) => self.project = project,
                // Whole folders are being moved: what was shown last stays until they are back.
                Err(_) => return,
            },
        }
        let shown = pipeline::shown(&self.project, &mut self.memo);
        let scene = Scene::new(self.project.clone(), shown.clone(), Some(&self.scenes.borrow()));
        self.scenes.send_replace(Arc::new(scene));
        self.remark(&shown);
    }

    /// Says what takes longer to find: the page is shown meanwhile.
    fn remark(&mut self, shown: &Shown) {
        let Some(desk) = &shown.desk else { return };
        let remarks = pipeline::words(&self.project, desk);
        let scene = self.scenes.borrow().with(remarks);
        self.scenes.send_replace(Arc::new(scene));
    }
}

impl Place {
    /// Reads what was touched; everything where nobody can tell.
    fn read(&mut self, before: &Project, touched: Touched, day: Day) -> Result<Project, Refused> {
        let some = match touched {
            Touched::Files(paths) => disk::read_again(&self.root, before, &paths),
            Touched::Anything => {
                // A folder that has just come is watched from now on; where that fails, the next change shows it.
                let _ = watch_all(&mut self.watcher, &self.root);
                None
            }
        };
        some.map_or_else(|| disk::read(&self.root, Scope::Everything, day), Ok)
    }
}

impl Touched {
    fn add(&mut self, root: &Path, event: notify::Result<Event>) {
        let event = match event {
            Ok(event) if event.kind.is_access() => return,
            Ok(event) if event.need_rescan() => return *self = Self::Anything,
            Ok(event) => event,
            Err(_) => return *self = Self::Anything,
        };
        for path in &event.paths {
            match sort(root, path) {
                Sort::Nothing => {}
                Sort::Odd => *self = Self::Anything,
                Sort::File(path) => {
                    if let Self::Files(paths) = self {
                        paths.insert(path);
                    }
                }
            }
        }
    }
}

/// What a path can be.
enum Sort {
    /// Nothing of ours: another folder, or what editors leave behind.
    Nothing,
    /// A file, by its name.
    File(SourcePath),
    /// A folder, or something whose name says nothing.
    Odd,
}

fn sort(root: &Path, path: &Path) -> Sort {
    let Some(below) = path.strip_prefix(root).ok().and_then(Path::to_str) else { return Sort::Odd };
    let top = below.split('/').next().unwrap_or_default();
    let leftover = |part: &str| part.starts_with('.') || part.ends_with('~') || part.ends_with(".swp");
    if !(TOPS.contains(&top) || below == "vetted.toml") || below.split('/').any(leftover) {
        return Sort::Nothing;
    }
    match SourcePath::parse(below) {
        Some(path) if path.file_name().contains('.') => Sort::File(path),
        _ => Sort::Odd,
    }
}

/// Watches the root for its settings and new folders, and everything in the folders that make a site.
fn watch_all(watcher: &mut RecommendedWatcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for top in TOPS.map(|top| root.join(top)) {
        if top.is_dir() {
            watcher.watch(&top, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}
