//! `serve`: shows the site while it is being written, in a browser on this machine.

use std::net::SocketAddr;
use std::path::Path;

use super::args::Serve;
use super::failure::Failure;
use super::{Outcome, say, today};
use crate::base::day::Day;
use crate::diagnostic::Tongue;
use crate::serve::{Asked, Serving};

/// Serves until the person ends it. `as_of` stops the clock.
pub(super) fn run(
    root: &Path,
    options: &Serve,
    as_of: Option<Day>,
    tongue: Tongue,
) -> Result<Outcome, Failure> {
    let serving = Serving::begin(Asked {
        root: root.to_owned(),
        address: SocketAddr::new(options.bind, options.port),
        tongue,
        today: Box::new(move || as_of.or_else(|| today().ok())),
    })?;
    let address = serving.address();
    // Said while it runs: the outcome comes only at the end.
    say(&format!("{}\n", tongue.report(&format!("the site: http://{address}/"))));
    say(&format!("{}\n", tongue.report(&format!("the working texts: http://{address}/_draft/"))));
    say(&format!("{}\n", tongue.report("end it with Ctrl-C")));
    serving.run()?;
    Ok(Outcome::default())
}
