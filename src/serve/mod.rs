//! Shows a site while it is being written: what is signed at `/`, what lies on the desk at `/_draft/`, in a browser on
//! this machine.
//!
//! One thread watches the files and makes scenes; pages are made from the present scene when somebody asks for them, and
//! open pages are told when their own bytes have changed.
//!
//! Invariant: nothing is written anywhere, and only a browser that names this machine as its host is answered.
#![expect(clippy::disallowed_methods, reason = "this module watches files and waits on sockets")]

mod events;
mod page;
mod review;
mod scene;
mod watch;
mod web;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use self::scene::Scene;
use self::watch::Watch;
use crate::base::day::Day;
use crate::diagnostic::Tongue;
use crate::disk::Refused;

pub use review::{Base, Places, ReviewDesk, Reviewing};

/// How long open connections get to end.
const FAREWELL: Duration = Duration::from_millis(200);

/// What is served, and where.
pub struct Asked {
    /// The folder of the knowledge base.
    pub root: PathBuf,
    /// Where to listen.
    pub address: SocketAddr,
    /// The language of what we have to say.
    pub tongue: Tongue,
    /// The day, asked again and again: midnight changes what is due.
    pub today: Today,
}

/// What tells the day; nothing where the clock of the machine tells none.
pub type Today = Box<dyn Fn() -> Option<Day> + Send>;

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeFault {
    /// There is no knowledge base.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Nobody can listen there.
    #[error("nobody can listen at {address}: {source}")]
    Address {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The files cannot be watched.
    #[error("the files cannot be watched: {0}")]
    Watch(#[from] notify::Error),
    /// The pages of the desk cannot be made.
    #[error("{0}")]
    Desk(String),
    /// The system gives no threads or sockets.
    #[error("the system does not let us serve: {0}")]
    System(#[from] io::Error),
}

impl ServeFault {
    /// Says how to put it right, as an imperative.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Refused(refused) => refused.remedy(),
            Self::Address { .. } => "choose another port with `--port`, or end what uses this one",
            Self::Watch(_) => "close programs that watch many files, or allow more watches",
            Self::Desk(_) => "tell those who make the program",
            Self::System(_) => "close other programs and try again",
        }
    }
}

/// A site that is ready to be shown.
pub struct Serving {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    watch: Watch,
    tongue: Tongue,
}

impl Serving {
    /// Reads everything, watches it, and takes the address.
    pub fn begin(asked: Asked) -> Result<Self, ServeFault> {
        let Asked { root, address, tongue, today } = asked;
        let watch = Watch::begin(root, today)?;
        let runtime = Builder::new_multi_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(address));
        let listener = listener.map_err(|source| ServeFault::Address { address, source })?;
        let address = listener.local_addr()?;
        Ok(Self { runtime, listener, address, watch, tongue })
    }

    /// Returns where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the person ends it with Ctrl-C.
    pub fn run(self) -> Result<(), ServeFault> {
        let Self { runtime, listener, address, watch, tongue } = self;
        let answers = web::answers(watch.scenes(), address, tongue);
        let outcome = runtime.block_on(async {
            tokio::select! {
                ended = axum::serve(listener, answers) => ended,
                interrupted = tokio::signal::ctrl_c() => interrupted,
            }
        });
        runtime.shutdown_timeout(FAREWELL);
        Ok(outcome?)
    }
}

/// The scenes, the present one at any time.
type Scenes = tokio::sync::watch::Receiver<Arc<Scene>>;
