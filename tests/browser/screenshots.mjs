// Takes the pictures of the documentation: scripts/screenshots. Always the same day and hour, and no animation.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, open, rightToLeft, site, withBrowser } from './console.mjs';
import { withDesk } from './desk-sample.mjs';

const LARGEST = 150 * 1024;
const DAY = '2026-11-22';
const PHONE = { width: 390, height: 780 };
const [folder] = process.argv.slice(2);

const typed = (query) => async (opened) => {
  await opened.fill('#query', query);
  await opened.press('#query', 'Enter');
  await opened.locator('#found a').first().waitFor();
};
const inConsole = async (opened) => {
  await opened.fill('#query', 'my mate passed out, lips are blue');
  for (const key of ['Escape', 'n', 'Enter']) await opened.keyboard.press(key);
  await opened.waitForFunction(() => document.getElementById('said').textContent);
};
const onPaper = (opened) => opened.emulateMedia({ media: 'print' });

const starter = site(DAY);
const PICTURES = {
  home: { path: join(starter, 'en/index.html') },
  article: { path: join(starter, 'en/abscess.html') },
  sos: { path: join(starter, 'en/sos.html') },
  'sos-dark': { path: join(starter, 'en/sos.html'), colorScheme: 'dark' },
  'sos-print': { path: join(starter, 'en/sos.html'), viewport: { width: 700, height: 990 }, deviceScaleFactor: 0.6, before: onPaper },
  services: { path: join(starter, 'en/services.html') },
  search: { path: join(starter, 'en/search.html'), before: typed('he is blue and does not breathe') },
  'right-to-left': { path: join(rightToLeft(), 'fa/overdose-now.html') },
  console: { path: join(starter, 'en/answers.html'), viewport: { width: 1280, height: 760 }, deviceScaleFactor: 0.75, before: inConsole },
};

/** The review desk, in each of its languages: the place, the part of it that is shown, and the width. */
const DESK = {
  desk: { place: () => '', height: 760 },
  'desk-text': { place: (lang) => `text/${lang}/vein-care`, from: '.both', height: 800 },
  'desk-sign': { place: (lang) => `text/${lang}/vein-care`, part: '#sign', width: 760 },
  'desk-keys': { place: () => 'keys', part: 'section.card', unfold: 'section.card details', width: 760 },
};

const keep = async (shown, name) => {
  const file = join(folder, `${name}.png`);
  await shown.screenshot({ path: file, animations: 'disabled' });
  const { size } = statSync(file);
  if (size > LARGEST) throw new Error(`${file} is too large: ${size} bytes`);
  console.log(`${file}: ${size} bytes`);
};

await withBrowser(async (browser) => {
  for (const [name, { path, before = () => {}, ...look }] of Object.entries(PICTURES)) {
    const { page: opened, context } = await open(browser, path, { viewport: PHONE, clock: `${DAY}T21:00:00Z`, ...look });
    await before(opened);
    await keep(opened, name);
    await context.close();
  }
  await withDesk(DAY, async (address) => {
    for (const lang of LANGUAGES) {
      for (const [name, { place, from, part, unfold, width = 1280, height = 900 }] of Object.entries(DESK)) {
        const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: width > 1000 ? 0.75 : 1, colorScheme: 'light', reducedMotion: 'reduce' });
        const opened = await context.newPage();
        await opened.goto(`${address}${lang}/${place(lang)}`, { waitUntil: 'load' });
        if (unfold) await opened.locator(unfold).first().evaluate((details) => { details.open = true; });
        if (from) await opened.locator(from).evaluate((element) => element.scrollIntoView());
        await keep(part ? opened.locator(part).first() : opened, lang === LANGUAGES[0] ? name : `${name}.${lang}`);
        await context.close();
      }
    }
  });
});
