// A third language, which runs from right to left and has no stemmer: every page is mirrored, what must run from the left does, and
// the search and the workers' console do in it what they do in the others. tests/browser/pages.test.mjs opens every page of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DESK, PHONE, choose, open, rightToLeft, takeCopied, withBrowser } from './console.mjs';
import { filesOf, findings, visit } from './pages.mjs';

const file = (path) => join(rightToLeft(), path);
const snippets = () => JSON.parse(readFileSync(file('snippets/fa.json'), 'utf8')).snippets;

/** What stands on a page and runs the wrong way, or could change places with what stands beside it. */
const astray = () => {
  const style = (element) => getComputedStyle(element);
  const isolated = (element) => style(element).unicodeBidi.startsWith('isolate') || style(element).display !== 'inline';
  const all = (selector) => [...document.querySelectorAll(selector)];
  const wrong = [
    ...all('code, pre, .tel, [lang="en"], [lang="ru"]').filter((element) => style(element).direction !== 'ltr' || !isolated(element)),
    ...all('sup, bdi').filter((element) => !isolated(element)),
    ...[document.body].filter((element) => style(element).direction !== 'rtl'),
  ];
  return wrong.map((element) => element.outerHTML.slice(0, 120));
};

test('every page of the language runs from the right, and codes, commands and numbers in it from the left', async () => {
  const paths = filesOf(rightToLeft(), '.html').filter((path) => path.startsWith('fa/') && path !== 'fa/old-veins.html');
  await withBrowser(async (browser) => {
    const context = await browser.newContext({ viewport: DESK, offline: true });
    await visit(context, ['index.html', 'sos.html', ...paths].map((path) => pathToFileURL(file(path)).href), async (page) => {
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'fa');
      assert.deepEqual(await page.evaluate(astray), []);
    });
  });
  assert.ok(paths.length > 12, `${paths.length} pages`);
});

test('the layout is mirrored: what comes first stands at the right', async () => {
  await withBrowser(async (browser) => {
    for (const viewport of [PHONE, DESK]) {
      const { page } = await open(browser, file('fa/abscess.html'), { viewport });
      const box = (selector) => page.locator(selector).first().boundingBox();
      const [exit, call, heading] = [await box('.bar .exit'), await box('.bar .call'), await box('h1')];
      assert.ok(exit.x > call.x + call.width, 'the way out comes first, the number last');
      // Numbers of lists, edges of cards, headings of tables: all at the right.
      const card = await page.locator('.card.urgent').evaluate((element) => {
        const { borderRightWidth, borderLeftWidth } = getComputedStyle(element);
        return [parseFloat(borderRightWidth), parseFloat(borderLeftWidth)];
      });
      assert.ok(card[0] > card[1], card.join());
      const cells = await page.locator('thead th').evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().x));
      assert.deepEqual(cells, [...cells].sort((one, other) => other - one));
      assert.ok(heading.x + heading.width <= viewport.width);
      await page.context().close();
    }
  });
});

/** Types a query and gives the names of the texts found, best first. */
const found = async (page, query) => {
  await page.fill('#query', query);
  await page.press('#query', 'Enter');
  return page.locator('#found a').evaluateAll((links) => links.map((link) => link.getAttribute('href').replace('.html', '')));
};

test('a language without a stemmer is searched by its words as they stand, by their beginnings, with slips, and with its slang', async () => {
  await withBrowser(async (browser) => {
    const { page, troubles } = await open(browser, file('fa/search.html'), { viewport: PHONE });
    const wanted = {
      'نفس نمی‌کشد': 'overdose-now', 'نفس نمي كشد': 'overdose-now', 'اوردوز': 'overdose-now', 'od': 'overdose-now', 'آبسه': 'abscess',
      'آبس': 'abscess', 'برآمدگي': 'abscess', 'برآمدکی': 'abscess', 'رگ سفت': 'vein-care', 'خماری': 'withdrawal', 'بی‌خوابی': 'withdrawal', 'naloxone': 'overdose-now', 'خُماری': 'withdrawal',
    };
    for (const [query, id] of Object.entries(wanted)) {
      assert.equal((await found(page, query))[0], id, query);
    }
    assert.deepEqual(await found(page, 'ظظظظظظ'), []);
    for (const query of ['نفس نمی‌کشد', 'نفس نمي كشد', 'اوردوز']) {
      await found(page, query);
      assert.ok(await page.locator('#alarm a[href="tel:115"]').isVisible(), query);
    }
    for (const query of ['', 'نفس نمی‌کشد', 'رگ', 'ظظظظظظ']) {
      await found(page, query);
      assert.deepEqual(await findings(page), [], query);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width, query);
    }
    assert.deepEqual(troubles.filter((trouble) => !/asked for .*search-fa/.test(trouble)), []);
  });
});

test('the console fills in blanks and copies every message as it is published', async () => {
  await withBrowser(async (browser) => {
    const { page, troubles } = await open(browser, file('fa/answers.html'));
    for (const snippet of snippets().filter(({ status }) => status !== 'withdrawn')) {
      await choose(page, snippet.id);
      const values = Object.fromEntries((snippet.placeholders ?? []).map(({ name, kind }) => [name, kind === 'time' ? '14:30' : 'تهران (Tehran)']));
      await page.press('#query', 'Enter');
      for (const [name, value] of Object.entries(values)) await page.fill(`#blanks_in [name="${name}"]`, value);
      await page.click('#copy');
      const [copied] = await takeCopied(page);
      const parts = snippet.formats.telegram_app.parts[0].text;
      const expected = parts.replace(/\{([a-z0-9_]+)\}/g, (all, name) => values[name] ?? all);
      assert.equal(copied, expected, snippet.id);
      assert.ok(Object.values(values).every((value) => copied.includes(value)), snippet.id);
    }
    assert.deepEqual(troubles, []);
  });
});

test('the console fits, and axe finds nothing in it, by day and night', async () => {
  await withBrowser(async (browser) => {
    for (const [viewport, colorScheme] of [[PHONE, 'light'], [DESK, 'dark']]) {
      const { page, context } = await open(browser, file('fa/answers.html'), { viewport, colorScheme });
      await choose(page, 'abscess.where');
      await page.press('#query', 'Enter');
      assert.deepEqual(await findings(page), [], `${colorScheme} ${viewport.width}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= viewport.width);
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), 'rtl');
      await context.close();
    }
  });
});
