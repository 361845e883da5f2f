// Every sort of page under the headers that the site itself asks for: none of them reports or refuses anything.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { LANGUAGES, site, withBrowser } from './console.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json', '.xml': 'application/xml', '.png': 'image/png' };

/** Reads `_headers` as its hosts do: an address with at most one `*`, then its headers, moved in. */
const readRules = () => {
  const rules = [];
  for (const line of readFileSync(join(site(), '_headers'), 'utf8').split('\n')) {
    const header = /^ {2}([^:]+): (.*)$/.exec(line);
    if (header) rules.at(-1).headers.push([header[1], header[2]]);
    else if (line) rules.push({ glob: line.split('*'), headers: [] });
  }
  return rules;
};

const fits = ([begin, end], address) => (end === undefined ? address === begin : address.startsWith(begin) && address.endsWith(end));

let server;
let origin;
before(async () => {
  const rules = readRules();
  server = createServer((request, response) => {
    const address = new URL(request.url, 'http://a').pathname;
    const path = join(site(), address.endsWith('/') ? `${address}index.html` : address);
    response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
    for (const { glob, headers } of rules) if (fits(glob, address)) for (const [name, value] of headers) response.setHeader(name, value);
    try {
      response.end(readFileSync(path));
    } catch {
      response.statusCode = 404;
      response.setHeader('Content-Type', TYPES['.html']);
      response.end(readFileSync(join(site(), '404.html')));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const pages = (folder = '') => readdirSync(join(site(), folder)).flatMap((name) => {
  const path = folder ? `${folder}/${name}` : name;
  if (statSync(join(site(), path)).isDirectory()) return ['record', 'trust', 'snippets'].includes(path) ? [] : pages(path);
  return name.endsWith('.html') ? [path] : [];
});

/** Opens addresses in turn, and gathers what the browser has to complain of. */
const visit = async (browser, addresses, then = async () => {}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const troubles = [];
  let address;
  page.on('console', (message) => troubles.push(`${address} said ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`${address} failed: ${error.message}`));
  page.on('request', (request) => { if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) troubles.push(`${address} asked for ${request.url()}`); });
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => console.log(`refused ${event.effectiveDirective} ${event.blockedURI}`)));
  for (address of addresses) {
    const response = await page.goto(`${origin}/${address}`);
    await then(page, address, response);
  }
  assert.deepEqual(await context.cookies(), []);
  await context.close();
  return troubles;
};

test('every page is shown under the headers of the site, without a report', async () => {
  const all = pages();
  assert.ok(all.length > 80, `${all.length}`);
  await withBrowser(async (browser) => {
    const troubles = await visit(browser, all, async (page, address, response) => {
      assert.equal(response.status(), 200, address);
      assert.ok((await response.allHeaders())['content-security-policy'].includes("default-src 'none'"));
      // The style of the page was let in.
      assert.notEqual(await page.evaluate(() => document.styleSheets.length), 0, address);
    });
    assert.deepEqual(troubles, []);
  });
});

test('search and console do their work under these headers', async () => {
  await withBrowser(async (browser) => {
    for (const lang of LANGUAGES) {
      const word = { en: 'overdose', ru: 'передозировка' }[lang];
      const troubles = await visit(browser, [`${lang}/search.html`, `${lang}/answers.html`], async (page, address) => {
        await page.fill('#query', word);
        await page.waitForSelector(address.endsWith('search.html') ? '#found a' : '.hit');
      });
      assert.deepEqual(troubles, []);
    }
  });
});

test('a header that lets in less is noticed', async () => {
  await withBrowser(async (browser) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    await page.route('**/*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-security-policy': "default-src 'none'" } });
    });
    await page.goto(`${origin}/en/index.html`);
    assert.ok(said.some((words) => words.includes('style')), said.join('\n'));
  });
});

test('a tool of another site reads the answers, and nothing else', async () => {
  await withBrowser(async (browser) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // A page of another host on the same machine: one from the net may not ask for anything here.
    const other = createServer((request, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html>'));
    await new Promise((done) => other.listen(0, '127.0.0.1', done));
    await page.goto(`http://127.0.0.1:${other.address().port}/`);
    const read = (path) => page.evaluate((address) => fetch(address).then((answer) => answer.status, () => 0), `${origin}/${path}`);
    assert.equal(await read('snippets/index.json'), 200);
    assert.equal(await read('en/sos.html'), 0);
    other.close();
  });
});
