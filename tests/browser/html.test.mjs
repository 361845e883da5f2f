// Valid HTML: the Nu checker finds no error on any page, and nothing to warn of but what a browser has proved wrong.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { rightToLeft, site } from './console.mjs';
import { filesOf } from './pages.mjs';

const CHECKER = createRequire(import.meta.url)('vnu-jar');

/** What the checker says and is not so, each with the reason. */
const KNOWN = [
  // Tor Browser reads it, and HTML lets a meta element hold what is not yet standard nowhere else.
  /^Bad value “onion-location” for attribute “http-equiv” on element “meta”\.$/,
  // The checker reckons no hashes and knows no place of the page; pages.test.mjs has Chromium judge every policy.
  /^(Inline (style|script)|Resource) violates Content Security Policy \(meta tag\)/,
  // The headings of the console's panes are filled in by its script.
  /^Empty heading\.$/,
];

const check = (...paths) => {
  const { stderr } = spawnSync('java', ['-Xss4m', '-jar', CHECKER, '--skip-non-html', '--format', 'json', ...paths], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(stderr).messages.map(({ message, url, lastLine }) => ({ message, place: `${url}:${lastLine}` }));
};

test('the Nu checker finds nothing on any page, and would find what is wrong', () => {
  const folders = [site(), rightToLeft()];
  const broken = mkdtempSync(join(tmpdir(), 'broken-'));
  writeFileSync(join(broken, 'broken.html'), '<!doctype html><html lang="en"><title>x</title><p><a href="x"><a href="y"></a></a><h7>z</h7>');
  const all = check(...folders, broken);
  rmSync(broken, { recursive: true });
  const said = all.filter(({ place }) => !place.includes('/broken.html:'));
  assert.ok(all.length - said.length > 1, 'it looks');
  const pages = folders.flatMap((folder) => filesOf(folder, '.html'));
  console.log(`${pages.length} pages; set aside: ${KNOWN.map((pattern) => said.filter(({ message }) => pattern.test(message)).length).join(', ')}`);
  assert.ok(pages.length > 150, `${pages.length} pages`);
  const left = said.filter(({ message }) => !KNOWN.some((pattern) => pattern.test(message)));
  assert.deepEqual(left.map(({ message, place }) => `${place}: ${message}`), []);
});
