// Everybody can use it: no finding of axe by WCAG 2.2 A and AA, in any state, by day and night, on a phone and at a desk.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, LANGUAGES, MANY, PHONE, changedPage, open, page, withBrowser } from './console.mjs';
import { findings } from './pages.mjs';

/** The states of the page, each with the way to it. */
const STATES = {
  list: async (opened, lang) => {
    await opened.fill('#query', MANY[lang]);
    await opened.locator('.hit').nth(3).waitFor();
  },
  none: async (opened) => { await opened.fill('#query', 'qqqqqqqq'); },
  alarm: async (opened, lang) => {
    await opened.fill('#query', { en: 'overdose', ru: 'передоз' }[lang]);
    await opened.locator('#alarm:not(:empty)').waitFor();
  },
  card: async (opened) => {
    await opened.fill('#query', 'overdose-now.steps');
    await opened.locator('.hit').first().click();
    await opened.locator('#copy').click();
  },
  refused: async (opened) => {
    await opened.fill('#query', 'rashes.where');
    await opened.locator('.hit').first().click();
    await opened.locator('#copy').click();
  },
  invite: async (opened) => {
    await opened.fill('#query', 'rashes.where');
    await opened.locator('.hit').first().click();
    await opened.locator('label:has([name=place][value=group])').click();
  },
  edited: async (opened) => {
    await opened.fill('#query', 'abscess.why');
    await opened.locator('.hit').first().click();
    await opened.locator('label:has([name=place][value=sms])').click();
    await opened.locator('#edit').click();
    await opened.locator('textarea').first().fill('x');
  },
  expired: async (opened) => {
    await opened.fill('#query', 'bleeding.steps');
    await opened.locator('.hit').first().click();
  },
  withdrawn: async (opened) => {
    await opened.fill('#query', 'art.start');
    await opened.locator('.hit').first().click();
  },
  help: async (opened) => { await opened.locator('#help_opens').click(); },
};

test('axe finds nothing', async () => {
  await withBrowser(async (browser) => {
    for (const lang of LANGUAGES) {
      const path = changedPage(lang, (data) => {
        const at = (id) => data.articles.findIndex((one) => one.id === id);
        data.articles[at('bleeding')].status = 'expired';
        const { id, snippets } = data.articles[at('art')];
        data.articles[at('art')] = { id, status: 'withdrawn', snippets: snippets.map(({ anchor, code }) => ({ anchor, code })) };
      });
      // Each state at a desk in one language and on a phone in the other, by day in one and by night in the other.
      const viewport = { en: DESK, ru: PHONE }[lang];
      for (const [place, [name, reach]] of Object.entries(STATES).entries()) {
        const colorScheme = lang === LANGUAGES[place % 2] ? 'light' : 'dark';
        const { page: opened, context, troubles } = await open(browser, path, { viewport, colorScheme });
        await reach(opened, lang);
        assert.deepEqual(await findings(opened), [], `${lang} ${name} ${colorScheme} ${viewport.width}`);
        assert.deepEqual(troubles, [], name);
        await context.close();
      }
    }
  });
});

test('a page with a fault would be found out', async () => {
  await withBrowser(async (browser) => {
    const { page: opened } = await open(browser, page('en'));
    await opened.evaluate(() => document.getElementById('query').removeAttribute('id'));
    assert.match((await findings(opened)).join('\n'), /label/);
  });
});

test('what happens is told to those who do not see it', async () => {
  await withBrowser(async (browser) => {
    const { page: opened } = await open(browser, page('en'));
    const roles = await opened.evaluate(() => ['count', 'said', 'alarm'].map((id) => document.getElementById(id).getAttribute('role')));
    assert.deepEqual(roles, ['status', 'status', 'alert']);
    await opened.fill('#query', 'abscess');
    assert.match(await opened.locator('#count').textContent(), /^Answers: \d+$/);
    const tree = await opened.locator('#hits').ariaSnapshot();
    assert.match(tree, /listbox "Answers found"/);
    assert.match(tree, /option "What can I do today\? Urgent A lump, an abscess or hot red skin" \[selected\]/);
  });
});

test('the tabulator goes round the whole page, in its order, and is caught nowhere', async () => {
  await withBrowser(async (browser) => {
    const { page: opened } = await open(browser, page('en'));
    await opened.fill('#query', 'abscess.today');
    const seen = [];
    for (let count = 0; count < 40; count++) {
      seen.push(await opened.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.tagName));
      await opened.keyboard.press('Tab');
    }
    const order = ['query', 'by_need', 'by_urgency', 'by_channel', 'hits', 'place', 'format', 'frame', 'copy', 'edit'];
    assert.deepEqual(seen.filter((id, place) => order.includes(id) && seen.indexOf(id) === place), order);
    assert.ok(seen.includes('help_opens') || seen.includes('BODY'), seen.join(' '));
  });
});

test('right to left, nothing is cut off and the list stands at the right', async () => {
  await withBrowser(async (browser) => {
    for (const viewport of [PHONE, DESK]) {
      const { page: opened } = await open(browser, page('en'), { viewport });
      await opened.evaluate(() => { document.documentElement.dir = 'rtl'; });
      await opened.fill('#query', 'abscess.today');
      if (viewport === PHONE) await opened.locator('.hit').first().click();
      assert.equal(await opened.evaluate(() => document.scrollingElement.scrollWidth), viewport.width);
      if (viewport === DESK) {
        const at = (id) => opened.evaluate((name) => document.getElementById(name).getBoundingClientRect().x, id);
        assert.ok(await at('hits') > await at('card'));
      }
    }
  });
});
