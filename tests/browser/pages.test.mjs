// The client's contract on every page of two sites, with scripts and without, under the headers that each site asks for: all that was
// signed can be read, nothing else is asked for, nothing stays behind, everybody can use it. One site is the starter; the other runs
// from right to left.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DESK, PHONE, rightToLeft, site, withBrowser } from './console.mjs';
import { filesOf, findings, isConsole, serve, visibleText, visit } from './pages.mjs';
import { signedPieces, twinWords, words } from './signed.mjs';

const SITES = { 'the starter': site(), 'right to left': rightToLeft() };

const pagesOf = (folder) => filesOf(folder, '.html').filter((path) => !isConsole(path));
const read = (folder, path) => readFileSync(join(folder, path), 'utf8');
/** The pages that stay where they are: one that has moved leads on before anybody can read it. */
const staying = (folder) => pagesOf(folder).filter((path) => !/http-equiv="refresh"/.test(read(folder, path)));

/** The pages of codes are alike but for the codes: axe looks at one of them, and the Nu checker at all. */
const isLikeAnother = (path) => /^v\/[^0i]/.test(path);

/** One page of each kind in each language: the theme names the kind in the class of the body. */
const kinds = (folder) => {
  const first = new Map();
  for (const path of staying(folder)) {
    const [, lang, kind] = /<html lang="([^"]*)"[^]*<body class="([^"]*)"/.exec(read(folder, path));
    if (!first.has(`${lang} ${kind}`)) first.set(`${lang} ${kind}`, path);
  }
  return [...first.values()];
};

/** What a page may ask for beyond itself: its own pictures, and the search its one list of texts. */
const allowed = (folder, path, base) => {
  const here = new URL(path, base);
  const pictures = [...read(folder, path).matchAll(/<img [^>]*?src="([^"]+)"/g)].map(([, src]) => new URL(src, here).href);
  const lists = path.endsWith('/search.html') ? filesOf(folder, '.js').map((name) => new URL(name, base).href) : [];
  return new Set([...pictures, ...lists.filter((url) => url.startsWith(here.href.replace('.html', '-')))]);
};

/** What a page has left in the browser. */
const kept = (page) => page.evaluate(async () => ({
  cookie: document.cookie, local: localStorage.length, session: sessionStorage.length, bases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
}));
const NOTHING = { cookie: '', local: 0, session: 0, bases: 0, caches: 0, workers: 0 };

/** Opens pages of a site in one context and looks at each with `then`. */
const openAll = async (folder, options, paths, then) => {
  const { base, close } = await serve(folder, '/a/b/');
  try {
    await withBrowser(async (browser) => {
      const context = await browser.newContext({ viewport: PHONE, ...options });
      await visit(context, paths.map((path) => base + path), (page, seen) => then(page, { ...seen, path: seen.address.slice(base.length), base }));
      assert.deepEqual(await context.cookies(), []);
      assert.deepEqual((await context.storageState({ indexedDB: true })).origins, []);
    });
  } finally {
    close();
  }
};

/** All that was signed stands on the page, in its order, and every word of its plain twin; gives how many pieces of text were found. */
const hasTheWholeText = async (page, folder, path) => {
  const shown = words(await visibleText(page));
  const known = new Set(shown.split(' '));
  assert.deepEqual(twinWords(folder, path).filter((word) => !known.has(word)), [], 'the plain twin says more');
  const pieces = signedPieces(folder, ...path.split('/'));
  let from = 0;
  for (const { text, follows } of pieces) {
    const at = shown.indexOf(` ${text} `, follows ? from : 0);
    assert.ok(at >= 0, `lacks: ${text}`);
    if (follows) from = at + 1;
  }
  return pieces.length;
};

const fits = async (page, { width }) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `${wide} wide`);
};

for (const [name, folder] of Object.entries(SITES)) {
  const paths = staying(folder);
  for (const javaScriptEnabled of [false, true]) {
    const how = `${name}, ${javaScriptEnabled ? 'with scripts' : 'without scripts'}`;
    test(`every page (${how}): the whole text, nothing else asked for, nothing refused, nothing wider than a phone`, async () => {
      const [pieces, asks] = [[], []];
      await openAll(folder, { javaScriptEnabled }, paths, async (page, { path, base, asked, troubles }) => {
        await fits(page, PHONE);
        pieces.push(await hasTheWholeText(page, folder, path));
        if (javaScriptEnabled) {
          if (!isLikeAnother(path)) assert.deepEqual(await findings(page), []);
          assert.deepEqual(await kept(page), NOTHING);
        }
        const may = allowed(folder, path, base);
        assert.deepEqual(asked.filter((url) => !may.has(url)), []);
        assert.equal(new Set(asked).size, asked.length, 'asks twice');
        assert.deepEqual(troubles, []);
        asks.push(...asked);
      });
      const count = pieces.reduce((sum, one) => sum + one);
      const articles = pieces.filter((one) => one).length;
      console.log(`${how}: ${paths.length} pages, ${count} pieces of text found, ${asks.length} files asked for beyond the pages`);
      assert.ok(articles >= 6 && count > 10 * articles, `${articles} articles`);
    });
  }

  test(`a page of each kind (${name}), by day and night, on a phone and at a desk: axe finds nothing, nothing is cut off`, async () => {
    await openAll(folder, {}, kinds(folder), async (page) => {
      await visibleText(page);
      // By day on a phone, every page is looked at above.
      for (const [colorScheme, viewport] of [['dark', PHONE], ['light', DESK]]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        assert.deepEqual(await findings(page), [], `${colorScheme} ${viewport.width}`);
        await fits(page, viewport);
      }
    });
  });

  test(`every page (${name}) has a policy that lets in nothing by default`, () => {
    for (const path of pagesOf(folder)) {
      const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(read(folder, path)) ?? assert.fail(`${path} has none`);
      assert.match(policy, /^default-src 'none';/, path);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/, path);
    }
  });
}

test('a page that did more would be found out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vetted-'));
  try {
    writeFileSync(join(folder, 'bad.html'), '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
      + 'content="script-src \'unsafe-inline\'; style-src \'none\'"><title>Bad</title></head><body><h1>Bad</h1><p style="inline-size: 90rem">Wide</p>'
      + '<div style="inline-size: 90rem"></div><table><tr><td><pre>'.concat('wide '.repeat(200), '</pre></td></tr></table><img alt="" src="dot.png">'
      + '<button></button><script>localStorage.a = 1; document.cookie = "a=1";</script></body></html>'));
    const { base, close } = await serve(folder, '/');
    await withBrowser(async (browser) => {
      const context = await browser.newContext({ viewport: PHONE });
      await visit(context, [`${base}bad.html`], async (page, { asked, troubles }) => {
        await assert.rejects(fits(page, PHONE), /wide/);
        assert.deepEqual(asked.map((url) => url.slice(base.length)).filter((path) => path !== 'favicon.ico'), ['dot.png']);
        assert.match(troubles.join('\n'), /Content Security Policy/);
        const { cookie, local } = await kept(page);
        assert.deepEqual([cookie, local], ['a=1', 1]);
        assert.match((await findings(page)).join('\n'), /button-name/);
        assert.equal((await context.cookies()).length, 1);
      });
    });
    close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
