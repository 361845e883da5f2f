//! Where to go now: the services of the region that fit an article, at most three.
//!
//! Invariant: only services that the gate has cleared, in a language that their directory speaks.

use super::{Press, services};
use crate::article::front::{Delivery, Escalation, Front, Need};
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::render::Dated;
use crate::render::services::WhereNow;
use crate::services::{Kind, Service};

/// The most services below an article: who needs help chooses between few. The page of services has them all.
const MOST: usize = 3;

/// Says what kinds of services meet a need, the fittest first (field guide 3.7 for the needs, 1.2 for what people were sent
/// to). This table and [`helpers`] are the only places that connect texts with services.
fn kinds(need: Need) -> &'static [Kind] {
    match need {
        // Somebody who knows has to look at it; whom, is said by `escalate_to`.
        Need::MinorComplication | Need::SevereComplication => &[Kind::Doctor],
        // Whoever has the antidote at home, or gets it after the first time, is safer at the next.
        Need::Overdose => &[Kind::Naloxone],
        Need::Detox => &[Kind::Detox, Kind::Rehab],
        // Papers and a bed in hospital or rehabilitation are what social workers help with.
        Need::Hospital => &[Kind::Detox, Kind::Rehab, Kind::SocialWorker],
        Need::Psych => &[Kind::Psychologist],
        Need::Art => &[Kind::Art],
        Need::Testing => &[Kind::TestHiv, Kind::TestHcv, Kind::TestHbv, Kind::TestSyphilis],
        Need::Documents => &[Kind::SocialWorker, Kind::Lawyer],
        Need::Legal => &[Kind::Lawyer],
        Need::Supplies => &[Kind::NeedleExchange, Kind::Naloxone, Kind::Disposal],
        // These are met by words; whom to bring in besides, is said by `escalate_to`.
        Need::Information | Need::Covid | Need::Moderation | Need::Intake => &[],
    }
}

/// Says what kind of service somebody works in whom a text brings in. The ambulance comes by itself, and its number stands
/// on every page.
fn helpers(escalation: Escalation) -> Option<Kind> {
    match escalation {
        Escalation::Doctor => Some(Kind::Doctor),
        Escalation::Psychologist => Some(Kind::Psychologist),
        Escalation::Lawyer => Some(Kind::Lawyer),
        Escalation::Unit => Some(Kind::MobileUnit),
        Escalation::Ambulance => None,
    }
}

/// Returns what kinds of services fit an article, the fittest first. A text that meets its need on-line sends nobody anywhere.
fn wanted(front: &Front) -> Vec<Kind> {
    if front.delivery == Some(Delivery::Online) {
        return Vec::new();
    }
    let helpers = front.escalate_to.iter().filter_map(|escalation| helpers(*escalation));
    kinds(front.need).iter().copied().chain(helpers).collect()
}

/// Chooses services: by the fittest kind that each has, those checked lately first, then by how many kinds fit, then as the
/// directory has them.
fn choose<'a>(
    services: &'a [Service],
    wanted: &[Kind],
    is_stale: impl Fn(&Service) -> bool,
) -> Vec<&'a Service> {
    let ranked = services.iter().filter_map(|service| {
        let fits = wanted.iter().map(|kind| service.kinds.contains(kind));
        let rank = fits.clone().position(|fits| fits)?;
        let lacks = fits.filter(|fits| !fits).count();
        Some(((rank, is_stale(service), lacks), service))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(MOST).map(|(_, service)| service).collect()
}

/// Returns where to go with what an article in `lang` is about, for the page at `path`; nothing where nothing fits.
pub(super) fn view(press: &Press<'_>, front: &Front, lang: &Lang, path: &OutPath) -> Option<WhereNow> {
    let directory = services::place(press, lang)?;
    let live = press.services?;
    let (as_of, labels) = (press.project.as_of(), press.theme.labels(lang));
    let chosen = choose(&live.services().services, &wanted(front), |service| service.is_stale(as_of));
    let href = format!("{}{directory}", path.to_root());
    let clearance = live.clearance();
    let view = WhereNow {
        expired: clearance.is_overdue().then(|| Dated::new(clearance.due(), labels)),
        ..WhereNow::new(live.services(), &chosen, (lang, labels), (href, as_of))
    };
    (!view.places.is_empty()).then_some(view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::name::Region;
    use crate::base::path::SourcePath;
    use crate::diagnostic::Diagnostics;
    use crate::services::Services;
    use crate::source::Source;

    /// The starter's directory: everything in it is made up, and every kind is there.
    fn services() -> Services {
        let text = include_str!("../../content/services/ru-spb.toml");
        let source = Source::new(SourcePath::parse("s.toml").unwrap(), text.to_owned());
        let region = Region::parse("here").unwrap();
        Services::parse(&source, &region, &[], &mut Diagnostics::new()).unwrap()
    }

    fn chosen(wanted: &[Kind], stale: &str) -> Vec<String> {
        let services = services();
        let chosen = choose(&services.services, wanted, |service| service.id.as_str() == stale);
        chosen.into_iter().map(|service| service.id.to_string()).collect()
    }

    #[test]
    fn the_fittest_come_first_and_never_more_than_three() {
        for (need, helper, expected) in [
            (Need::Supplies, Escalation::Unit, &["night-bus", "lantern-house", "harbour-pharmacy"][..]),
            (Need::Detox, Escalation::Doctor, &["quiet-ward", "shore", "city-clinic"]),
            (Need::Legal, Escalation::Ambulance, &["right-side"]),
            (Need::Information, Escalation::Ambulance, &[]),
            (Need::Testing, Escalation::Doctor, &["city-clinic", "lantern-house", "night-bus"]),
            (Need::Overdose, Escalation::Psychologist, &["night-bus", "lantern-house", "shore"]),
        ] {
            let wanted: Vec<Kind> = kinds(need).iter().copied().chain(helpers(helper)).collect();
            assert_eq!(chosen(&wanted, ""), expected, "{need:?}");
        }
        assert_eq!(chosen(&[Kind::Naloxone], "night-bus"), ["lantern-house", "night-bus"]);
    }

    #[test]
    fn every_kind_of_service_is_somewhere_to_be_sent_to() {
        let needs = Need::WORDS.iter().filter_map(|need| Need::parse(need)).flat_map(kinds).copied();
        let helpers = Escalation::WORDS.iter().filter_map(|word| helpers(Escalation::parse(word)?));
        let mut all: Vec<Kind> = needs.chain(helpers).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all, Kind::ALL);
    }
}
