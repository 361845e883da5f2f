/* The worker's console: the texts, and what of them may be sent where. Nothing here touches the page. */
'use strict';

const answers = {};

answers.texts = (() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('texts').textContent);
  const labels = byId('desk').dataset;

  /* A label with what stands in braces filled in. */
  const say = (name, values) =>
    labels[name].replace(/\{(\w+)\}/g, (all, key) => (values && key in values ? String(values[key]) : all));

  const snippets = data.articles.flatMap((article) =>
    article.snippets.map((snippet) => ({ ...snippet, article, id: `${article.id}.${snippet.anchor}` })));
  snippets.forEach((snippet, number) => { snippet.number = number; });
  const byName = new Map(snippets.map((snippet) => [snippet.id, snippet]));
  const byCode = new Map(snippets.map((snippet) => [snippet.code, snippet]));

  /* The day by this device's clock, as the texts write days. */
  const today = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, '0');
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  /* How a snippet stands on this day: withdrawn, lapsed, expired, demonstration or checked. */
  const standing = ({ article }) => {
    if (article.status === 'withdrawn') return 'withdrawn';
    const overdue = today() > article.until;
    if (overdue && article.lapses) return 'lapsed';
    if (overdue || article.status === 'expired') return 'expired';
    return article.status === 'demonstration' ? 'demonstration' : 'checked';
  };
  const isUsable = (snippet) => !['withdrawn', 'lapsed'].includes(standing(snippet));

  /* The format that a message takes: text messages and calls have one of their own. */
  const formatOf = (choice) => ({ sms: 'sms', phone: 'plain' }[choice.place] || choice.format);

  const utf16 = (text) => text.length <= 4096;
  const fits = {
    signal: (text) => new TextEncoder().encode(text).length <= 2000,
    sms: (text) => text.length <= (/^[\n\r -~]*$/.test(text) ? 1520 : 660),
  };

  /* Puts two texts into one message, or into two where one would be too long. */
  const joined = (format, first, second, between) => {
    const whole = first + between + second;
    return (fits[format] || utf16)(whole) ? [whole] : [first, second];
  };

  /* The messages as they were signed, each line put in its place. */
  const signed = (snippet, choice) => {
    const { [formatOf(choice)]: own, plain } = snippet.frames[choice.frame] || snippet.formats;
    const parts = own || plain;
    return parts.map((lines) => lines.map((line) => snippet.article.lines[line]).join('\n'));
  };

  /* The same without the last line: who checked it, until when, and the code. */
  const withoutStamp = (parts, code) => {
    const lines = parts[parts.length - 1].split('\n');
    const stamp = lines.map((line) => line.includes(code)).lastIndexOf(true);
    const last = stamp < 0 ? parts[parts.length - 1] : lines.slice(0, stamp).join('\n').trimEnd();
    return last ? [...parts.slice(0, -1), last] : parts.slice(0, -1);
  };

  /* What a worker may change: the text without its stamp. */
  const editable = (snippet, choice) => withoutStamp(signed(snippet, choice), snippet.code);

  /* Changed parts say that no doctor has checked them, and so does the last one. */
  const changed = (edited, original) => {
    const differs = (part, place) => part !== original[place];
    if (!edited.some(differs)) return null;
    const last = edited.length - 1;
    const marked = edited.map((part, place) =>
      (differs(part, place) || place === last ? `${part.trimEnd()}\n\n${say('unchecked')}` : part));
    return marked;
  };

  /* A text that this device's clock has overtaken says so in a line more; one that was overdue before says so itself. */
  const dated = (parts, snippet, format) => {
    const { article } = snippet;
    const overdue = `${say('due')} ${article.until_text}`;
    const last = parts[parts.length - 1];
    if (standing(snippet) !== 'expired' || article.status === 'expired' || last.includes(overdue)) return parts;
    return [...parts.slice(0, -1), ...joined(format, last, overdue, '\n')];
  };

  /* What is copied: its sort is answer, edited or invite, or the reason why there is nothing. */
  const message = (snippet, choice) => {
    if (!isUsable(snippet)) return { sort: standing(snippet), parts: [] };
    const inGroup = choice.place === 'group';
    if (inGroup && snippet.private) return { sort: 'invite', parts: [snippet.invite] };
    if (inGroup && !snippet.channels.includes('group')) return { sort: 'notForGroup', parts: [] };
    const edited = choice.edited && changed(choice.edited, editable(snippet, choice));
    if (edited) return { sort: 'edited', parts: edited };
    return { sort: 'answer', parts: dated(signed(snippet, choice), snippet, formatOf(choice)) };
  };

  /* Why a blank may not be filled in like this; nothing where it may. */
  const blankFault = (blank, value) => {
    if (!value.trim()) return say('missing');
    if ([...value].length > blank.max_chars) return say('long', { count: blank.max_chars });
    return blank.kind !== 'time' && /\p{Nd}/u.test(value) ? say('digits') : '';
  };

  /* Fills in the blanks of a text; one without a value stays as it is written. */
  const filled = (text, snippet, values) => text.replace(/\{([a-z][a-z0-9_]*)\}/g, (all, name) => {
    const value = snippet.placeholders.some((blank) => blank.name === name) && values[name];
    return value ? value.trim() : all;
  });

  return {
    say, snippets, byName, byCode, standing, isUsable, formatOf, editable, message, blankFault, filled,
    packed: data.search,
  };
})();
