// What the tests of the pages with scripts share: a site built by the program as it now is, and the system's browser, offline.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

const folder = mkdtempSync(join(tmpdir(), 'console-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const cargo = (...more) => execFileSync('cargo', ['run', '--quiet', '--locked', ...more], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });

/** Where the program lies that cargo has built. */
export const program = () => {
  cargo('--', '--version');
  const told = execFileSync('cargo', ['metadata', '--format-version=1', '--no-deps', '--locked', '--offline'], { cwd: ROOT });
  return join(JSON.parse(told).target_directory, 'debug', 'vetted');
};

export const LANGUAGES = ['en', 'ru'];

/** A word in each language that finds many answers. */
export const MANY = { en: 'hepatitis', ru: 'гепатит' };

/** Does `make` while nobody else of this run does the same; whoever comes second finds it done. */
const alone = (place, make) => {
  const [done, busy] = [join(place, 'made'), `${place}.making`];
  while (!existsSync(done)) {
    try {
      mkdirSync(busy);
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      continue;
    }
    try {
      if (!existsSync(done)) make(place);
      writeFileSync(done, '');
    } finally {
      rmSync(busy, { recursive: true });
    }
  }
};

/** Makes a folder once for all files of tests of one run, where `VETTED_SITES` says where; else once for each file of tests. */
const made = new Map();
const once = (name, make) => {
  if (!made.has(name)) {
    const place = join(process.env.VETTED_SITES || folder, name);
    mkdirSync(place, { recursive: true });
    alone(place, make);
    made.set(name, place);
  }
  return made.get(name);
};

/** Builds the starter, as on this day or today, and returns its folder. */
export const site = (day) => join(once(`starter-${day ?? 'today'}`, (place) => {
  cargo('--', ...(day ? ['--as-of', day] : []), 'build', '--out', join(place, 'site'));
}), 'site');

/** Builds a site in Persian, English and Russian and returns its folder: one text is moved, one withdrawn, one overdue, one behind. */
export const rightToLeft = () => join(once('right-to-left', (place) => {
  execFileSync(join(ROOT, 'tests', 'right-to-left', 'make'), [program(), place], { stdio: ['ignore', 'ignore', 'inherit'] });
  cargo('--', '-C', place, '--as-of', '2026-11-20', 'build', '--strict', '--out', join(place, 'public'));
}), 'public');

/** Builds a made-up site in English alone with so many snippets: the corpus has half as many English texts, of two snippets each. */
export const corpus = (snippets) => {
  const [desk, out] = [join(folder, 'desk'), join(folder, 'corpus')];
  cargo('--example', 'corpus', '--', desk, String(snippets));
  const settings = join(desk, 'vetted.toml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('["en", "ru"]', '["en"]'));
  rmSync(join(desk, 'record', 'ru'), { recursive: true });
  cargo('--', '-C', desk, 'build', '--out', out);
  return out;
};

export const readSnippets = (lang) => JSON.parse(readFileSync(join(site(), 'snippets', `${lang}.json`), 'utf8')).snippets;

/** Every snippet of the articles that `snippets` are of, with its variants, by id. */
export const readVariants = (lang, snippets) => {
  const articles = [...new Set(snippets.map(({ article }) => article))];
  const read = (article) => JSON.parse(readFileSync(join(site(), 'snippets', lang, `${article}.json`), 'utf8')).snippets;
  return new Map(articles.flatMap(read).map((snippet) => [snippet.id, snippet]));
};

/** Reads the lists of queries: strings are JSON strings as well. */
export const readQueries = (lang) => {
  const text = readFileSync(join(ROOT, 'tests', 'queries', `${lang}.toml`), 'utf8');
  const list = (block, key) => JSON.parse((new RegExp(`^${key} = (\\[[^\\]]*\\])`, 'm').exec(block)?.[1] ?? '[]').replace(/,\s*\]/, ']'));
  const [head, ...blocks] = text.split('[[queries]]');
  const queries = blocks.map((block) => ({
    query: JSON.parse(/^query = (".*")$/m.exec(block)[1]),
    snippets: list(block, 'snippets'),
    articles: list(block, 'articles'),
  }));
  return { nothing: list(head, 'nothing'), queries };
};

export const page = (lang) => join(site(), lang, 'answers.html');

const TEXTS = /(<script type="application\/json" id="texts">)([^]*?)(<\/script>)/;

/** Writes the page once more, with its texts changed by `change`, and returns where. */
export const changedPage = (lang, change) => {
  const html = readFileSync(page(lang), 'utf8');
  const data = JSON.parse(TEXTS.exec(html)[2]);
  change(data);
  const path = join(folder, `changed-${lang}-${Math.random().toString(36).slice(2)}.html`);
  writeFileSync(path, html.replace(TEXTS, (all, begin, old, end) => begin + JSON.stringify(data).replaceAll('<', '\\u003c') + end));
  return path;
};

const launch = async (flags) => {
  const executablePath = BROWSERS.find(existsSync);
  if (!executablePath) throw new Error('chromium is not installed');
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...flags] });
};

/** Browsers that nobody uses, by their flags, each with the timer that closes it: the next test of a file need not wait for another. */
const idle = new Map();
const IDLE_MS = 300;

/** Gives `then` a browser without a page; whatever it opens there is closed. */
export const withBrowser = async (then, flags = []) => {
  const name = flags.join(' ');
  const { browser, timer } = idle.get(name) ?? { browser: await launch(flags) };
  clearTimeout(timer);
  idle.delete(name);
  try {
    await then(browser);
    for (const context of browser.contexts()) await context.close();
  } catch (fault) {
    await browser.close();
    throw fault;
  }
  const close = () => { idle.delete(name); browser.close(); };
  idle.set(name, { browser, timer: setTimeout(close, IDLE_MS) });
};

export const PHONE = { width: 320, height: 700 };
export const DESK = { width: 1280, height: 800 };

/**
 * Opens a file in a context of its own without a network. What the page asks for beyond itself, and what it complains of,
 * is gathered in `troubles`; what it copies in `copied`, in the page.
 */
export const open = async (browser, path, { viewport = DESK, colorScheme = 'light', clock, record = true, deviceScaleFactor = 1 } = {}) => {
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor, offline: true });
  const opened = await context.newPage();
  const troubles = [];
  const address = pathToFileURL(path).href;
  opened.on('request', (request) => { if (request.url() !== address) troubles.push(`asked for ${request.url()}`); });
  opened.on('console', (message) => troubles.push(`said ${message.text()}`));
  opened.on('pageerror', (error) => troubles.push(`failed: ${error.stack}`));
  if (clock) await opened.clock.setFixedTime(new Date(clock));
  if (record) {
    await opened.addInitScript(() => {
      window.copied = [];
      navigator.clipboard.writeText = async (text) => { window.copied.push(text); };
    });
  }
  await opened.goto(address);
  return { page: opened, context, troubles };
};

/** Takes what was copied since the last time. */
export const takeCopied = (opened) => opened.evaluate(() => window.copied.splice(0));

/** Opens the card of a snippet, as somebody does who types its name. */
export const choose = async (opened, id) => {
  await opened.fill('#query', id);
  await opened.waitForFunction((name) => document.querySelector('#about_in dd:last-child')?.textContent === name, id);
};
