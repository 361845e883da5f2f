// On paper: the emergency page is one sheet, urgency survives a black-and-white copy, and links say where they lead.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { LANGUAGES, open, site, withBrowser } from './console.mjs';

/** How many pages a printer would give out: a PDF names each of them. */
const sheets = async (opened) => {
  const pdf = (await opened.pdf({ format: 'A4' })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b/g).length;
};

/** What stands on the paper: the words that are shown, and the elements that are not. */
const printed = async (browser, path) => {
  const { page: opened, context, troubles } = await open(browser, join(site(), path));
  await opened.emulateMedia({ media: 'print' });
  return { opened, troubles, close: () => context.close() };
};

test('the emergency page is one sheet in each language', async () => {
  await withBrowser(async (browser) => {
    for (const path of ['sos.html', ...LANGUAGES.map((lang) => `${lang}/sos.html`)]) {
      const { opened, troubles, close } = await printed(browser, path);
      assert.equal(await sheets(opened), 1, path);
      // It can be read: the smallest letters are 7 points or more, which are 9.3 pixels.
      const smallest = await opened.evaluate(() => {
        const shown = [...document.querySelectorAll('main :is(li, p, h2, h3, h4)')].filter((one) => one.checkVisibility());
        return Math.min(...shown.map((one) => parseFloat(getComputedStyle(one).fontSize)));
      });
      assert.ok(smallest >= 9.3, `${path}: ${smallest} px`);
      // The first emergency is whole, and each other has its card, its first steps and the name of its text.
      const articles = await opened.evaluate(() => [...document.querySelectorAll('main article')].map((article) => {
        const seen = (selector) => [...article.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length;
        return { steps: seen(':scope > h3'), all: article.querySelectorAll(':scope > h3').length, cards: seen('.card'), lists: seen('ol'), whole: seen('.whole') };
      }));
      assert.ok(articles.length > 3, path);
      assert.equal(articles[0].steps, articles[0].all, path);
      for (const one of articles.slice(1)) {
        assert.deepEqual({ ...one, all: 0, lists: one.lists > 0 }, { steps: 1, all: 0, cards: 1, lists: true, whole: 1 }, path);
      }
      assert.deepEqual(troubles, [], path);
      await close();
    }
  });
});

test('an overlong page would be found out', async () => {
  await withBrowser(async (browser) => {
    const { opened, close } = await printed(browser, 'en/sos.html');
    await opened.evaluate(() => { document.querySelector('article').append(...[1, 2, 3].map(() => document.querySelector('article').cloneNode(true))); });
    assert.ok(await sheets(opened) > 1);
    await close();
  });
});

test('an article on paper has its text without bars, and its links with their addresses', async () => {
  await withBrowser(async (browser) => {
    for (const lang of LANGUAGES) {
      const { opened, close } = await printed(browser, `${lang}/abscess.html`);
      const seen = (selector) => opened.evaluate((one) => [...document.querySelectorAll(one)].filter((element) => element.checkVisibility()).length, selector);
      for (const hidden of ['.bar', '.languages', '.contents', '.next', '.ask', '.back', 'footer', '.review details']) {
        assert.equal(await seen(hidden), 0, hidden);
      }
      for (const shown of ['h1', '.card.emergency', '.card.urgent', '.dont', '.mark', '.review', '.sources']) {
        assert.ok(await seen(shown) > 0, shown);
      }
      const address = await opened.evaluate(() => {
        const link = document.querySelector('.sources a[rel]');
        return [link.href, getComputedStyle(link, '::after').content];
      });
      assert.equal(address[1], `" (${address[0]})"`);
      await close();
    }
  });
});

test('black and white are enough to tell what is urgent', async () => {
  await withBrowser(async (browser) => {
    const { opened, close } = await printed(browser, 'en/abscess.html');
    const card = (kind) => opened.evaluate((name) => {
      const style = getComputedStyle(document.querySelector(`.card.${name}`));
      const word = document.querySelector(`.card.${name} .level`);
      const sign = getComputedStyle(word, '::before');
      return {
        back: style.backgroundColor,
        thick: parseFloat(style.borderInlineStartWidth) + parseFloat(style.borderBlockStartWidth),
        word: word.innerText.trim(),
        shape: sign.clipPath,
        exact: sign.printColorAdjust,
      };
    }, kind);
    const [emergency, urgent] = [await card('emergency'), await card('urgent')];
    assert.ok(emergency.thick > urgent.thick && urgent.thick > 2, `${emergency.thick} and ${urgent.thick}`);
    assert.match(emergency.word, /^Emergency/);
    assert.match(urgent.word, /^Urgent/);
    assert.notEqual(emergency.shape, urgent.shape);
    for (const one of [emergency, urgent]) {
      assert.ok(['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(one.back), one.back);
      assert.equal(one.exact, 'exact');
    }
    const ink = await opened.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.querySelector('.card.emergency .title')).color]);
    for (const colour of ink) assert.ok(colour.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 60), colour);
    // The word "do not" stands before each thing not to do, also where only the sign was shown.
    const dont = await opened.evaluate(() => document.querySelector('.dont li').innerText);
    assert.match(dont, /Do not: /);
    await close();
  });
});
