// Queries as clients write them, typed into the console: the right answer is among the first three.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, open, page, readQueries, withBrowser } from './console.mjs';

const FIRST = 3;
const SHARE = 0.95;

for (const lang of LANGUAGES) {
  test(`what clients write finds its answer in ${lang}`, async () => {
    const { nothing, queries } = readQueries(lang);
    assert.ok(queries.length >= 100, `${queries.length} queries`);
    await withBrowser(async (browser) => {
      const { page: opened } = await open(browser, page(lang));
      const found = await opened.evaluate((texts) => texts.map((text) => {
        const query = document.getElementById('query');
        query.value = text;
        query.dispatchEvent(new Event('input'));
        return answers.list.found().slice(0, 3).map((snippet) => snippet.id);
      }), [...queries.map(({ query }) => query), ...nothing]);
      const missed = queries.filter(({ snippets }, place) => !found[place].slice(0, FIRST).some((id) => snippets.includes(id)));
      console.log(`${lang}: ${queries.length - missed.length} of ${queries.length} found; not: ${missed.map(({ query }) => query).join(', ')}`);
      assert.ok(missed.length <= queries.length * (1 - SHARE), `${missed.length} of ${queries.length} missed`);
      const strays = nothing.filter((query, place) => found[queries.length + place].length);
      assert.deepEqual(strays, [], 'what nobody can answer finds nothing');
    });
  });
}
