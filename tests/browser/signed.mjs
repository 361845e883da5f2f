// The words that were signed, read from the record itself, to be looked for on a page: nothing here knows how pages are made.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A text as its words alone, with a space before, between and after them: signs and spaces differ between forms of one text. */
export const words = (text) => ` ${(text.normalize('NFC').toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')} `;

/** The numbers of a list are its reader's to count. */
const unnumbered = (line) => line.replace(/^[\s>]*(?:\d+[.)] |[-*+] )+/, '');

const pieces = (lines, follows) => lines.map((line) => ({ text: words(line).trim(), follows })).filter(({ text }) => text);

/** What stands in a text for something else: a note's number, a fact, a blank. Links keep their words alone. */
const cut = (line) => unnumbered(line)
  .replace(/\{#[^}]*\}|\{\.[^}]*\}|\[![A-Z]+\]/g, ' ')
  .replace(/!?\[([^\]^][^\]]*)\]\([^)]*\)/g, '$1')
  .split(/\[\^[^\]]*\]:?|\{[a-z0-9_.-]+\}|`|\|/);

/** The signed text of an article in the order in which it was signed, line by line; nothing for a page that is no article. */
export const signedPieces = (site, lang, name = '') => {
  const folder = join(site, 'record', lang, name.replace('.html', ''));
  if (!existsSync(folder)) return [];
  const version = readdirSync(folder).filter((entry) => /^\d+$/.test(entry))[0];
  if (!version) return [];
  const [, , body] = readFileSync(join(folder, version, 'article.md'), 'utf8').split(/^\+\+\+$/m);
  // What a note says stands at the end of the page.
  const [notes, lines] = [[], []];
  body.split('\n').forEach((line) => (/^\[\^[^\]]*\]:/.test(line) ? notes : lines).push(line));
  return [...pieces(lines.flatMap(cut), true), ...pieces(notes.flatMap(cut), false)];
};

/** What the plain twin of a page says, with all facts filled in; the numbers of notes and the places of files stand elsewhere. */
export const twinPieces = (site, path) => {
  const twin = join(site, path.replace('.html', '.txt'));
  if (!existsSync(twin)) return [];
  const lines = readFileSync(twin, 'utf8').split('\n').filter((line) => !/https?:\/\/\S+\.(html|md)/.test(line));
  return pieces(lines.flatMap((line) => unnumbered(line).split(/\[\d+\]|\(https?:[^)]*\)|https?:\S+/)), false);
};
