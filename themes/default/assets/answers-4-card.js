/* The worker's console: the card of one snippet, and the choices of how to send it. */
'use strict';

answers.card = (() => {
  const { say, byName, standing, isUsable, formatOf, editable, message, blankFault, filled } = answers.texts;
  const { element, signs, needs } = answers.list;
  const byId = (id) => document.getElementById(id);
  const parts = byId('parts');

  let snippet = null;
  let edited = null;
  let onChange = () => {};
  let onOpen = () => {};

  const radios = (name) => [...document.querySelectorAll(`input[name=${name}]`)];
  const chosen = (name) => radios(name).find((radio) => radio.checked).value;
  const choice = () => ({ place: chosen('place'), format: chosen('format'), frame: chosen('frame'), edited });
  const values = () => Object.fromEntries([...byId('blanks_in').querySelectorAll('input')].map((field) => [field.name, field.value]));

  /* What is to be copied now, with its blanks filled in. */
  const current = () => {
    const { sort, parts: texts } = message(snippet, choice());
    return { sort, parts: texts.map((text) => filled(text, snippet, values())) };
  };

  const verdict = () => {
    const { article } = snippet;
    const stands = standing(snippet);
    const lines = [element('p', `${say(stands)}${stands === 'expired' ? ` ${article.until_text}` : ''}`, 'stands')];
    if (stands === 'expired') lines.push(element('p', say('expiredSend')));
    if (stands === 'expired' && article.status === 'demonstration') lines.push(element('p', say('demonstration')));
    const until = ['checked', 'demonstration'].includes(stands) ? `${say('until')} ${article.until_text} · ` : '';
    lines.push(element('p', `${until}${say('code')} ${snippet.code}`, 'dates'));
    byId('verdict').className = `verdict ${stands}`;
    byId('verdict').replaceChildren(...lines);
  };

  const bubble = (text, place, many) => {
    const made = element('div', '', 'part');
    if (many) made.append(element('p', say('part', { part: place + 1, parts: many }), 'number'));
    const words = element('div', '', 'words');
    words.dir = 'auto';
    words.append(...answers.preview.show(text, formatOf(choice())));
    made.append(words);
    return made;
  };

  const editor = (text, place, many) => {
    const made = element('div', '', 'part');
    const field = element('textarea', text);
    field.value = text;
    field.dir = 'auto';
    field.rows = Math.min(24, text.split('\n').length + Math.ceil(text.length / 70));
    field.setAttribute('aria-label', `${say('edit')} ${say('part', { part: place + 1, parts: many })}`);
    field.addEventListener('input', () => { edited[place] = field.value; drawState(); onChange(); });
    made.append(field);
    return made;
  };

  /* What is said above and on the button about what would be copied. */
  const drawState = () => {
    const { sort, parts: texts } = message(snippet, choice());
    const { place } = choice();
    const unfit = place !== 'group' && !snippet.channels.includes(place);
    const notice = { invite: 'inviteOnly', notForGroup: 'notForGroup', edited: 'edited' }[sort] || (unfit ? 'unfit' : '');
    byId('notice').hidden = !notice;
    byId('notice').textContent = notice ? say(notice) : '';
    byId('restore').hidden = !edited;
    byId('edit').setAttribute('aria-pressed', String(Boolean(edited)));
    byId('edit').hidden = ['invite', 'notForGroup'].includes(sort);
    byId('copy').hidden = !texts.length;
    byId('blanks').hidden = sort === 'invite' || !snippet.placeholders.length;
  };

  const drawMessage = () => {
    const { sort, parts: texts } = current();
    const many = texts.length > 1 ? texts.length : 0;
    const drawn = edited && sort !== 'invite'
      ? edited.map((text, place) => editor(text, place, edited.length))
      : texts.map((text, place) => bubble(text, place, many));
    parts.replaceChildren(...drawn);
    drawState();
  };

  const drawChoices = () => {
    const single = ['sms', 'phone'].includes(chosen('place'));
    byId('formats').disabled = single;
    radios('frame').forEach((radio) => { radio.disabled = radio.value !== '' && !(radio.value in snippet.frames); });
    const frame = radios('frame').find((radio) => radio.checked);
    if (frame.disabled) radios('frame')[0].checked = true;
    byId('frames').hidden = !Object.keys(snippet.frames).length;
  };

  const blank = (asked) => {
    const made = element('p');
    const label = element('label', asked.label);
    const field = element('input');
    const fault = element('span', '', 'fault');
    field.name = asked.name;
    field.id = `blank_${asked.name}`;
    field.type = 'text';
    field.autocomplete = 'off';
    field.required = true;
    field.maxLength = asked.max_chars * 2;
    field.dir = 'auto';
    label.htmlFor = field.id;
    fault.id = `fault_${asked.name}`;
    field.setAttribute('aria-describedby', fault.id);
    field.addEventListener('input', () => {
      if (field.value) tellFault(asked, field);
      if (!edited) drawMessage();
      onChange();
    });
    made.append(label, field, fault);
    return made;
  };

  const tellFault = (asked, field) => {
    const fault = blankFault(asked, field.value);
    byId(`fault_${asked.name}`).textContent = fault;
    field.setAttribute('aria-invalid', String(Boolean(fault)));
    return fault;
  };

  /* Says what is wrong with the blanks, and goes to the first; the invite has none. */
  const refused = () => {
    const { sort, parts: texts } = message(snippet, choice());
    if (sort === 'invite') return '';
    const open = snippet.placeholders.filter((asked) => texts.some((text) => text.includes(`{${asked.name}}`)));
    const faults = open.map((asked) => [tellFault(asked, byId(`blank_${asked.name}`)), asked]).filter(([fault]) => fault);
    if (!faults.length) return '';
    const [[fault, asked]] = faults;
    byId(`blank_${asked.name}`).focus();
    return `${asked.label}: ${fault}`;
  };

  const after = (seconds) => {
    const units = [[86400, 'days'], [3600, 'hours'], [60, 'minutes'], [1, 'seconds']];
    const [unit, name] = units.find(([size]) => seconds % size === 0);
    return say('after', { time: say(name, { count: seconds / unit }) });
  };

  const step = ({ after_s: seconds, name }) => {
    const made = element('li');
    const next = byName.get(name);
    const go = element('button', next ? next.title : name);
    go.type = 'button';
    go.disabled = !next;
    go.addEventListener('click', () => onOpen(next));
    made.append(element('b', after(seconds)), ' ', go);
    return made;
  };

  const flagged = ({ level, action, signs: told }) => {
    const made = element('div', '', `flagged ${level}`);
    const list = element('ul');
    list.append(...told.map((sign) => element('li', sign)));
    made.append(element('p', action), list);
    return made;
  };

  const section = (id, children) => {
    byId(id).hidden = !children.length;
    byId(`${id}_in`).replaceChildren(...children);
  };

  const about = () => {
    const { article } = snippet;
    const told = [[say('for'), article.audience.map((who) => say(who)).join(', ')], [say('need'), needs.get(article.need)],
      [say('by').replace(':', ''), article.checked], [say('name'), snippet.id]];
    return told.filter(([, text]) => text).flatMap(([name, text]) => [element('dt', name), element('dd', text)]);
  };

  const show = (next) => {
    const other = next !== snippet;
    snippet = next;
    byId('card').hidden = !snippet;
    byId('empty').hidden = Boolean(snippet);
    if (!snippet) return;
    const { article } = snippet;
    const usable = isUsable(snippet);
    byId('card_title').textContent = snippet.title || snippet.id;
    byId('card_of').textContent = article.title || '';
    byId('card_signs').replaceChildren(...signs(snippet));
    byId('usable').hidden = !usable;
    byId('beside').hidden = article.status === 'withdrawn';
    verdict();
    if (article.status === 'withdrawn') return;
    if (other) {
      edited = null;
      // An emergency begins with what is to be done, whatever was chosen before.
      if (article.urgency === 'emergency') radios('frame')[0].checked = true;
      section('blanks', snippet.placeholders.map(blank));
    }
    section('asks', article.ask_first.map((question) => element('li', question)));
    section('flags', article.red_flags.map(flagged));
    section('steps', snippet.sequence.map(step));
    section('people', article.escalate_to.map((who) => element('li', say(who))));
    section('about', about());
    drawChoices();
    drawMessage();
  };

  /* Begins to change the text, or ends it with the checked one back in its place. */
  const edit = (on) => {
    if (on && !['answer'].includes(message(snippet, choice()).sort)) return;
    edited = on ? editable(snippet, choice()) : null;
    drawMessage();
    onChange();
    if (on) parts.querySelector('textarea').focus();
  };

  const pick = (name, value) => {
    const radio = radios(name).find((one) => one.value === value);
    if (!radio || radio.disabled || radio.closest('fieldset').disabled) return;
    radio.checked = true;
    rechosen();
  };

  const rechosen = () => {
    edited = null;
    drawChoices();
    drawMessage();
    onChange();
  };

  ['place', 'format', 'frame'].flatMap(radios).forEach((radio) => radio.addEventListener('change', rechosen));
  byId('edit').addEventListener('click', () => edit(!edited));
  byId('restore').addEventListener('click', () => { edit(false); byId('edit').focus(); });
  byId('blanks').addEventListener('submit', (event) => event.preventDefault());

  return {
    show, current, refused, pick,
    edit: () => edit(!edited),
    snippet: () => snippet,
    /* Calls `then` whenever what would be copied may have changed. */
    whenChanged: (then) => { onChange = then; },
    /* Calls `then` with a snippet that a step leads to. */
    whenOpened: (then) => { onOpen = then; },
  };
})();
