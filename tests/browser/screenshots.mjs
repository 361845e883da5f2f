// Takes the pictures of the documentation: scripts/screenshots.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { open, page, withBrowser } from './console.mjs';

const LARGEST = 150 * 1024;
const [folder] = process.argv.slice(2);

await withBrowser(async (browser) => {
  const { page: opened } = await open(browser, page('en'), { viewport: { width: 1280, height: 760 }, deviceScaleFactor: 0.75 });
  await opened.fill('#query', 'my mate passed out, lips are blue');
  for (const key of ['Escape', 'n', 'Enter']) await opened.keyboard.press(key);
  await opened.waitForFunction(() => document.getElementById('said').textContent);
  const path = join(folder, 'console.png');
  await opened.screenshot({ path });
  if (statSync(path).size > LARGEST) throw new Error(`${path} is too large: ${statSync(path).size} bytes`);
});
