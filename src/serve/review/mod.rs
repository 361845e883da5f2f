//! The review desk as a server on this machine: it shows the pages of [`review`](crate::review), and does what its person
//! asks there.
//!
//! Everything stands below a random token in the address, which only the person's own browser is told. So no cookie is
//! needed, and neither another person of this machine nor a page of a stranger finds the desk.
//!
//! Invariant: nothing is written before `signing` has said that it counts, and then all of it or nothing.

mod acts;
mod answer;
mod far;
mod forms;
mod guard;
mod keyring;
mod keys;
mod listen;
mod pages;
mod sign;
mod speak;
mod store;
mod web;
mod withdraw;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ssh_key::rand_core::{OsRng, RngCore};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use super::{FAREWELL, Scenes, ServeFault, Today};
use crate::base::name::ReviewerId;
use crate::diagnostic::Tongue;
use crate::review::{Paper, Said, Seat};

use self::keyring::Keyring;
use self::store::Store;

pub use self::keyring::Places;
pub use self::store::Base;

/// The letters of a token: Crockford's base 32 in small letters, which nobody has to spell.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// So many answers are kept for pages that are still to be shown.
const KEPT: usize = 16;

/// What is reviewed, by whom, and where.
pub struct ReviewDesk {
    /// What lies on the desk.
    pub base: Base,
    /// Where to listen.
    pub address: SocketAddr,
    /// The language of the first page; each page leads to the same in the other.
    pub tongue: Tongue,
    /// The day, asked again and again.
    pub today: Today,
    /// Who is to sign, where somebody has said so.
    pub reviewer: Option<ReviewerId>,
    /// Where keys are looked for, and where new ones go.
    pub keys: Places,
}

/// A desk that is ready.
pub struct Reviewing {
    runtime: Runtime,
    listener: TcpListener,
    session: Arc<Session>,
}

/// What all requests share.
struct Session {
    token: String,
    address: SocketAddr,
    tongue: Tongue,
    scenes: Scenes,
    store: Store,
    paper: Paper,
    keyring: Mutex<Keyring>,
    seat: Mutex<Seat>,
    said: Mutex<Answers>,
}

/// What came of what was asked, until its page is shown.
#[derive(Default)]
struct Answers {
    next: u32,
    kept: Vec<(u32, Said)>,
}

impl Reviewing {
    /// Reads everything, finds the key, and takes the address.
    pub fn begin(asked: ReviewDesk) -> Result<Self, ServeFault> {
        let ReviewDesk { base, address, tongue, today, reviewer, keys } = asked;
        let (store, scenes) = Store::open(base, today)?;
        let runtime = Builder::new_multi_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(address));
        let listener = listener.map_err(|source| ServeFault::Address { address, source })?;
        let address = listener.local_addr()?;
        let session = Session {
            token: token(),
            address,
            tongue,
            scenes,
            paper: Paper::new().map_err(|fault| ServeFault::Desk(fault.message))?,
            keyring: Mutex::new(Keyring::new(keys, reviewer)),
            seat: Mutex::new(Seat {
                person: Err(String::new()),
                ticked: BTreeMap::new(),
                git: store.is_in_git(),
                bundle: store.bundle(),
            }),
            said: Mutex::default(),
            store,
        };
        session.seated(&session.scene());
        Ok(Self { runtime, listener, session: Arc::new(session) })
    }

    /// Returns the address of the first page, which nobody else must know.
    pub fn address(&self) -> String {
        let Session { token, address, tongue, .. } = &*self.session;
        format!("http://{address}/{token}/{}/", tongue.tag())
    }

    /// Answers until the person ends it with Ctrl-C.
    pub fn run(self) -> Result<(), ServeFault> {
        let Self { runtime, listener, session } = self;
        let answers = web::answers(session);
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

/// Draws 130 random bits.
fn token() -> String {
    let mut bytes = [0; 26];
    OsRng.fill_bytes(&mut bytes);
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

impl Session {
    /// Returns the address of the desk, without its host.
    fn root(&self) -> String {
        format!("/{}", self.token)
    }

    fn seat(&self) -> MutexGuard<'_, Seat> {
        lock(&self.seat)
    }

    fn keyring(&self) -> MutexGuard<'_, Keyring> {
        lock(&self.keyring)
    }

    /// Keeps what is to be said on the next page, and returns its number.
    fn keep(&self, said: Said) -> u32 {
        let mut answers = lock(&self.said);
        let number = answers.next;
        answers.next = number.wrapping_add(1);
        answers.kept.push((number, said));
        let over = answers.kept.len().saturating_sub(KEPT);
        answers.kept.drain(..over);
        number
    }

    /// Returns what was kept under a number: once, so that a page that is loaded again does not say it twice.
    fn said(&self, number: u32) -> Option<Said> {
        let mut answers = lock(&self.said);
        let at = answers.kept.iter().position(|(kept, _)| *kept == number)?;
        Some(answers.kept.remove(at).1)
    }
}

/// A lock that somebody left in a panic holds what it held: everything behind these is written in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a file of the person lies, for messages.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
