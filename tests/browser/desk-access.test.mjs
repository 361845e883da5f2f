// Everybody can use the desk: no finding of axe on any page, in either language, on a phone and at a desk, by day and night;
// nothing wider than its window; and every form works without scripts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withBrowser } from './console.mjs';
import { Base, PASSPHRASE, Person } from './desk.mjs';
import { findings } from './pages.mjs';

/** A base in which every sort of page has something to show. */
const busy = () => {
  const base = new Base();
  base.hireAll();
  const names = ['sore-vein', 'vein-care', 'a-text-with-a-name-as-long-as-any-that-anybody-will-ever-write'].map((id) => base.begin('veins', id));
  base.begin('doses', 'how-much');
  base.publish(...names);
  base.change('content/en/veins/sore-vein.md', '3 minutes', '30 minutes');
  base.change('content/en/veins/sore-vein.md', '- Rub it.', '- Do not rub it.\n- Averyveryveryveryveryveryveryveryveryveryveryveryverylongwordthatnobodycanbreak.');
  base.change('content/en/veins/vein-care.md', 'need = "minor-complication"', 'neeed = "minor-complication"');
  base.write('content/remarks/en/sore-vein/1.dr-bob.toml', 'day = 2026-11-20\nsentence = "Wait 3 minutes"\ntext = "Why?\\nhttps://example.org/a/very/long/address/that/no/window/of/a/telephone/holds/in/one/line"\n');
  base.write('content/remarks/en/sore-vein/1.ed-eve.toml', 'day = 2026-11-20\nto = "1.dr-bob"\ntext = "Because."\n');
  return base;
};

/** Every sort of page, by its address below the language. */
const PAGES = {
  home: '', all: '?all=1&lang=en&role=medical', changed: 'text/en/sore-vein', compared: 'text/en/sore-vein?since=1', wrong: 'text/en/vein-care',
  new: 'text/en/how-much', facts: 'text/facts/my-region', none: 'text/en/nobody', overview: 'overview', keys: 'keys', far: 'far', ticked: 'sign',
  why: 'withdraw/en/sore-vein', instead: 'withdraw/en/sore-vein?reason=error', leaving: 'withdraw/en/sore-vein?reason=error&reach=every-language',
};

/** Both languages, small and wide, by day and by night: each is seen, not every meeting of the three. */
const LOOKS = { en: [[320, 'light'], [1280, 'dark']], ru: [[320, 'dark'], [1280, 'light']] };

for (const lang of ['en', 'ru']) {
  test(`every page can be used by everybody, in ${lang}`, async () => {
    const base = busy();
    await withBrowser(async (browser) => {
      const ada = await Person.sit(browser, base, 'dr-ada', { lang });
      await ada.open('text/en/how-much');
      await ada.page.locator('#tick').check();
      await ada.page.locator('button[value=tick]').click();
      const faults = [];
      for (const [place, path] of Object.entries(PAGES)) {
        for (const [width, colorScheme] of LOOKS[lang]) {
          await ada.page.setViewportSize({ width, height: 800 });
          await ada.page.emulateMedia({ colorScheme });
          await ada.open(path);
          await ada.page.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
          const where = `${place} ${width} ${colorScheme}`;
          faults.push(...(await findings(ada.page)).map((fault) => `${where}: ${fault}`));
          const wide = await ada.page.evaluate(() => document.scrollingElement.scrollWidth);
          if (wide > width) faults.push(`${where}: ${wide} px wide`);
        }
        const shape = await ada.page.evaluate(() => ({
          lang: document.documentElement.lang,
          mains: document.querySelectorAll('main').length,
          titles: [...document.querySelectorAll('h1')].length,
          levels: [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1])),
          empty: [...document.querySelectorAll('h1, h2, h3, a, button, label, summary')].filter((one) => !one.textContent.trim()).length,
        }));
        assert.deepEqual([shape.lang, shape.mains, shape.empty], [lang, 1, 0], place);
        assert.equal(shape.titles, 1, place);
        shape.levels.reduce((before, level) => { assert.ok(level <= before + 1, `${place}: a heading is skipped`); return level; }, 0);
      }
      assert.deepEqual(faults, []);
      await ada.leave();
    });
    base.end();
  });
}

test('a page with a fault would be found out', async () => {
  const base = new Base();
  await withBrowser(async (browser) => {
    const page = await Person.sit(browser, base, undefined, { key: null });
    await page.open('keys');
    await page.page.evaluate(() => {
      const field = document.querySelector('input[name=file]');
      field.placeholder = '';
      field.closest('label').replaceWith(field);
    });
    assert.match((await findings(page.page)).join('\n'), /label/);
    await page.leave();
  });
  base.end();
});

test('a screen reader is told what a text is, what changed in it, and what came of a deed', async () => {
  const base = busy();
  await withBrowser(async (browser) => {
    const ada = await Person.sit(browser, base, 'dr-ada');
    await ada.open('text/en/sore-vein');
    const tree = await ada.page.locator('body').ariaSnapshot();
    for (const part of [/link "to the content"/, /banner:/, /navigation "review desk"/, /main:/, /heading "Rest for sore-vein" \[level=1\]/, /navigation "on this page"/, /heading "what changed" \[level=2\]/, /heading "sign" \[level=2\]/, /contentinfo:/]) {
      assert.match(tree, part);
    }
    const changed = await ada.page.locator('.passage.changed').first().innerText();
    assert.match(changed, /\[removed: ?\s*3|\[removed:\s*\S*3/, changed);
    // The way to the content comes first.
    await ada.page.keyboard.press('Tab');
    assert.equal(await ada.page.evaluate(() => document.activeElement.className), 'skip');
    await ada.page.keyboard.press('Enter');
    assert.equal(await ada.page.evaluate(() => document.activeElement.id), 'main');
    assert.match(await ada.declare(), /signed/i);
    assert.equal(await ada.page.locator('#said').getAttribute('role'), 'status');
    await ada.leave();
  });
  base.end();
});

test('every form works without scripts', async () => {
  const base = busy();
  await withBrowser(async (browser) => {
    const ada = await Person.sit(browser, base, 'dr-ada', { browsing: { javaScriptEnabled: false } });
    const { page } = ada;
    await ada.read('en/sore-vein');
    await page.locator('summary', { hasText: 'ask for a change' }).click();
    await page.getByLabel('what is to be changed, and why').fill('Say why.');
    await page.getByRole('button', { name: 'leave the remark' }).click();
    assert.match(await ada.said(), /your remark stands/);
    const thread = page.getByRole('article', { name: 'remark 1.dr-bob' });
    await thread.locator('summary').click();
    await thread.getByLabel('your answer').fill('So be it.');
    await thread.getByRole('button', { name: 'answer', exact: true }).click();
    assert.match(await ada.said(), /your answer stands/);
    await page.getByLabel('compare with version').selectOption('1');
    await page.getByRole('button', { name: 'show' }).click();
    assert.match(page.url(), /since=1/);
    await page.locator('#tick').check();
    await page.getByRole('button', { name: 'tick it, and sign later' }).click();
    await page.getByRole('link', { name: 'sign them all' }).click();
    await page.getByRole('button', { name: 'remove the tick' }).click();
    assert.match(await ada.said(), /no longer ticked/);
    assert.match(await ada.sign('en/sore-vein'), /signed record\/en\/sore-vein version 2/);
    await ada.open('withdraw/en/sore-vein');
    await page.getByLabel('the law').check();
    await page.getByRole('button', { name: 'go on' }).click();
    await page.getByRole('button', { name: 'go on' }).click();
    await page.getByLabel('passphrase of your key').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'take it off the site' }).click();
    assert.match(await ada.said(), /withdrawn: record\/en\/sore-vein/);
    await ada.open('keys');
    const form = page.locator('form', { has: page.getByLabel('where the file of the key is') });
    await form.getByLabel('where the file of the key is').fill(base.key('dr-bob'));
    await form.getByRole('button').click();
    assert.match(await ada.said(), /signs here from now on: dr-bob/);
    await page.getByRole('link', { name: 'по-русски' }).click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
    await ada.leave();
  });
  base.end();
});
