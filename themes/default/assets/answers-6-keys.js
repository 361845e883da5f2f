/* The worker's console: keys, help, and what happens when an answer is chosen. */
'use strict';

answers.keys = (() => {
  const { list, card, copying } = answers;
  const byId = (id) => document.getElementById(id);
  const [desk, query, help] = ['desk', 'query', 'help'].map(byId);

  const PICKS = {
    d: ['place', 'dm'], g: ['place', 'group'], s: ['place', 'sms'], p: ['place', 'phone'],
    t: ['format', 'telegram_app'], w: ['format', 'whatsapp'], i: ['format', 'signal'], n: ['format', 'plain'], f: ['format', 'bbcode'],
    0: ['frame', ''], 1: ['frame', 'practical'], 2: ['frame', 'educational'], 3: ['frame', 'therapeutic'], 4: ['frame', 'casual'],
  };

  /* The key as its cap says it, whichever alphabet the keyboard is set to. */
  const cap = (event) => {
    if (/^[a-z0-9/?]$/i.test(event.key)) return event.key.toLowerCase();
    if (event.code === 'Slash') return event.shiftKey ? '?' : '/';
    return (/^(?:Key|Digit)(.)$/.exec(event.code) || ['', event.key])[1].toLowerCase();
  };

  const isText = (target) => target.matches('input[type=text], textarea');
  const isNarrow = () => getComputedStyle(byId('back')).display !== 'none';

  const openHelp = () => help.showModal();

  const leave = (target) => {
    if (desk.classList.contains('is-open') && isNarrow() && !isText(target)) close();
    else if (isText(target) || target === byId('card')) list.focus();
    else query.focus();
  };

  /* On a phone the card takes the place of the list. */
  const open = () => {
    desk.classList.add('is-open');
    if (isNarrow()) { byId('card').focus(); scrollTo(0, 0); }
  };
  const close = () => { desk.classList.remove('is-open'); list.focus(); };

  const single = (event) => {
    const key = cap(event);
    if (key === '/') query.focus();
    else if (key === '?') openHelp();
    else if (!card.snippet()) return false;
    else if (key === 'e') card.edit();
    else if (key in PICKS) card.pick(...PICKS[key]);
    else return false;
    return true;
  };

  const enter = (target) => {
    if (target.matches('button, select, textarea, a, input[type=checkbox]')) return false;
    if (isNarrow() && !desk.classList.contains('is-open')) list.enter();
    copying.copy();
    return true;
  };

  const arrows = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

  const pressed = (event) => {
    const { target, key } = event;
    if (help.open || event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (key === 'Enter' && target.matches('textarea')) { event.preventDefault(); copying.copy(); }
      return;
    }
    let done = false;
    if (key in arrows && !target.matches('input[type=radio], select, textarea')) { list.move(arrows[key]); done = true; }
    else if (key === 'Enter') done = enter(target);
    else if (key === 'Escape') { leave(target); done = true; }
    else if (!isText(target) && !target.matches('select') && byId('keys_on').checked) done = single(event);
    if (done) event.preventDefault();
  };

  list.whenChosen((snippet, entered) => {
    card.show(snippet);
    copying.restart();
    if (entered) open();
  });
  card.whenOpened((snippet) => { card.show(snippet); copying.restart(); byId('card').focus(); });
  document.addEventListener('keydown', pressed);
  byId('back').addEventListener('click', close);
  byId('help_opens').addEventListener('click', openHelp);
  byId('help_closes').addEventListener('click', () => help.close());

  desk.hidden = false;
  list.search();
  query.focus();
  return {};
})();
