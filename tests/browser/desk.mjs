// What the tests of the review desk share: a knowledge base of its own, its people with their keys, and their desks in the
// system's browser. Everything is done by the program itself and by stock tools.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { program } from './console.mjs';

export const SITE = 'help.example';
export const DAY = '2026-11-20';
export const PASSPHRASE = 'four words in here';

/** What fills the blanks of a template, in their order; `first` is its first step. */
const fillings = (title, first) => [
  title, 'Let it rest, and see a doctor if it is not better.', 'Since when is it sore?', 'Consolidated guidelines', 'WHO',
  'Here is what helps:', 'You asked why. In short:', 'a hot, red, painful line along a vein', first, 'Drink water.', 'Keep it warm.',
  'Rub it.', 'The wall of the vein heals while it rests.', 'a worker of ours',
];

/** The first step of a text as it is written first. */
export const STEP = 'Wait 3 minutes before you try again.';

/** A knowledge base that `vetted init` has made, with what people do in it outside of their browsers. */
export class Base {
  constructor() {
    this.home = mkdtempSync(join(tmpdir(), 'desk-'));
    this.root = join(this.home, 'kb');
    mkdirSync(join(this.home, 'home'));
    this.program = program();
    this.desks = [];
    writeFileSync(join(this.home, 'passphrase'), `${PASSPHRASE}\n`);
    this.told(['init', this.root, '--site', SITE], { day: DAY });
    this.write('trust/policy.toml', [
      '[default]', 'medical = 2', 'editor = 1', 'review-every = "12 months"', 'on-expiry = "banner"',
      '[topic.doses]', 'on-expiry = "withdraw"', '',
    ].join('\n'));
    process.on('exit', () => this.end());
  }

  /** The keys of this machine are none of the tests' business, and neither is whoever works here. */
  get environment() {
    return { PATH: process.env.PATH, HOME: join(this.home, 'home'), LC_ALL: 'C' };
  }

  path(name) {
    return join(this.root, name);
  }

  read(name) {
    return readFileSync(this.path(name), 'utf8');
  }

  write(name, text) {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Changes words of a file that has them. */
  change(name, from, to) {
    const text = this.read(name);
    assert.ok(text.includes(from), `${name} does not say ${from}`);
    this.write(name, text.replace(from, to));
  }

  /** Runs a command that must end well, and gives what it says. */
  told(more, { day = DAY } = {}) {
    const done = spawnSync(this.program, ['-C', this.root, '--as-of', day, ...more], { env: this.environment, encoding: 'utf8' });
    assert.equal(done.status, 0, `${more.join(' ')}: ${done.stdout}${done.stderr}`);
    return done.stdout;
  }

  key(reviewer) {
    return join(this.home, `${reviewer}.key`);
  }

  /** Enters a reviewer by the lines of a card, as whoever keeps trust/ does. */
  enter(lines, roles) {
    const own = lines.replace('roles = ["medical"]', `roles = [${roles.map((role) => `"${role}"`).join(', ')}]`).replace('public = "…"', 'public = "somebody"');
    this.write('trust/reviewers.toml', `${this.read('trust/reviewers.toml')}\n${own}\n`);
    this.told(['key', 'signers']);
  }

  /** Makes a key, and enters its owner. */
  hire(reviewer, roles) {
    const card = this.told(['key', 'new', reviewer, '--file', this.key(reviewer), '--passphrase-file', join(this.home, 'passphrase')]);
    this.enter(card.slice(card.indexOf(`[${reviewer}]`)), roles);
  }

  /** Two doctors and an editor. */
  hireAll() {
    this.hire('dr-ada', ['medical']);
    this.hire('dr-bob', ['medical']);
    this.hire('ed-eve', ['editor', 'service']);
  }

  /** Begins a text from its template and fills every blank; returns its name, `en/<id>`. */
  begin(topic, id, { title = `Rest for ${id}`, first = STEP } = {}) {
    this.told(['new', `en/${topic}/${id}`]);
    const file = `content/en/${topic}/${id}.md`;
    const words = fillings(title, first);
    const text = this.read(file).replace(/\{\?[^}]*\}/g, () => words.shift() ?? assert.fail('there are more blanks'))
      .replace('need = ""', 'need = "minor-complication"').replace('year = 0 ', 'year = 2022 ');
    this.write(file, text);
    return `en/${id}`;
  }

  /** Signs on the command line. */
  approve(name, reviewer, role, { day = DAY, more = [] } = {}) {
    const own = ['--as', reviewer, '--role', role, '--key', this.key(reviewer), '--passphrase-file', join(this.home, 'passphrase')];
    return this.told(['approve', name, ...own, ...more], { day });
  }

  /** Has the facts and these texts signed by all who must, on the command line. */
  publish(...names) {
    if (!existsSync(this.path('record/facts'))) this.approve('facts/my-region', 'ed-eve', 'service');
    for (const name of names) {
      for (const [reviewer, role] of [['dr-ada', 'medical'], ['dr-bob', 'medical'], ['ed-eve', 'editor']]) this.approve(name, reviewer, role);
    }
  }

  /** Builds the site, and gives how a text stands in it: its page, and its record in JSON. */
  site(name, day = DAY) {
    this.told(['build'], { day });
    const [lang, id] = name.split('/');
    const text = (path) => (existsSync(this.path(path)) ? this.read(path) : undefined);
    const json = text(`public/snippets/${lang}/${id}.json`);
    const all = text(`public/snippets/${lang}.json`);
    return { page: text(`public/${name}.html`), json: json && JSON.parse(json), all: all && JSON.parse(all) };
  }

  /** Every file below a folder, by its path. */
  files(folder) {
    if (!existsSync(this.path(folder))) return [];
    return readdirSync(this.path(folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1)).sort();
  }

  /** Everything of record and desk, to see that nothing was written. */
  state() {
    return Object.fromEntries(['record', 'content', 'trust'].flatMap((folder) => this.files(folder)).map((path) => [path, this.read(path)]));
  }

  /** Checks every note with the stock tools alone, as the site tells its readers; gives how many there were. */
  checkWithStockTools() {
    const notes = this.files('record').filter((path) => path.endsWith('.note'));
    for (const path of notes) {
      const note = this.read(path);
      const line = (name) => new RegExp(`^# ${name}: (.*)$`, 'm').exec(note)[1];
      const space = `${line('role')}.${line('site')}`;
      execFileSync('ssh-keygen', ['-Y', 'verify', '-f', this.path('trust/allowed_signers'), '-I', line('reviewer'), '-n', space, '-s', `${this.path(path)}.sig`], { input: note });
      if (line('decision') !== 'approve') continue;
      const sums = execFileSync('sha256sum', ['-c', '--strict', basename(path)], { cwd: dirname(this.path(path)), encoding: 'utf8' });
      assert.match(sums, /: OK\n/, path);
    }
    return notes.length;
  }

  /** Opens the desk of somebody, and gives the address of its first page. */
  async review(reviewer, { day = DAY, key = this.key(reviewer), file, lang = 'en', more = [] } = {}) {
    const own = [...(reviewer ? ['--as', reviewer] : []), ...(key ? ['--key', key] : []), '--port', '0', ...more];
    const server = spawn(this.program, ['-C', file ? this.home : this.root, '--as-of', day, '--lang', lang, 'review', ...(file ? [file] : []), ...own], {
      env: this.environment, cwd: this.home, stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.desks.push(server);
    for await (const line of createInterface({ input: server.stdout })) {
      const address = /http:\/\/\S+/.exec(line)?.[0];
      if (!address) continue;
      // A test that fails leaves its desk open; that must not keep the others waiting.
      server.unref();
      server.stdout.unref();
      return { address, close: () => server.kill() };
    }
    throw new Error('the desk did not open');
  }

  end() {
    this.desks.forEach((server) => server.kill());
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** What a browser tells that is as it should be: a page of the site runs nothing in its frame, and a form that comes back says so. */
const isMeant = (words) => /^Blocked script execution in '[^']*\/_page\//.test(words) || /status of 422/.test(words);

/** Somebody before a desk: a browser of their own, and what it complains of. */
export class Person {
  /** Sits down; `browsing` are settings of the browser. */
  static async sit(browser, base, reviewer, { browsing = {}, ...desk } = {}) {
    const { address, close } = await base.review(reviewer, desk);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...browsing });
    const page = await context.newPage();
    page.setDefaultTimeout(20000);
    const person = Object.assign(new Person(), { base, reviewer, address, context, page, troubles: [], close });
    const own = new URL(address).origin;
    page.on('request', (request) => { if (!request.url().startsWith(own) && !request.url().startsWith('data:')) person.troubles.push(`asked for ${request.url()}`); });
    page.on('console', (message) => { if (!isMeant(message.text())) person.troubles.push(`said ${message.text()} at ${page.url()}`); });
    page.on('pageerror', (error) => person.troubles.push(`failed: ${error.stack}`));
    await page.goto(address);
    return person;
  }

  /** Gets up; nothing may have gone wrong meanwhile. */
  async leave() {
    await this.context.close();
    this.close();
    assert.deepEqual(this.troubles, [], this.reviewer);
  }

  /** Opens a page of the desk by its address below the language. */
  async open(place = '') {
    await this.page.goto(this.address + place);
  }

  /** Opens a text from the list of what waits, as people do. */
  async read(name) {
    await this.open();
    await this.page.locator(`a.text[href$="/text/${name}"]`).click();
    await this.page.locator('#sign').waitFor();
  }

  /** Waits until a page that has this on it is drawn, as people do before they press a key: what has the focus is known by then. */
  async sees(selector) {
    await this.page.locator(selector).first().waitFor();
    await this.page.waitForLoadState('domcontentloaded');
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** Looks at the keys until the desk has heard that the one of its person is entered. */
  async isKnown() {
    for (let tries = 0; tries < 100; tries++) {
      await this.open('keys');
      if (await this.page.locator('.card.ready').count()) return;
      await this.page.waitForTimeout(50);
    }
    assert.fail('the desk does not know its person');
  }

  /** What the desk says after a deed. */
  async said() {
    return (await this.page.locator('#said').textContent()).trim();
  }

  /** Declares what was read, and presses a button of the form that signs. */
  async declare({ scope = 'full', button = 'Sign', passphrase = PASSPHRASE, lift = false } = {}) {
    const form = this.page.locator('#sign');
    await form.locator(`input[name=scope][value=${scope}]`).check();
    if (lift) await form.getByLabel('it may be shown again').check();
    await form.getByLabel('passphrase of your key').fill(passphrase);
    await form.getByRole('button', { name: button, exact: false }).first().click();
    return this.said();
  }

  /** Opens a text from the list, reads it and signs it. */
  async sign(name, how) {
    await this.read(name);
    return this.declare(how);
  }
}
