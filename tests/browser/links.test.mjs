// Every link of two sites, as a browser resolves it: in a folder of a server, where a link can go wrong in more ways than at its root,
// and on a stick. Then a walk.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { PHONE, readSnippets, rightToLeft, site, withBrowser } from './console.mjs';
import { filesOf, serve, visit } from './pages.mjs';

const inFolder = (folder) => serve(folder, '/a/b/');
const onStick = (folder) => {
  const stick = mkdtempSync(join(tmpdir(), 'a stick '));
  cpSync(folder, stick, { recursive: true });
  return { base: `${pathToFileURL(stick).href}/`, close: () => rmSync(stick, { recursive: true }) };
};

/** Where a site lies, how it is laid there, and how many pages it has at least. */
const PLACES = [
  ['a folder of a server', inFolder, site(), 100], ['a stick', onStick, site(), 100], ['a stick, from right to left', onStick, rightToLeft(), 60],
];

/** What a page leads to, as the browser says, and the places in it. */
const look = (page) => page.evaluate(() => ({
  links: [...document.querySelectorAll('a[href], link[href], area[href]')].map((link) => link.href),
  places: [...document.querySelectorAll('[id]')].map((element) => element.id),
}));

/** What is wrong with the links of pages, and how many there are, where these files lie at `base`. */
const follow = (pages, files, own) => {
  const faults = [];
  let followed = 0;
  for (const [address, { links }] of pages) {
    for (const link of links) {
      const [target, place] = link.split('#');
      if (/^(https|tel|data):/.test(link)) {
        if (link.startsWith(own)) faults.push(`${address} leads to ${link}, which works at one place only`);
        continue;
      }
      followed += 1;
      if (!files.has(target)) faults.push(`${address} leads to ${link}, which is not there`);
      else if (place && !pages.get(target)?.places.includes(decodeURIComponent(place))) faults.push(`${address} leads to ${link}, where no such place is`);
    }
  }
  return { faults, followed };
};

for (const [name, lay, folder, fewest] of PLACES) {
  test(`every link leads somewhere, and none out of the site, at ${name}`, async () => {
    const { base, close } = await lay(folder);
    const read = (path) => readFileSync(join(folder, path), 'utf8');
    // A page for lost addresses knows one place alone, and one that has moved leads on at once.
    const paths = filesOf(folder, '.html').filter((path) => path !== '404.html' && !/http-equiv="refresh"/.test(read(path)));
    const pages = new Map();
    try {
      await withBrowser(async (browser) => {
        const context = await browser.newContext({ javaScriptEnabled: false });
        await visit(context, paths.map((path) => base + path), async (page, { address }) => { pages.set(address, await look(page)); });
      });
      const own = /href="(https:[^"]*\/)index\.html"/.exec(read('404.html'))[1];
      const { faults, followed } = follow(pages, new Set(filesOf(folder).map((path) => base + path)), own);
      assert.deepEqual(faults, []);
      if (base.startsWith('http')) {
        const targets = new Set([...pages.values()].flatMap(({ links }) => links.map((link) => link.split('#')[0])));
        for (const target of targets) if (target.startsWith(base)) assert.equal((await fetch(target, { method: 'HEAD' })).status, 200, target);
      }
      console.log(`${name}: ${pages.size} pages, ${followed} links`);
      assert.ok(pages.size > fewest && followed > 20 * fewest, `${pages.size} pages, ${followed} links`);
    } finally {
      close();
    }
  });
}

/** Taps the first link that leads to an address with this end, and opens the folds that it lies in; gives how many taps it took. */
const tap = async (page, end) => {
  const link = page.locator(`main a[href$="${end}"]`).first();
  const folds = link.locator('xpath=ancestor::details[not(@open)]');
  let taps = 1;
  for (; await folds.count(); taps += 1) await folds.first().locator('> summary').click();
  await link.click();
  await page.waitForURL(`**/${end}`);
  return taps;
};

test('a person walks through the site without scripts, and searches it with them', async () => {
  const { base, close } = await serve(site(), '/a/b/');
  try {
    await withBrowser(async (browser) => {
      for (const [lang, word] of [['en', 'abscess'], ['ru', 'абсцесс']]) {
        const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
        const page = await context.newPage();
        await page.goto(`${base}${lang}/index.html`);
        assert.ok(await tap(page, 'abscess.html') <= 4, 'an article is four taps away at most');
        const next = await page.locator('.next a').first().getAttribute('href');
        await tap(page, next.replace('../', ''));
        assert.ok(!page.url().includes('abscess'));
        await page.locator('.bar a[href$="sos.html"]').click();
        assert.ok(await page.locator('main a[href^="tel:"]').first().isVisible());
        await page.locator('footer a[href$="index.html"]').first().click();
        await tap(page, 'services.html');
        const service = page.locator('main .doors a[href^="#"]:visible').first();
        const place = await service.getAttribute('href');
        await service.click();
        assert.ok(await page.locator(place).isVisible());
        await page.locator('footer a[href$="a-z.html"]').click();
        await page.locator('main').getByRole('link', { name: word }).first().click();
        assert.ok(page.url().endsWith('/abscess.html'), page.url());
        const { code } = readSnippets(lang).find(({ article }) => article === 'abscess');
        await page.locator('footer a[href$="v/index.html"]').click();
        await page.goto(`${base}v/${code[0].toLowerCase()}.html#${code}`);
        assert.ok(await page.locator(`[id="${code}"] a[href*="/${lang}/abscess.html"]`).first().isVisible());
        await page.locator(`[id="${code}"] a[href*="/${lang}/abscess.html"]`).first().click();
        assert.ok(page.url().includes(`/${lang}/abscess.html`));
        await context.close();
        const scripted = await browser.newPage({ viewport: PHONE });
        await scripted.goto(`${base}${lang}/index.html`);
        await tap(scripted, 'search.html');
        await scripted.fill('#query', word);
        await scripted.press('#query', 'Enter');
        await scripted.locator('#found a').first().click();
        assert.ok(scripted.url().endsWith('/abscess.html'), scripted.url());
        await scripted.close();
      }
    });
  } finally {
    close();
  }
});
