// What pages do where scripts run: the way out, old copies, what is open now. They ask for nothing, keep nothing, and lose
// nothing without scripts.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DESK, LANGUAGES, PHONE, site, withBrowser } from './console.mjs';
import { findings } from './pages.mjs';

const ZONES = ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'];
const [DAY, WEEK, MORNING] = [1440, 10080, 360];
const BEFORE = '2026-11-23T12:00:00Z';
const MUCH_LATER = '2031-01-01T00:00:00Z';

const folder = mkdtempSync(join(tmpdir(), 'live-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const address = (path) => pathToFileURL(join(site(), path)).href;

/** Opens a page in a context of its own without a network. What it asks for and complains of is gathered in `troubles`. */
const open = async (browser, url, { clock = BEFORE, viewport = PHONE, before, ...more } = {}) => {
  const context = await browser.newContext({ viewport, offline: true, timezoneId: 'UTC', ...more });
  const page = await context.newPage();
  const troubles = [];
  page.on('request', (request) => { if (request.url() !== url) troubles.push(`asked for ${request.url()}`); });
  page.on('console', (message) => troubles.push(`said ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`failed: ${error.stack}`));
  if (more.javaScriptEnabled !== false) {
    await page.clock.setFixedTime(new Date(clock));
    await page.addInitScript(() => {
      window.refused = [];
      document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.blockedURI));
    });
  }
  if (before) await page.addInitScript(before);
  await page.goto(url);
  return { page, context, troubles };
};

/** What a page has left behind, and what its policy has refused. */
const kept = (page) => page.evaluate(async () => ({
  cookie: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  bases: (await indexedDB.databases()).length,
  refused: window.refused,
}));
const NOTHING = { cookie: '', local: 0, session: 0, bases: 0, refused: [] };

/** Answers for the page that the quick exit leads to. */
const elsewhere = (page) => page.route('https://www.wikipedia.org/', (route) => route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' }));

test('the way out blanks the page at once, and takes its place in the history', async () => {
  await withBrowser(async (browser) => {
    const { page, context } = await open(browser, address('en/index.html'));
    await page.goto(address('en/vein-care.html'));
    await elsewhere(page);
    const [title, length] = [await page.title(), await page.evaluate(() => history.length)];
    // All in one go: the page is left as soon as it can be.
    const [blank, loading, back] = await page.evaluate(() => {
      const look = () => ({ hidden: document.documentElement.hidden, seen: document.body.offsetHeight > 0, title: document.title });
      const come = (persisted) => dispatchEvent(new PageTransitionEvent('pageshow', { persisted }));
      document.querySelector('.exit b').click();
      const looks = [look()];
      for (const persisted of [false, true]) {
        come(persisted);
        looks.push(look());
      }
      return looks;
    });
    assert.deepEqual(blank, { hidden: true, seen: false, title: 'www.wikipedia.org' });
    assert.deepEqual(loading, blank, 'a page that has only now loaded its pictures is not shown again');
    assert.deepEqual(back, { hidden: false, seen: true, title }, 'one that comes back from memory is');
    await page.waitForURL('https://www.wikipedia.org/');
    assert.equal(await page.evaluate(() => history.length), length);
    assert.equal(context.pages().length, 1);
    await page.goBack();
    assert.equal(page.url(), address('en/index.html'));
    await page.locator('.exit').click({ modifiers: ['ControlOrMeta'] });
    await page.waitForURL('https://www.wikipedia.org/');
    assert.equal(context.pages().length, 1, 'no second tab');
  });
});

test('without scripts the way out is a link, the first of the page', async () => {
  await withBrowser(async (browser) => {
    const { page } = await open(browser, address('ru/sos.html'), { javaScriptEnabled: false });
    await elsewhere(page);
    await page.keyboard.press('Tab');
    assert.ok(await page.locator('.exit:focus').isVisible());
    await page.keyboard.press('Enter');
    await page.waitForURL('https://www.wikipedia.org/');
  });
});

test('the way out stays in reach and covers nothing of the numbers', async () => {
  await withBrowser(async (browser) => {
    for (const lang of LANGUAGES) {
      const { page } = await open(browser, address(`${lang}/overdose-now.html`));
      await page.evaluate(() => scrollTo(0, 2000));
      const box = (name) => page.locator(name).boundingBox();
      const [exit, call, help] = [await box('.exit'), await box('.bar .call'), await box('.bar .help')];
      assert.ok(exit.y >= 0 && exit.y < 60 && call.y >= 0 && call.y < 60, 'both are on the screen');
      for (const other of [call, help]) {
        assert.ok(exit.x + exit.width <= other.x || exit.y + exit.height <= other.y, `${lang}: they lie over each other`);
      }
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      assert.ok((await box('.skip:focus')).y >= 0);
      await page.emulateMedia({ media: 'print' });
      assert.ok(!(await page.locator('.exit').isVisible()));
    }
  });
});

test('a copy says that it is old from the day after its last, whatever the clock of the reader', async () => {
  await withBrowser(async (browser) => {
    const url = address('en/vein-care.html');
    const due = /data-due="([\d-]+)"/.exec(readFileSync(join(site(), 'en/vein-care.html'), 'utf8'))[1];
    const after = new Date(Date.parse(due) + 864e5).toISOString().slice(0, 10);
    for (const timezoneId of ZONES) {
      for (const [clock, told] of [[`${due}T23:59:59Z`, false], [`${after}T00:00:01Z`, true], ['1970-01-01T00:00:00Z', false], ['2001-09-09T01:46:40Z', false], [MUCH_LATER, true]]) {
        const { page, context, troubles } = await open(browser, url, { clock, timezoneId });
        assert.equal(await page.locator('[data-due]').isVisible(), told, `${timezoneId} ${clock}`);
        assert.deepEqual(await kept(page), NOTHING);
        assert.deepEqual(troubles, []);
        await context.close();
      }
    }
    const { page } = await open(browser, url, { clock: `${due}T12:00:00Z` });
    await page.clock.setFixedTime(new Date(`${after}T12:00:00Z`));
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    assert.ok(await page.locator('[data-due]').isVisible(), 'a page that was kept open');
    assert.match(await page.locator('[data-due]').innerText(), /grown old[^]*2027[^]*starter\.example/);
    const silent = await open(browser, url, { clock: MUCH_LATER, javaScriptEnabled: false });
    assert.ok(!(await silent.page.locator('[data-due]').isVisible()));
    assert.ok((await silent.page.locator('.review time').allInnerTexts()).length >= 3, 'the day stands in the page');
  });
});

test('every page that is made of texts grows old, nothing else changes, and nothing is too wide', async () => {
  await withBrowser(async (browser) => {
    for (const lang of LANGUAGES) {
      for (const name of ['index', 'sos', 'overdose-now', 'naloxone', 'services', 'topic-veins', 'a-z', 'search']) {
        const path = `${lang}/${name}.html`;
        const { page, context, troubles } = await open(browser, address(path), { clock: MUCH_LATER });
        const old = ['sos', 'overdose-now', 'naloxone', 'services'].includes(name);
        assert.equal(await page.locator('[data-due]:visible').count(), old ? 1 : 0, path);
        for (const width of [320, 390, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), width, path);
        }
        assert.deepEqual(await kept(page), NOTHING);
        assert.deepEqual(troubles.filter((trouble) => !/search-..\.[0-9a-f]+\.js$/.test(trouble)), [], path);
        await context.close();
      }
    }
  });
});

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const two = (number) => String(number).padStart(2, '0');
const time = (minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** What must be said of a place whose week is given minute by minute: by walking through the minutes. */
const expected = (week, minute) => {
  const walk = (from, while_) => {
    let steps = 0;
    while (steps < WEEK && Boolean(week[(from + steps) % WEEK]) === while_) steps += 1;
    return steps;
  };
  const end = (from) => time((from + walk(from, true)) % DAY || DAY);
  if (week[minute]) return ['now', walk(minute, true) > DAY ? 'day and night' : `till ${end(minute)}`];
  const wait = walk(minute, false);
  const clock = minute % DAY;
  const night = clock < MORNING ? MORNING - clock : DAY + MORNING - clock;
  if (wait >= night) return null;
  return ['later', `from ${time((minute + wait) % DAY)} till ${end(minute + wait)}`, wait];
};

/** What the page says at each of these moments: of each place, where it stands and the words. */
const told = (page, moments) => page.evaluate((all) => all.map((moment) => {
  Date.now = () => moment;
  globalThis.moment = moment;
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  const lines = (id, name) => [...document.querySelectorAll(`#${id} li:not([hidden])`)].map((line) => ({ place: Number(line.dataset.place), said: [name, line.querySelector('b').textContent] }));
  return {
    lines: [...lines('open_now', 'now'), ...lines('open_later', 'later')],
    none: !document.getElementById('open_none').hidden,
    clock: document.getElementById('open_time').textContent,
  };
}), moments);

/** A clock that says `moment`, for many moments in one page. */
const movable = () => {
  const Real = Date;
  globalThis.moment = 0;
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [globalThis.moment])); }
  };
};

/** The spans of a week given minute by minute, as the page has them. */
const spans = (week) => {
  if (week.every(Boolean)) return '0-10080';
  const from = [...week.keys()].filter((minute) => week[minute] && !week[(minute + WEEK - 1) % WEEK]);
  return from.map((start) => {
    let end = start;
    while (week[end % WEEK]) end += 1;
    return `${start}-${end}`;
  }).join(' ');
};

/** Numbers that are the same in every run. */
let seed = 20261120;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 4294967296) * below);
};

/** Weeks as places have them, and as nobody would. */
const weeks = () => Array.from({ length: 60 }, (none, sort) => {
  const week = new Array(WEEK).fill(sort === 0 ? 1 : 0);
  const fill = (start, length) => { for (let at = 0; at < length; at += 1) week[(start + at) % WEEK] = 1; };
  for (let day = 0; day < 7 && sort; day += 1) {
    for (let times = random(4); times; times -= 1) fill(day * DAY + random(96) * 15, (1 + random(sort % 3 ? 40 : 90)) * 15);
  }
  if (sort % 7 === 1) fill(6 * DAY + 1200, 600);
  if (!week.includes(1)) fill(random(WEEK), 60);
  return week;
});

/** Writes the page of services with other hours, in another time zone, and returns its address. */
const changed = (zone, all) => {
  const html = readFileSync(join(site(), 'en/services.html'), 'utf8');
  const [begin, rest] = html.split('<ul class="doors" id="open_later">');
  const lines = all.map((week, place) => `<li data-open="${spans(week)}" data-place="${place}" hidden><a href="#shore">x</a><p><b></b></p></li>`);
  const after = rest.slice(rest.indexOf('</ul>'));
  const path = join(folder, `${zone.replace('/', '-')}.html`);
  writeFileSync(path, `${begin.replace(/data-zone="[^"]*"/, `data-zone="${zone}"`)}<ul class="doors" id="open_later">${lines.join('')}${after}`);
  return pathToFileURL(path).href;
};

/** The last Sunday of a month of a year, at 01:00 universal time: when the clocks of Europe change. */
const change = (year, month) => {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * 864e5;
};
const OFFSETS = {
  'Europe/London': (moment) => {
    const year = new Date(moment).getUTCFullYear();
    return moment >= change(year, 2) && moment < change(year, 9) ? 60 : 0;
  },
  'Europe/Moscow': () => 180,
  'Asia/Kathmandu': () => 345,
  'Pacific/Honolulu': () => -600,
};

test('what is open is what the minutes say, in every zone, on every day, whatever zone the reader is in', async () => {
  await withBrowser(async (browser) => {
    let compared = 0;
    for (const [zone, offset] of Object.entries(OFFSETS)) {
      const all = weeks();
      const moments = Array.from({ length: 300 }, () => Date.UTC(2026, 0, 1) + random(3 * 365 * DAY) * 6e4);
      for (const year of [2026, 2027]) {
        for (const month of [2, 9]) for (let minute = -120; minute < 180; minute += 5) moments.push(change(year, month) + minute * 6e4);
      }
      const musts = moments.map((moment) => {
        // 1970 began on a Thursday.
        const minute = ((Math.floor(moment / 6e4) + offset(moment) + 3 * DAY) % WEEK + WEEK) % WEEK;
        const name = `${zone} ${new Date(moment).toISOString()}, there ${DAYS[Math.floor(minute / DAY)]} ${time(minute % DAY)}`;
        return { moment, minute, name, must: all.map((week) => expected(week, minute)) };
      });
      // The page never asks for the reader's own zone: of two more, some moments are enough.
      for (const [timezoneId, every] of [['UTC', 1], ['Asia/Tokyo', 7], ['Europe/London', 7]]) {
        const some = musts.filter((one, at) => at % every === 0);
        const { page, context, troubles } = await open(browser, changed(zone, all), { timezoneId, before: movable });
        const answers = await told(page, some.map(({ moment }) => moment));
        some.forEach(({ minute, name, must }, at) => {
          const { lines, none, clock } = answers[at];
          const said = [];
          lines.forEach((line) => { said[line.place] = line.said; });
          assert.deepEqual(all.map((week, place) => said[place] ?? null), must.map((one) => one?.slice(0, 2) ?? null), name);
          const waits = lines.map((line) => must[line.place][2] ?? 0);
          assert.deepEqual(waits, waits.toSorted((one, other) => one - other), `${name}: the soonest first`);
          assert.equal(clock, time(minute % DAY), name);
          assert.equal(none, !must.some((one) => one?.[0] === 'now'), name);
          compared += all.length;
        });
        assert.deepEqual(troubles, []);
        await context.close();
      }
    }
    console.log(`compared ${compared} answers`);
  });
});

/** The hours of the starter's places, from the tables that people read. */
const tables = (page) => page.evaluate((days) => {
  const weekOf = (table) => {
    const week = new Array(10080).fill(0);
    for (const row of table.rows) {
      const [named, ...times] = [row.cells[0].textContent, ...[...row.cells[1].querySelectorAll('.span')].map((span) => span.textContent)];
      const own = named === 'every day' ? days : named.split(', ').flatMap((part) => {
        const [first, last] = part.split('–');
        return days.slice(days.indexOf(first), days.indexOf(last ?? first) + 1);
      });
      for (const day of own) {
        for (const words of times) {
          const ends = words === 'day and night' ? [0, 1440] : words.match(/\d\d:\d\d/g)?.map((clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)));
          if (!ends) continue;
          const to = words.includes('next day') ? ends[1] + 1440 : ends[1];
          for (let minute = ends[0]; minute < to; minute += 1) week[(days.indexOf(day) * 1440 + minute) % 10080] = 1;
        }
      }
    }
    return week;
  };
  return [...document.querySelectorAll('.service table')].map((table) => weekOf(table));
}, DAYS);

test('the lists of the starter say what its tables say', async () => {
  await withBrowser(async (browser) => {
    const { page, troubles } = await open(browser, address('en/services.html'), { before: movable });
    const all = await tables(page);
    assert.ok(all.length >= 8, `${all.length} tables`);
    const own = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('#open li')].map((line) => [line.dataset.open, true])));
    assert.deepEqual(Object.keys(own).sort(), [...new Set(all.map(spans))].sort());
    for (let day = 0; day < 7; day += 1) {
      for (const hour of [2, 9, 13, 19, 21, 23]) {
        const moment = Date.UTC(2026, 10, 23 + day, hour, 30);
        const minute = (day * DAY + hour * 60 + 30 + 180) % WEEK;
        const [{ lines }] = await told(page, [moment]);
        const must = all.map((week) => expected(week, minute)).filter(Boolean).map((one) => one.slice(0, 2).join(' '));
        assert.deepEqual(lines.map(({ said }) => said.join(' ')).sort(), must.sort(), new Date(moment).toISOString());
      }
    }
    assert.deepEqual(await kept(page), NOTHING);
    assert.deepEqual(troubles, []);
  });
});

test('what is open is told again when the page is looked at again, and not before', async () => {
  await withBrowser(async (browser) => {
    const { page } = await open(browser, address('ru/services.html'), { clock: '2026-11-23T16:30:00Z' });
    const clock = () => page.textContent('#open_time');
    assert.equal(await clock(), '19:30');
    await page.clock.setFixedTime(new Date('2026-11-23T18:00:00Z'));
    await page.waitForTimeout(100);
    assert.equal(await clock(), '19:30');
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    assert.equal(await clock(), '21:00');
    const first = page.locator('#open_now li').first();
    assert.match(await first.innerText(), /до 22:30/);
    await first.locator('a').first().click();
    assert.ok(page.url().endsWith('#night-bus'));
    assert.ok(await page.locator('#night-bus').isVisible());
  });
});

test('a browser that knows no time zones, or no scripts, shows the tables alone', async () => {
  const zones = () => { Intl.DateTimeFormat = function () { throw new RangeError('Unsupported time zone'); }; };
  const none = () => { delete globalThis.Intl; };
  await withBrowser(async (browser) => {
    for (const more of [{ before: zones }, { before: none }, { javaScriptEnabled: false }]) {
      const { page, troubles } = await open(browser, address('en/services.html'), more);
      assert.ok(!(await page.locator('#open').isVisible()));
      assert.match(await page.locator('#night-bus').innerText(), /Station Square[^]*18:00–20:00[^]*North Side market/);
      assert.deepEqual(troubles, []);
    }
  });
});

test('nobody is kept out of what scripts show, by day or by night', async () => {
  await withBrowser(async (browser) => {
    for (const [path, clock, colorScheme, parts] of [
      ['en/services.html', '2026-11-23T18:30:00Z', 'light', ['html']],
      ['ru/services.html', MUCH_LATER, 'dark', ['html']],
      ['ru/naloxone.html', MUCH_LATER, 'light', ['.near', '.mark', 'footer', '.bar']],
      ['en/sos.html', MUCH_LATER, 'dark', ['html']],
    ]) {
      const { page, context } = await open(browser, address(path), { clock, colorScheme, viewport: DESK });
      assert.deepEqual(await findings(page, parts), [], `${path} ${colorScheme}`);
      await context.close();
    }
  });
});

test('the scripts are small', () => {
  const html = readFileSync(join(site(), 'en/services.html'), 'utf8');
  const [directory, every] = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, code]) => code.length);
  console.log(`every page: ${every} bytes; services: ${directory} bytes more`);
  assert.ok(every <= 1200 && directory <= 2600, `${every}, ${directory}`);
  assert.ok(readdirSync(join(site(), 'en')).filter((name) => name.endsWith('.js')).length === 1, 'the index of the search alone is a file');
});
