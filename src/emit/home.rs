//! The home page: in an emergency, by need, by what one sees, by topic.
//!
//! It shows the first texts of each need and the first cards with red flags, and leads on to topics and the index, so that
//! it is as small for ten thousand texts as for thirty.

use std::collections::BTreeSet;

use super::article::with_surroundings;
use super::catalogue::twins;
use super::entry::entry;
use super::topics::{self, Topics, groups};
use super::{Frames, Made, Press, services};
use crate::article::front::{Need, Urgency};
use crate::article::tree::{CardKind, RedFlag};
use crate::base::lang::Lang;
use crate::base::path::OutPath;
use crate::catalog::haste;
use crate::gate::Cleared;
use crate::render::home::{HomeView, NeedView, SignView, SignsView};
use crate::render::view::Entry;
use crate::render::{Place, body, page, plain};

/// The most emergency articles that are named at the top: more than a screen of them hides the way to the emergency page,
/// which has them all.
const MOST_EMERGENCIES: usize = 8;

/// The most texts of a need: a list that can be read at one look. Topics have the others.
const MOST_OF_A_NEED: usize = 6;

/// The most topics that a need leads on to; the index has the others.
const MOST_TOPICS_OF_A_NEED: usize = 4;

/// The most cards of one urgency: as many as the page can carry within 20 KB, compressed.
const MOST_CARDS: usize = 20;

/// The most characters of a card: what is longer is no list of signs to run over, and is read in its text.
const LONGEST_CARD: usize = 800;

/// The most topics; the index has the others.
const MOST_TOPICS: usize = 40;

/// Makes the page in a folder: that of its language, or the root.
pub(super) fn emit(
    press: &Press<'_>,
    frames: &Frames,
    (lang, folder): (&Lang, &str),
    topics: &Topics<'_>,
    made: &mut Made,
) {
    let Some(path) = OutPath::parse(&format!("{folder}index.html")) else { return };
    let Some(mut frame) = frames.frame(press, lang, &path) else { return };
    frame.languages = twins(press, (lang, &path), "index.html");
    frame.demonstration |= press.catalog.pages(lang).any(|cleared| cleared.clearance().is_demonstration());
    let emergencies = press.catalog.emergencies(lang).into_iter().take(MOST_EMERGENCIES);
    let texts = in_haste(topics, lang);
    let mut links = topics::links(press, topics, lang, &path);
    links.truncate(MOST_TOPICS);
    let view = HomeView {
        emergency: emergencies.filter_map(|cleared| entry(cleared, &path)).collect(),
        services: services::place(press, lang).map(|page| format!("{}{page}", path.to_root())),
        needs: needs(press, lang, &texts, &path),
        signs: signs(press, &texts, &path),
        topics: links,
        index: format!("{}{lang}/a-z.html", path.to_root()),
    };
    made.page(press, path, page::home(press.theme, &frame, &view));
}

/// The texts of a language in the order of their haste; where that is the same, those of a topic side by side.
fn in_haste<'a>(topics: &Topics<'a>, lang: &Lang) -> Vec<&'a Cleared> {
    let mut texts: Vec<&Cleared> =
        topics.get(lang).into_iter().flat_map(|own| own.values()).flatten().copied().collect();
    texts.sort_by_cached_key(|cleared| haste(cleared));
    texts
}

/// The needs: those with an emergency in the order of their haste, then the others in the order of the design.
fn needs(press: &Press<'_>, lang: &Lang, texts: &[&Cleared], path: &OutPath) -> Vec<NeedView> {
    let of = |need| texts.iter().filter(|cleared| cleared.article().front().need == need).copied().collect();
    let all = Need::WORDS.iter().filter_map(|word| Need::parse(word)).map(|need| (need, of(need)));
    let mut needs: Vec<(Need, Vec<&Cleared>)> =
        all.filter(|(_, own): &(_, Vec<_>)| !own.is_empty()).collect();
    let is_emergency = |cleared: &&Cleared| cleared.article().front().urgency == Urgency::Emergency;
    needs.sort_by_key(|(_, own)| {
        let first = own.first().copied().filter(is_emergency).map(haste);
        (first.is_none(), first)
    });
    needs.into_iter().map(|(need, own)| need_view(press, (lang, need), &own, path)).collect()
}

fn need_view(press: &Press<'_>, (lang, need): (&Lang, Need), own: &[&Cleared], path: &OutPath) -> NeedView {
    let (shown, beyond) = own.split_at(own.len().min(MOST_OF_A_NEED));
    let mut known = BTreeSet::new();
    let firsts = beyond.iter().filter(|cleared| known.insert(cleared.topic()));
    let mut topics: Vec<_> = firsts.filter_map(|cleared| topics::link(press, cleared, path)).collect();
    let is_cut = topics.len() > MOST_TOPICS_OF_A_NEED;
    topics.truncate(MOST_TOPICS_OF_A_NEED);
    let label = press.theme.labels(lang).get(&format!("need_{}", need.as_str())).to_owned();
    NeedView { label, groups: groups(shown, path), topics, is_cut }
}

/// The cards with red flags, of the texts in the order of their haste. Each stands as it was signed, but one whose every
/// sign a more urgent text has said already. A question is asked once; a text with two cards asks two.
fn signs(press: &Press<'_>, texts: &[&Cleared], path: &OutPath) -> Vec<SignsView> {
    let mut asked = BTreeSet::new();
    let kinds = [CardKind::Emergency, CardKind::Urgent].map(|kind| {
        let mut known = BTreeSet::new();
        let mut cards = Vec::new();
        // Where some say nothing new, others are looked at: twice as many, and no more, however many texts there are.
        for cleared in texts.iter().filter(|cleared| has_card(cleared, kind)).take(2 * MOST_CARDS) {
            let card = card_of(press, cleared, (kind, path)).filter(|card| says_new(card, &mut known));
            cards.extend(card.map(|card| ask(card, cleared, &mut asked)));
        }
        cards.truncate(MOST_CARDS);
        SignsView { kind: kind.as_str(), cards }
    });
    kinds.into_iter().filter(|signs| !signs.cards.is_empty()).collect()
}

fn has_card(cleared: &Cleared, kind: CardKind) -> bool {
    cleared.article().outline().cards.iter().any(|(own, _)| *own == kind)
}

fn says_new(card: &SignView, known: &mut BTreeSet<String>) -> bool {
    card.flags.iter().filter(|flag| known.insert(flag.to_lowercase())).count() > 0
}

/// Puts the first question of the text that has not been asked yet before a card.
fn ask(card: SignView, cleared: &Cleared, asked: &mut BTreeSet<String>) -> SignView {
    let mut questions = cleared.article().front().ask_first.iter();
    let question = questions.find(|question| asked.insert(question.to_lowercase())).cloned();
    SignView { question, ..card }
}

/// The card of this kind in a text; it has one at most.
fn card_of(press: &Press<'_>, cleared: &Cleared, (kind, path): (CardKind, &OutPath)) -> Option<SignView> {
    let tree = cleared.article().body();
    let flags: Vec<RedFlag<'_>> = tree.red_flags().into_iter().filter(|flag| flag.kind == kind).collect();
    let action = flags.first()?.action;
    let place = Place::Shared(cleared.article().id());
    let Entry { title, href, .. } = entry(cleared, path)?;
    let card = with_surroundings(press, cleared, &tree, (path, place), |around| SignView {
        question: None,
        title,
        href,
        action: body::line(action, around),
        flags: flags.iter().map(|flag| plain(flag.text, around, None).trim().to_owned()).collect(),
    });
    let length: usize = card.flags.iter().map(|flag| flag.chars().count()).sum();
    (length <= LONGEST_CARD).then_some(card)
}
