// The headers that the site itself asks for let in what its pages do, and nothing more. tests/browser/pages.test.mjs opens every page
// under them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { LANGUAGES, rightToLeft, site, withBrowser } from './console.mjs';
import { serve, visit } from './pages.mjs';

let served;
before(async () => { served = await serve(site()); });
after(() => served.close());

test('search and console do their work under these headers', async () => {
  await withBrowser(async (browser) => {
    const context = await browser.newContext();
    for (const lang of LANGUAGES) {
      const word = { en: 'overdose', ru: 'передозировка' }[lang];
      await visit(context, ['search', 'answers'].map((name) => `${served.base}${lang}/${name}.html`), async (page, { address, asked, troubles }) => {
        await page.fill('#query', word);
        await page.waitForSelector(address.endsWith('search.html') ? '#found a' : '.hit');
        assert.deepEqual(asked.filter((url) => !url.startsWith(served.base) && !url.startsWith('data:')), []);
        assert.deepEqual(troubles, []);
      });
    }
    assert.deepEqual(await context.cookies(), []);
  });
});

test('a text that has moved leads on under these headers', async () => {
  const moved = await serve(rightToLeft());
  try {
    await withBrowser(async (browser) => {
      const page = await browser.newPage();
      const said = [];
      page.on('console', (message) => said.push(message.text()));
      await page.goto(`${moved.base}fa/old-veins.html`, { waitUntil: 'commit' });
      await page.waitForURL('**/fa/vein-care.html');
      assert.deepEqual(said, []);
    });
  } finally {
    moved.close();
  }
});

test('the headers are there, and one that lets in less is noticed', async () => {
  await withBrowser(async (browser) => {
    const page = await browser.newPage();
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    const response = await page.goto(`${served.base}en/index.html`);
    assert.match((await response.allHeaders())['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/);
    assert.deepEqual(said, []);
    await page.route('**/*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-security-policy': "default-src 'none'" } });
    });
    await page.goto(`${served.base}en/index.html`);
    assert.ok(said.some((words) => words.includes('style')), said.join('\n'));
  });
});

test('a tool of another site reads the answers, and nothing else', async () => {
  await withBrowser(async (browser) => {
    const page = await browser.newPage();
    // A page of another host on the same machine: one from the net may not ask for anything here.
    const other = createServer((request, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html>'));
    await new Promise((done) => other.listen(0, '127.0.0.1', done));
    await page.goto(`http://127.0.0.1:${other.address().port}/`);
    const read = (path) => page.evaluate((address) => fetch(address).then((answer) => answer.status, () => 0), served.base + path);
    assert.equal(await read('snippets/index.json'), 200);
    assert.equal(await read('en/sos.html'), 0);
    other.close();
  });
});
