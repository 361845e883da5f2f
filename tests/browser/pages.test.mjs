// The client's contract on every page of the starter, with scripts and without: all that was signed can be read, nothing else is
// asked for, nothing stays behind, everybody can use it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DESK, PHONE, site, withBrowser } from './console.mjs';
import { filesOf, findings, isConsole, serve, visibleText, visit } from './pages.mjs';
import { signedPieces, twinPieces, words } from './signed.mjs';

const read = (path) => readFileSync(join(site(), path), 'utf8');
const PAGES = filesOf(site(), '.html').filter((path) => !isConsole(path));
/** A page that has moved leads on before anybody can read it. */
const STAYING = PAGES.filter((path) => !/http-equiv="refresh"/.test(read(path)));

/** One page of each kind in each language: the theme names the kind in the class of the body. */
const kinds = () => {
  const first = new Map();
  for (const path of STAYING) {
    const name = `${path.split('/').length > 1 ? path.split('/')[0] : ''} ${/<body class="([^"]*)"/.exec(read(path))[1]}`;
    if (!first.has(name)) first.set(name, path);
  }
  return [...first.values()];
};

/** What a page may ask for beyond itself: its own pictures, and the search its one list of texts. */
const allowed = (path, base) => {
  const here = new URL(path, base);
  const pictures = [...read(path).matchAll(/<img [^>]*?src="([^"]+)"/g)].map(([, src]) => new URL(src, here).href);
  const index = path.endsWith('/search.html') ? filesOf(site(), '.js').map((name) => new URL(name, base).href).filter((url) => url.startsWith(here.href.replace('.html', '-'))) : [];
  return new Set([...pictures, ...index]);
};

/** What a page has left in the browser. */
const kept = async (page) => page.evaluate(async () => ({
  cookie: document.cookie, local: localStorage.length, session: sessionStorage.length, bases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
}));
const NOTHING = { cookie: '', local: 0, session: 0, bases: 0, caches: 0, workers: 0 };

/** Opens every page in one context and looks at each with `then`. */
const everyPage = async (options, paths, then) => {
  const { base, close } = await serve(site(), '/a/b/');
  try {
    await withBrowser(async (browser) => {
      const context = await browser.newContext({ viewport: PHONE, ...options });
      const addresses = paths.map((path) => base + path);
      await visit(context, addresses, (page, seen) => then(page, { ...seen, path: seen.address.slice(base.length), base }));
      assert.deepEqual(await context.cookies(), []);
      assert.deepEqual((await context.storageState({ indexedDB: true })).origins, []);
    });
  } finally {
    close();
  }
};

/** All that was signed stands on the page, in its order, and all that its plain twin says; gives how many pieces of text that is. */
const hasTheWholeText = async (page, path) => {
  const shown = words(await visibleText(page));
  const [lang, name] = path.split('/');
  const pieces = [...signedPieces(site(), lang, name), ...twinPieces(site(), path)];
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

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
  test(`every page ${how}: the whole text, nothing else asked for, nothing refused, nothing wider than a phone`, async () => {
    let [pieces, asks] = [0, 0];
    await everyPage({ javaScriptEnabled }, STAYING, async (page, { path, base, asked, troubles }) => {
      await fits(page, PHONE);
      pieces += await hasTheWholeText(page, path);
      if (javaScriptEnabled) {
        assert.deepEqual(await findings(page), []);
        assert.deepEqual(await kept(page), NOTHING);
      }
      const may = allowed(path, base);
      assert.deepEqual(asked.filter((url) => !may.has(url)), []);
      assert.equal(new Set(asked).size, asked.length, 'asks twice');
      assert.deepEqual(troubles, []);
      asks += asked.length;
    });
    console.log(`${how}: ${STAYING.length} pages, ${pieces} pieces of text found, ${asks} files asked for beyond the pages`);
    assert.ok(STAYING.length > 100 && pieces > 5000 && asks >= (javaScriptEnabled ? 2 : 0));
  });
}

test('a page of each kind, by day and night, on a phone and at a desk: axe finds nothing, and nothing is cut off', async () => {
  for (const options of [{ colorScheme: 'dark', viewport: PHONE }, { colorScheme: 'light', viewport: DESK }, { colorScheme: 'dark', viewport: DESK }]) {
    await everyPage(options, kinds(), async (page) => {
      await visibleText(page);
      assert.deepEqual(await findings(page), [], JSON.stringify(options));
      await fits(page, options.viewport);
    });
  }
});

test('every page has a policy that lets in nothing by default', () => {
  for (const path of PAGES) {
    const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(read(path)) ?? assert.fail(`${path} has none`);
    assert.match(policy, /^default-src 'none';/, path);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/, path);
  }
});
