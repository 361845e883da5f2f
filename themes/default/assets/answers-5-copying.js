/* The worker's console: copying, part by part. Plain text only: messengers do not agree on anything else. */
'use strict';

answers.copying = (() => {
  const { say } = answers.texts;
  const { card } = answers;
  const byId = (id) => document.getElementById(id);
  const said = byId('said');

  /* The part that is copied next, from 0. */
  let next = 0;

  const tell = (text, isFault) => {
    said.className = isFault ? 'said wrong' : 'said';
    // The same words twice are two messages.
    said.textContent = '';
    requestAnimationFrame(() => { said.textContent = text; });
  };

  /* For browsers, and for files, that have no clipboard to write to. */
  const copyBySelection = (text) => {
    const field = document.createElement('textarea');
    const before = document.activeElement;
    const put = (event) => {
      event.preventDefault();
      event.clipboardData.setData('text/plain', text);
    };
    field.value = text;
    field.className = 'vh';
    byId('desk').append(field);
    field.select();
    document.addEventListener('copy', put);
    const done = document.execCommand('copy');
    document.removeEventListener('copy', put);
    field.remove();
    if (before) before.focus();
    return done;
  };

  const write = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refusal) {
      return copyBySelection(text);
    }
  };

  const label = () => {
    const snippet = card.snippet();
    if (!snippet) return;
    const { sort, parts } = card.current();
    const counted = parts.length > 1 ? say('copyPart', { part: next + 1, parts: parts.length }) : say('copy');
    byId('copy_says').textContent = sort === 'invite' ? say('copyInvite') : counted;
    byId('parts').querySelectorAll('.part').forEach((part, place) => part.classList.toggle('copied', place < next));
  };

  /* Something else would be copied now: what was said is over. */
  const restart = () => {
    next = 0;
    said.textContent = '';
    label();
  };

  const told = (sort, parts) => {
    if (sort === 'invite') return say('invited');
    const counted = parts.length > 1 ? `${say('copied')}: ${say('part', { part: next + 1, parts: parts.length })}` : say('copied');
    const warned = sort === 'edited' ? `${counted}. ${say('unchecked')}` : counted;
    return next + 1 < parts.length ? `${warned}. ${say('next')}` : warned;
  };

  /* Copies the next part, or says why not. */
  const copy = async () => {
    const snippet = card.snippet();
    if (!snippet) return;
    const { sort, parts } = card.current();
    if (!parts.length) { tell(say(sort), true); return; }
    const refusal = card.refused();
    if (refusal) { tell(refusal, true); return; }
    if (await write(parts[next])) {
      tell(told(sort, parts), false);
      next = (next + 1) % parts.length;
      label();
    } else {
      tell(say('failed'), true);
    }
  };

  card.whenChanged(restart);
  byId('copy').addEventListener('click', copy);

  return { copy, restart, tell };
})();
