//! Stories of texts in the record, told from the files up: `kit` makes a site with keys of its own.

mod checks;
mod corrections;
mod counting;
mod demonstration;
mod kit;
mod texts;
mod translations;
mod withdrawals;
