//! Any bytes as settings and as a policy: a rule for every topic, and none that asks for nobody.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use vetted::base::day::Day;
use vetted::base::name::Topic;
use vetted::config;
use vetted::diagnostic::Diagnostics;
use vetted::project::{File, Project};
use vetted::trust::policy::Policy;
use vetted_fuzz::{path, source, told};

fuzz_target!(|bytes: &[u8]| {
    let settings = path("vetted.toml");
    let files = BTreeMap::from([(settings.clone(), File::new(&settings, bytes.to_vec()))]);
    let day = Day::parse("2026-11-20").expect("a day");
    let mut found = Diagnostics::new();
    let config = config::read(&Project::new(files, Diagnostics::new(), day), &mut found);
    assert_eq!(config.is_none(), found.has_errors());
    told(found);
    if let Some(config) = config {
        assert!(!config.languages.is_empty());
        assert!(config.languages.iter().all(|lang| !config.name(lang).is_empty()));
    }
    let Some(source) = source("trust/policy.toml", bytes) else { return };
    let mut found = Diagnostics::new();
    let policy = Policy::parse(&source, &mut found);
    assert_eq!(policy.is_none(), found.has_errors());
    told(found);
    let Some(policy) = policy else { return };
    let asks = |needs: &BTreeMap<_, u32>| needs.values().any(|needs| *needs > 0);
    for topic in ["overdose", "veins", "a"] {
        assert!(asks(&policy.article(&Topic::parse(topic).expect("a topic")).needs));
    }
    for groups in [&["contacts"][..], &["clinical"], &["other"], &["contacts", "other"]] {
        assert!(asks(&policy.facts(groups.iter().copied()).needs));
    }
    assert!(asks(&policy.services().needs) && asks(&policy.lexicon().needs));
});
