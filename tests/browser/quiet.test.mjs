// Nothing leaves the page and nothing stays behind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DESK, LANGUAGES, MANY, PHONE, open, page, withBrowser } from './console.mjs';

test('a page that is used asks for nothing and keeps nothing', async () => {
  await withBrowser(async (browser) => {
    for (const lang of LANGUAGES) {
      const { page: console, context, troubles } = await open(browser, page(lang));
      for (const query of ['overdose', 'передоз', 'K7F2', '<script>', 'vein gone']) {
        await console.fill('#query', query);
        await console.press('#query', 'Enter');
      }
      await console.keyboard.press('Escape');
      for (const key of ['g', 'Enter', 'd', 'w', '1', 'Enter', 'e', 'Escape', '?']) await console.keyboard.press(key);
      const kept = await console.evaluate(async () => ({
        cookie: document.cookie,
        local: localStorage.length,
        session: sessionStorage.length,
        bases: (await indexedDB.databases()).length,
        history: history.length,
        address: location.search + location.hash,
      }));
      assert.deepEqual(kept, { cookie: '', local: 0, session: 0, bases: 0, history: 2, address: '' });
      assert.deepEqual(await context.cookies(), []);
      assert.deepEqual(troubles, []);
    }
  });
});

test('its policy lets in its own style and scripts and nothing else', async () => {
  await withBrowser(async (browser) => {
    const { page: console } = await open(browser, page('en'));
    const blocked = await console.evaluate(() => new Promise((done) => {
      const refused = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        refused.push(event.effectiveDirective);
        if (refused.length === 4) done(refused.sort());
      });
      const add = (name, change) => document.body.append(Object.assign(document.createElement(name), change));
      add('script', { textContent: 'window.entered = true' });
      add('style', { textContent: 'body { display: none }' });
      add('img', { src: 'https://elsewhere.example/a.png' });
      fetch('https://elsewhere.example/').catch(() => {});
      setTimeout(() => done(refused.sort()), 2000);
    }));
    assert.deepEqual(blocked, ['connect-src', 'img-src', 'script-src-elem', 'style-src-elem']);
    assert.equal(await console.evaluate(() => window.entered), undefined);
  });
});

test('one file has everything, and no search engine lists it', () => {
  const html = readFileSync(page('en'), 'utf8');
  assert.ok(!/<(?:link(?! rel="icon" href="data:,")|iframe|object|embed)|\ssrc=/.test(html.replace(/<script[^]*?<\/script>/g, '')));
  assert.ok(html.includes('<meta name="robots" content="noindex">'));
  assert.ok(html.includes("default-src 'none'"));
  assert.ok(!html.includes('unsafe'));
});

test('nothing is wider than a phone, in either language, list or card', async () => {
  await withBrowser(async (browser) => {
    for (const lang of LANGUAGES) {
      for (const viewport of [PHONE, { width: 390, height: 800 }, { width: 900, height: 700 }, DESK]) {
        const { page: console, context } = await open(browser, page(lang), { viewport });
        const widest = () => console.evaluate(() => document.scrollingElement.scrollWidth);
        await console.fill('#query', MANY[lang]);
        assert.equal(await widest(), viewport.width, `${lang} list`);
        await console.locator('.hit').first().click();
        assert.equal(await widest(), viewport.width, `${lang} card`);
        await context.close();
      }
    }
  });
});

test('without scripts the page says so, and leads to the index', async () => {
  await withBrowser(async (browser) => {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const console = await context.newPage();
    await console.goto(`file://${page('ru')}`);
    assert.ok(await console.locator('.unable').isVisible());
    assert.ok(!(await console.locator('#desk').isVisible()));
    await console.locator('.unable a').click();
    assert.ok(console.url().endsWith('/ru/a-z.html'));
  });
});
