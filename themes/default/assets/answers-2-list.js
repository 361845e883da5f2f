/* The worker's console: the search and the list of what it finds. */
'use strict';

answers.list = (() => {
  const { say, snippets, byCode, standing } = answers.texts;
  const byId = (id) => document.getElementById(id);
  const [query, hits, count, alarm, more] = ['query', 'hits', 'count', 'alarm', 'more'].map(byId);
  const filters = ['by_need', 'by_urgency', 'by_channel'].map(byId);

  const STEP = 40;
  /* Overdose before any other emergency, as on the site. */
  const rank = ({ article }) => ({ emergency: article.need === 'overdose' ? 0 : 1, urgent: 2 }[article.urgency] ?? 3);
  const engine = vettedSearch(answers.texts.packed);
  const fallen = (snippet) => ['withdrawn', 'lapsed'].includes(standing(snippet));
  const browsed = [...snippets].sort((one, other) =>
    fallen(one) - fallen(other) || rank(one) - rank(other) || one.number - other.number);

  let found = [];
  let limit = STEP;
  let active = -1;
  let onChoose = () => {};

  /* Needs that no text has are no choice. */
  const used = new Set(snippets.map((snippet) => snippet.article.need));
  [...filters[0].options].forEach((option) => { if (option.value && !used.has(option.value)) option.remove(); });
  const needs = new Map([...filters[0].options].map((option) => [option.value, option.text]));

  const passes = (snippet) => {
    const [need, urgency, channel] = filters.map((filter) => filter.value);
    const { article } = snippet;
    return (!need || article.need === need) && (!urgency || article.urgency === urgency)
      && (!channel || (snippet.channels || []).includes(channel));
  };

  const find = (text) => {
    if (!text.trim()) return { emergency: false, all: browsed };
    const { emergency, hits: ranked } = engine.find(text, snippets.length);
    const named = byCode.get(text.trim().toUpperCase()) || answers.texts.byName.get(text.trim());
    const all = ranked.map((hit) => snippets[hit.document]).filter((snippet) => snippet !== named);
    return { emergency, all: named ? [named, ...all] : all };
  };

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  /* The small signs of a snippet: how urgent, how it stands, for whose eyes. */
  const signs = (snippet) => {
    const { urgency } = snippet.article;
    const stands = standing(snippet);
    const told = [];
    if (urgency && urgency !== 'routine') told.push(element('b', say(urgency), `sign-of ${urgency}`));
    if (['withdrawn', 'lapsed', 'expired'].includes(stands)) {
      told.push(element('b', say(stands).split(':')[0].split(',')[0], `sign-of ${stands}`));
    }
    if (snippet.private) told.push(element('b', say('private'), 'sign-of private'));
    return told;
  };

  const option = (snippet, place) => {
    const made = element('div', '', `hit ${standing(snippet)}`);
    made.id = `hit_${place}`;
    made.setAttribute('role', 'option');
    made.setAttribute('aria-selected', String(place === active));
    const title = element('span', snippet.title || snippet.id, 'title');
    const below = element('span', snippet.article.title || snippet.code, 'of');
    made.append(title, ' ', ...signs(snippet).flatMap((sign) => [sign, ' ']), below);
    made.addEventListener('click', () => choose(place, true));
    return made;
  };

  const draw = () => {
    hits.replaceChildren(...found.slice(0, limit).map(option));
    more.hidden = found.length <= limit;
    point();
  };

  const point = () => {
    const at = active >= 0 ? `hit_${active}` : '';
    [query, hits].forEach((field) =>
      (at ? field.setAttribute('aria-activedescendant', at) : field.removeAttribute('aria-activedescendant')));
  };

  /* Makes a hit the chosen one. `entered`: somebody wants its card, and not only to pass by. */
  const choose = (place, entered) => {
    if (place < 0 || place >= found.length) return;
    if (place >= limit) { limit = place + STEP; draw(); }
    byId(`hit_${active}`)?.setAttribute('aria-selected', 'false');
    active = place;
    const chosen = byId(`hit_${place}`);
    chosen.setAttribute('aria-selected', 'true');
    chosen.scrollIntoView({ block: 'nearest' });
    point();
    onChoose(found[place], entered);
  };

  const search = () => {
    const { emergency, all } = find(query.value);
    found = all.filter(passes);
    limit = STEP;
    active = -1;
    const said = emergency ? say('alarm') : '';
    if (alarm.textContent !== said) alarm.textContent = said;
    const shown = found.length > STEP ? `, ${say('shown', { count: STEP })}` : '';
    count.textContent = found.length ? say('count', { count: found.length }) + shown : say('none');
    draw();
    if (query.value.trim() && found.length) choose(0, false);
    else onChoose(null, false);
  };

  query.addEventListener('input', search);
  filters.forEach((filter) => filter.addEventListener('change', search));
  more.addEventListener('click', () => {
    const first = limit;
    limit += STEP;
    draw();
    hits.focus();
    choose(first, false);
  });

  return {
    search, signs, element, needs,
    /* Calls `then` with each snippet that is chosen, and whether its card is wanted; with none, when there is none. */
    whenChosen: (then) => { onChoose = then; },
    /* What was found, best first. */
    found: () => found,
    move: (steps) => choose(Math.min(Math.max(active + steps, 0), found.length - 1), false),
    enter: () => choose(active, true),
    focus: () => hits.focus(),
  };
})();
