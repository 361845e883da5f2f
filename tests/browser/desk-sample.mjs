// The review desk for pictures: a copy of the starter where an edit waits, opened by the demonstration doctor.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT, program } from './console.mjs';

const REVIEWER = 'demo-medical';
const PARTS = ['content', 'record', 'trust', 'themes', 'vetted.toml'];

/** What somebody has changed since it was signed: a number, a word, a step more. */
const EDITS = {
  'content/en/veins/vein-care.md': [
    ['gets better in 1 to 2 weeks', 'gets better in 2 to 3 weeks'],
    ['4. Wash the skin', '4. Do not put a warm bottle on it.\n5. Wash the skin'],
    ['5. A damp cloth may ease', '6. A damp, cool cloth may ease'],
  ],
  'content/ru/veins/vein-care.md': [
    ['лучше за 1–2 недели', 'лучше за 2–3 недели'],
    ['4. Помойте кожу', '4. Не прикладывайте грелку.\n5. Помойте кожу'],
    ['5. От боли может помочь влажная ткань', '6. От боли может помочь прохладная влажная ткань'],
  ],
};

/** What somebody asks for. */
const REMARKS = {
  'content/remarks/en/abscess/1.demo-editor.toml': 'day = 2026-11-21\ntext = "Can we say more plainly when to go to the hospital at night?"\n',
  'content/remarks/ru/abscess/1.demo-editor.toml': 'day = 2026-11-21\ntext = "Можно ли проще сказать, когда ночью ехать в больницу?"\n',
};

const makeBase = (folder) => {
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  for (const [path, edits] of Object.entries(EDITS)) {
    let text = readFileSync(join(folder, path), 'utf8');
    for (const [from, to] of edits) {
      if (!text.includes(from)) throw new Error(`${path} no longer says: ${from}`);
      text = text.replace(from, to);
    }
    writeFileSync(join(folder, path), text);
  }
  for (const [path, text] of Object.entries(REMARKS)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

/** Opens the desk as on this day, gives its address without the language to `use`, and ends it. */
export const withDesk = async (day, use) => {
  const home = mkdtempSync(join(tmpdir(), 'desk-'));
  const base = join(home, 'help');
  makeBase(base);
  const key = join(home, `${REVIEWER}.key`);
  cpSync(join(ROOT, 'tests', 'keys', REVIEWER), key);
  chmodSync(key, 0o600);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'four words in here', '-f', key]);
  const given = ['--as-of', day, '--lang', 'en', '-C', base, 'review', '--key', `${REVIEWER}.key`, '--port', '0'];
  const desk = spawn(program(), given, { cwd: home, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const told = await new Promise((resolve, reject) => {
      desk.stdout.once('data', (words) => resolve(String(words)));
      desk.once('exit', () => reject(new Error('the desk does not open')));
    });
    await use(told.match(/http:\S+\/(?=en\/)/)[0]);
  } finally {
    desk.removeAllListeners('exit');
    desk.kill();
    rmSync(home, { recursive: true, force: true });
  }
};
