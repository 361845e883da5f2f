/* The worker's console: a message as a messenger shows it. What is copied is never made of this. */
'use strict';

answers.preview = (() => {
  /* The signs that a messenger takes for formatting, and the element that shows it. */
  const MARKS = {
    telegram_app: [['**', 'b'], ['__', 'i'], ['~~', 's'], ['`', 'code']],
    whatsapp: [['*', 'b'], ['_', 'i'], ['~', 's'], ['`', 'code']],
  };

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

  /* Finds the first pair of signs in a line: nothing but words between them, nothing but their end behind them. */
  const firstPair = (line, marks) => {
    let first = null;
    for (const [sign, name] of marks) {
      const mark = escaped(sign);
      const one = escaped(sign[0]);
      const pair = new RegExp(`(?<![\\p{L}\\p{N}${one}])${mark}(?=[^\\s${one}])(.*?[^\\s${one}])${mark}(?![\\p{L}\\p{N}${one}])`, 'u').exec(line);
      if (pair && (!first || pair.index < first.at)) {
        first = { at: pair.index, end: pair.index + pair[0].length, words: pair[1], name };
      }
    }
    return first;
  };

  const styled = (line, marks) => {
    const pair = firstPair(line, marks);
    if (!pair) return [line];
    const made = document.createElement(pair.name);
    made.append(...(pair.name === 'code' ? [pair.words] : styled(pair.words, marks)));
    return [line.slice(0, pair.at), made, ...styled(line.slice(pair.end), marks)];
  };

  const TAGS = { b: 'b', i: 'i', s: 's', code: 'code', quote: 'blockquote' };

  /* A forum shows the elements of its tags; of links the words. */
  const forum = (text) => {
    const root = document.createDocumentFragment();
    const open = [root];
    for (const piece of text.replace(/\[\*\]/g, '• ').split(/(\[\/?(?:b|i|s|code|quote|list|url)(?:=[^\]]*)?\])/)) {
      const tag = /^\[(\/?)(\w+)/.exec(piece);
      const known = tag && piece.endsWith(']') && tag[2] in TAGS;
      if (known && !tag[1]) {
        const made = document.createElement(TAGS[tag[2]]);
        open[open.length - 1].append(made);
        open.push(made);
      } else if (known && open.length > 1) {
        open.pop();
      } else if (!tag || !/^\[\/?(list|url)/.test(piece)) {
        open[open.length - 1].append(piece);
      }
    }
    return [root];
  };

  /* Returns what stands in a bubble. */
  const show = (text, format) => {
    if (format === 'bbcode') return forum(text);
    const marks = MARKS[format];
    if (!marks) return [text];
    return text.split('\n').flatMap((line, place) => (place ? ['\n', ...styled(line, marks)] : styled(line, marks)));
  };

  return { show };
})();
