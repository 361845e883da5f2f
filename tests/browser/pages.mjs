// What the tests of whole sites share: their pages, a server for them, and many pages at once in one browser.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** The workers' console has a contract and tests of its own. */
export const isConsole = (path) => path.endsWith('/answers.html');

/** Every file of a site whose name ends like this, by its path in the site, sorted. */
export const filesOf = (folder, end = '') => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(end))
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .sort();

const KINDS = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json', '.png': 'image/png', '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg', '.webp': 'image/webp', '.txt': 'text/plain; charset=utf-8', '.xml': 'application/xml',
};

/** The rules of `_headers`, as its hosts read them: an address with at most one `*`, then its headers, moved in. */
const readRules = (folder) => {
  const file = join(folder, '_headers');
  const rules = [];
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const header = /^ {2}([^:]+): (.*)$/.exec(line);
    if (header) rules.at(-1).headers.push([header[1], header[2]]);
    else if (line) rules.push({ glob: line.split('*'), headers: [] });
  }
  return rules;
};

const fits = ([begin, end], address) => (end === undefined ? address === begin : address.startsWith(begin) && address.endsWith(end));

/**
 * Serves a site below `prefix`, with the headers that the site itself asks for, until it is closed; what is asked for beyond a page's
 * own file is seen by the tests, not here.
 */
export const serve = async (folder, prefix = '/') => {
  const rules = readRules(folder);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://here').pathname);
    const file = join(folder, path.slice(prefix.length));
    if (!path.startsWith(prefix) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    response.setHeader('content-type', KINDS[extname(file)] ?? 'application/octet-stream');
    const address = `/${path.slice(prefix.length)}`;
    for (const { glob, headers } of rules) if (fits(glob, address)) for (const [name, value] of headers) response.setHeader(name, value);
    return response.end(readFileSync(file));
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return { base: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => server.close() };
};

/**
 * Opens each address in one of a few tabs of a context and gives the tab to `then`, with what the page asked for beyond itself
 * and what the browser complained of. The faults of all of them are told together.
 */
export const visit = async (context, addresses, then, tabs = 3) => {
  const left = [...addresses];
  const faults = [];
  const work = async () => {
    const page = await context.newPage();
    page.setDefaultTimeout(20000);
    let asked, troubles, address;
    page.on('request', (request) => { if (request.url() !== address) asked.push(request.url()); });
    page.on('console', (message) => troubles.push(`said ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`failed: ${error.stack}`));
    page.on('dialog', (dialog) => { troubles.push('a dialog'); dialog.dismiss(); });
    for (address = left.shift(); address; address = left.shift()) {
      [asked, troubles] = [[], []];
      try {
        await page.goto(address);
        await then(page, { address, asked, troubles });
      } catch (fault) {
        faults.push(`${address}: ${fault.message}`);
      }
    }
    await page.close();
  };
  await Promise.all(Array.from({ length: Math.min(tabs, left.length) }, work));
  if (faults.length) throw new Error(faults.join('\n'));
};

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds by WCAG 2.2 A and AA, on the page or in these parts of it. Evaluated, not added as a script: its policy stays as it is. */
export const findings = async (page, parts = ['html']) => {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
  const { violations } = await page.evaluate(([include, tags]) => axe.run({ include }, { runOnly: tags, resultTypes: ['violations'], iframes: false }), [parts, TAGS]);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`);
};

/** What the eye meets once every fold is opened, pictures as their words: what only a script would show is not in it. */
export const visibleText = (page) => page.evaluate(() => {
  document.querySelectorAll('details').forEach((fold) => { fold.open = true; });
  const alts = [...document.images].map((image) => {
    const words = document.createElement('span');
    words.textContent = ` ${image.alt} `;
    image.after(words);
    return words;
  });
  const text = document.body.innerText;
  alts.forEach((words) => words.remove());
  return text;
});
