// What a slow line has to carry, compressed as servers do it; each figure with the file that is the largest.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { rightToLeft, site } from './console.mjs';
import { filesOf } from './pages.mjs';

const SITES = { 'the starter': site(), 'right to left': rightToLeft() };
const KB = 1000;

const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** The largest of these files, told. */
const largest = (what, folder, paths) => {
  const sizes = paths.map((path) => [gzipped(join(folder, path)), path]).sort(([one], [other]) => other - one);
  console.log(`${what}: ${sizes[0][0]} bytes, ${sizes[0][1]}, of ${sizes.length}`);
  return sizes[0][0];
};

/** The signed text of an article's page; nothing for another page. */
const signed = (folder, path) => {
  const record = join(folder, 'record', path.replace('.html', ''));
  const version = existsSync(record) && readdirSync(record).find((name) => /^\d+$/.test(name));
  return version && join(record, version, 'article.md');
};

for (const [name, folder] of Object.entries(SITES)) {
  test(`the pages of ${name} come quickly on a slow line`, () => {
    const pages = filesOf(folder, '.html');
    const articles = pages.filter((path) => signed(folder, path));
    assert.ok(articles.length >= 6, `${articles.length}`);
    assert.ok(largest(`emergency page, ${name}`, folder, pages.filter((path) => path.endsWith('sos.html'))) <= 14 * KB);
    assert.ok(largest(`article page, ${name}`, folder, articles) <= 20 * KB);
    assert.ok(largest(`list of texts for the search, ${name}`, folder, filesOf(folder, '.js')) <= 60 * KB);
    for (const kind of ['index', 'search', 'services', 'a-z']) largest(`${kind}, ${name}`, folder, pages.filter((path) => path.endsWith(`/${kind}.html`)));
    // A text may weigh 14,000 bytes (src/desk/weight.rs): what its page adds must leave it room.
    const added = articles.map((path) => [gzipped(join(folder, path)) - gzipped(signed(folder, path)), path]).sort(([one], [other]) => other - one);
    console.log(`what a page adds to its text, ${name}: ${added[0].join(' bytes, ')}`);
    assert.ok(added[0][0] <= 6 * KB);
  });
}
