// The words that were signed, read from the record itself, to be looked for on a page: nothing here knows how pages are made.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A text as its words alone, with a space before, between and after them: signs and spaces differ between forms of one text. */
export const words = (text) => ` ${(text.normalize('NFC').toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')} `;

/** The one version of a text that is published. */
const live = (folder) => existsSync(folder) && readdirSync(folder).find((name) => /^\d+$/.test(name));

/** The facts of a site in one language, by key; one that nobody could confirm is not among them. */
const facts = (site, lang) => {
  const folder = join(site, 'record', 'facts');
  const [region] = readdirSync(folder);
  const [, ...tables] = readFileSync(join(folder, region, live(join(folder, region)), 'facts.toml'), 'utf8').split(/^\[(?=[a-z])/m);
  const text = (table) => new RegExp(`^text = (?:\\{.*?\\b${lang} = )?("(?:[^"\\\\]|\\\\.)*")`, 'm').exec(table)?.[1];
  return new Map(tables.map((table) => [table.split(']')[0], JSON.parse(text(table) ?? 'null')]));
};

/** The numbers of a list are its reader's to count. */
const unnumbered = (line) => line.replace(/^[\s>]*(?:\d+[.)] |[-*+] )+/, '');

/**
 * A line as the pieces that stand on a page as they stand here. Facts are filled in; behind each there may be a country. A note is
 * a number there, a blank its label; a link keeps its words.
 */
const pieces = (line, known) => unnumbered(line)
  .replace(/\{#[^}]*\}|\{\.[^}]*\}|\[![A-Z]+\]/g, ' ')
  .replace(/!?\[([^\]^][^\]]*)\]\([^)]*\)/g, '$1')
  .replace(/\{([a-z]+\.[a-z0-9_]+)\}/g, (all, key) => (known.get(key) ? `${known.get(key)}|` : '|'))
  .split(/\[\^[^\]]*\]:?|\{[a-z0-9_]+\}|[`|]/);

/** The signed text of an article in the order in which it was signed, piece by piece; nothing for a page that is no article. */
export const signedPieces = (site, lang, name = '') => {
  const folder = join(site, 'record', lang, name.replace('.html', ''));
  const version = live(folder);
  if (!version) return [];
  const known = facts(site, lang);
  const [, , body] = readFileSync(join(folder, version, 'article.md'), 'utf8').split(/^\+\+\+$/m);
  // What a note says stands at the end of the page.
  const isNote = (line) => /^\[\^[^\]]*\]:/.test(line);
  const found = (lines, follows) => lines.flatMap((line) => pieces(line, known))
    .map((text) => ({ text: words(text).trim(), follows })).filter(({ text }) => text);
  const lines = body.split('\n');
  return [...found(lines.filter((line) => !isNote(line)), true), ...found(lines.filter(isNote), false)];
};

/** Every word and number that the plain twin of a page says, but for addresses; its last line says where the page is. */
export const twinWords = (site, path) => {
  const twin = join(site, path.replace('.html', '.txt'));
  if (!existsSync(twin)) return [];
  const lines = readFileSync(twin, 'utf8').trimEnd().replace(/https?:\S+/g, ' ').split('\n').slice(0, -1);
  return words(lines.map(unnumbered).join(' ')).trim().split(' ');
};
