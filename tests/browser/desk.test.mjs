// The life of a text at the review desk, in the browsers of two doctors and an editor: written, questioned, signed, published,
// edited, overdue, withdrawn, brought back. After each step it is looked at as readers and programs get it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withBrowser } from './console.mjs';
import { Base, DAY, PASSPHRASE, Person, STEP } from './desk.mjs';

const FIRST = 'Wait 3 minutes';
const SECOND = 'Wait 30 minutes';
/** What a page says that is due; a copy that somebody keeps has other words for it, hidden until then. */
const DUE = 'A new check of this text has been due since';

/** Lets several people do the same in turn. */
const each = async (people, deed) => { for (const person of people) await deed(person); };

/** A text as the site has it now. */
const state = (base, name, day) => {
  const { page, json, all } = base.site(name, day);
  const id = name.split('/')[1];
  const among = (all?.snippets ?? []).filter(({ article }) => article === id);
  return { page, status: json?.snippets[0]?.status, text: JSON.stringify(json ?? ''), among };
};

test('a text lives from its first draft to its withdrawal and back, at the desks of those who sign it', async (t) => {
  const base = new Base();
  await withBrowser(async (browser) => {
    base.hire('dr-ada', ['medical']);
    base.hire('ed-eve', ['editor', 'service']);
    let bob;
    await t.test('a doctor makes a key at the desk, and is known as soon as the editor has entered it', async () => {
      bob = await Person.sit(browser, base, undefined, { key: null });
      await bob.page.getByRole('link', { name: 'find or make a key' }).click();
      const form = bob.page.locator('form', { has: bob.page.getByLabel('your name in this knowledge base') });
      await form.getByLabel('your name in this knowledge base').fill('dr-bob');
      await form.getByLabel('passphrase:').fill(PASSPHRASE);
      await form.getByLabel('the same again').fill(PASSPHRASE);
      await form.getByRole('button').click();
      assert.match(await bob.said(), /made the key .*dr-bob\.key/);
      const card = bob.page.locator('.card', { hasText: /not on the list of reviewers yet/i });
      const spoken = (await card.locator('.fingerprint').innerText()).replace(/\s/g, '');
      const stock = execFileSync('ssh-keygen', ['-l', '-f', join(base.home, 'home', '.config', 'vetted', 'dr-bob.key.pub')], { encoding: 'utf8' });
      assert.equal(spoken.toLowerCase(), stock.split(' ')[1].toLowerCase());
      base.enter(await card.locator('pre').innerText(), ['medical']);
      await bob.isKnown();
    });

    const name = base.begin('veins', 'sore-vein');
    const other = base.begin('veins', 'vein-care', { first: 'Look at your veins.' });
    const [ada, eve] = [await Person.sit(browser, base, 'dr-ada'), await Person.sit(browser, base, 'ed-eve')];
    const all = [ada, bob, eve];

    await t.test('nobody has signed it: it is nowhere', async () => {
      const { page, status, among } = state(base, name);
      assert.deepEqual([page, status, among], [undefined, undefined, []]);
    });

    await t.test('a doctor reads it as readers will, and leaves a remark; the editor answers; it is settled', async () => {
      await ada.read(name);
      const frame = ada.page.frameLocator('iframe').first();
      assert.match(await frame.locator('main').innerText(), new RegExp(STEP));
      assert.match(await ada.page.locator('#chats + details.chat, details.chat').first().locator('pre.message').first().textContent(), new RegExp(STEP));
      assert.equal(await ada.page.locator('.sources li').count(), 1);
      await ada.page.locator('summary', { hasText: 'ask for a change' }).click();
      await ada.page.getByLabel('the words in question').fill(STEP);
      await ada.page.getByLabel('what is to be changed, and why').fill('Say why.\nOur protocol has it.');
      await ada.page.getByRole('button', { name: 'leave the remark' }).click();
      assert.match(await ada.said(), /your remark stands beside en\/sore-vein/);

      await eve.open();
      const pile = eve.page.locator('section', { has: eve.page.getByRole('heading', { name: 'remarks to answer' }) });
      await pile.locator(`a.text[href$="/text/${name}"]`).click();
      const thread = eve.page.getByRole('article', { name: 'remark 1.dr-ada' });
      assert.equal(await thread.locator('blockquote').innerText(), STEP);
      assert.equal(await thread.locator('.saying').innerText(), 'Say why.\nOur protocol has it.');
      base.change(`content/en/veins/sore-vein.md`, 'The wall of the vein heals', 'The wall of a vein heals');
      await thread.locator('summary').click();
      await thread.getByLabel('your answer').fill('It stands below, under “Why?”.');
      await thread.getByRole('button', { name: 'answer', exact: true }).click();
      assert.match(await eve.said(), /your answer stands beside en\/sore-vein/);

      await ada.read(name);
      const own = ada.page.getByRole('article', { name: 'remark 1.dr-ada' });
      assert.match(await own.innerText(), /the text has been changed since/i);
      assert.match(await own.locator('.answers').textContent(), /ed-eve, 2026-11-20[^]*under “Why\?”/);
      await own.locator('summary').click();
      await own.getByRole('button', { name: 'close the remark' }).click();
      assert.match(await ada.said(), /settled, beside en\/sore-vein/);
      assert.equal(await ada.page.locator('.thread.closed').count(), 1);
      assert.deepEqual(base.files('content/remarks').map((path) => path.split('/').at(-1)), ['1.dr-ada.toml', '1.ed-eve.toml', '2.dr-ada.toml']);
    });

    await t.test('it waits until the last of all who must sign has done so, then it is live', async () => {
      assert.match(await eve.sign('facts/my-region'), /it is live with the next/);
      assert.match(await ada.sign(name), /still to sign: 1 medical, 1 editor/);
      assert.match(await bob.sign(name), /still to sign: 1 editor/);
      await bob.open(`text/${name}`);
      assert.match(await bob.page.locator('#sign').innerText(), /you have signed this very text/i);
      const waiting = state(base, name);
      assert.deepEqual([waiting.page, waiting.status, waiting.among], [undefined, undefined, []]);
      assert.match(await eve.sign(name), /it is live with the next/);
      await each(all, (person) => person.sign(other));
      const { page, status, text, among } = state(base, name);
      assert.ok(page.includes(FIRST) && !page.includes(DUE), page);
      assert.equal(status, 'verified');
      assert.ok(text.includes(FIRST), text);
      assert.equal(among.length, 1);
      // Nothing that people said about it is published.
      base.files('public').forEach((path) => assert.ok(!base.read(path).includes('Our protocol'), path));
    });

    await t.test('an edit waits, and the live one stays; every desk shows what changed, with what is dangerous marked', async () => {
      base.change('content/en/veins/sore-vein.md', FIRST, SECOND);
      const { page, status, text } = state(base, name);
      assert.ok(page.includes(FIRST) && !page.includes(SECOND) && text.includes(FIRST) && !text.includes(SECOND));
      assert.equal(status, 'verified');
      await each(all, async (person) => {
        await person.read(name);
        const changed = person.page.locator('.passage.changed');
        assert.equal(await changed.count(), 1);
        assert.match(await person.page.locator('#changes + p').innerText(), /since version 1, the last one you signed: 1 changed, 1 to look at closely/i);
        assert.equal(await changed.locator('del mark, mark del').first().evaluate((mark) => mark.textContent.replace(/[^0-9]/g, '')), '3');
        assert.equal(await changed.locator('ins mark, mark ins').first().evaluate((mark) => mark.textContent.replace(/[^0-9]/g, '')), '30');
        assert.match(await changed.getByRole('list', { name: 'look closely' }).innerText(), /a number: 3 ?→ ?30/i);
        const [draft, live] = [person.page.frameLocator('iframe').first(), person.page.frameLocator('iframe').last()];
        assert.ok((await draft.locator('main').innerText()).includes(SECOND));
        assert.ok((await live.locator('main').innerText()).includes(FIRST));
        await person.declare({ scope: 'changes' });
      });
      const after = state(base, name);
      assert.ok(after.page.includes(SECOND) && !after.page.includes(`${FIRST} `) && after.text.includes(SECOND));
      assert.equal(after.status, 'verified');
    });

    await t.test('one doctor takes it off the site in three steps', async () => {
      await bob.open(`text/${name}`);
      await bob.page.getByRole('link', { name: 'take this text off the site' }).click();
      assert.match(await bob.page.locator('[aria-current=step]').innerText(), /why/i);
      await bob.page.getByLabel('the guidance it rests on has changed').check();
      await bob.page.getByRole('button', { name: 'go on' }).click();
      assert.match(await bob.page.locator('[aria-current=step]').innerText(), /what to read instead/i);
      await bob.page.getByLabel('what to read instead').selectOption('vein-care');
      await bob.page.getByRole('button', { name: 'go on' }).click();
      assert.match(await bob.page.locator('main dl').innerText(), /the guidance it rests on has changed[^]*vein-care/i);
      await bob.page.getByLabel('passphrase of your key').fill(PASSPHRASE);
      await bob.page.getByRole('button', { name: 'take it off the site' }).click();
      assert.match(await bob.said(), /withdrawn: record\/en\/sore-vein/);

      const { page, status, text, among } = state(base, name);
      assert.ok(page.includes('withdrawn') && page.includes('vein-care.html') && !page.includes('minutes'), page);
      assert.equal(status, 'withdrawn');
      assert.ok(!text.includes('minutes'), text);
      assert.ok(among.every((snippet) => !JSON.stringify(snippet).includes('minutes')), JSON.stringify(among));
      base.files('public').forEach((path) => assert.ok(![FIRST, SECOND].some((words) => base.read(path).includes(words)), path));
    });

    await t.test('it comes back when all who must sign have lifted it, and not before', async () => {
      await each(all, async (person) => {
        assert.ok(!state(base, name).page.includes('minutes'), 'not yet');
        await person.open(`text/${name}`);
        assert.match(await person.page.locator('#sign').innerText(), /this text was withdrawn/i);
        await person.declare({ lift: true });
      });
      const { page, status, text } = state(base, name);
      assert.ok(page.includes(SECOND) && text.includes(SECOND));
      assert.equal(status, 'verified');
      const notes = base.files('record/en/sore-vein/3').filter((path) => path.endsWith('.note'));
      assert.equal(notes.length, 3);
      notes.forEach((path) => assert.match(base.read(path), /^# lifts: .*dr-bob/m));
    });

    await t.test('everything that was signed passes the stock tools', () => {
      // Facts, two texts, two more versions of one of them, and a withdrawal.
      assert.equal(base.checkWithStockTools(), 1 + 2 * 3 + 2 * 3 + 1);
    });
    await each(all, (person) => person.leave());
  });
  base.end();
});

test('a text that is overdue says so or is gone, as its topic wants, and is renewed at the desk', async () => {
  const base = new Base();
  base.hireAll();
  const kept = base.begin('veins', 'sore-vein');
  const strict = base.begin('doses', 'how-much');
  base.publish(kept, strict);
  const later = '2027-11-25';
  const before = [kept, strict].map((name) => state(base, name));
  before.forEach(({ page, status }) => assert.ok(page.includes(FIRST) && status === 'verified'));
  await withBrowser(async (browser) => {
    const overdue = state(base, kept, later);
    assert.ok(overdue.page.includes(FIRST) && overdue.page.includes(DUE), overdue.page);
    assert.equal(overdue.status, 'expired');
    assert.ok(overdue.text.includes(FIRST));
    const gone = state(base, strict, later);
    assert.ok(!(gone.page ?? '').includes(FIRST) && !gone.text.includes(FIRST), gone.page);
    assert.ok(['withdrawn', 'expired', undefined].includes(gone.status), gone.status);
    base.files('public').filter((path) => path.includes('how-much')).forEach((path) => assert.ok(!base.read(path).includes(FIRST), path));

    const people = [];
    for (const reviewer of ['dr-ada', 'dr-bob', 'ed-eve']) people.push(await Person.sit(browser, base, reviewer, { day: later }));
    for (const name of [kept, strict]) {
      await each(people, async (person) => {
        await person.read(name);
        assert.match(await person.page.locator('#main').innerText(), /expired|due/i);
        assert.match(await person.page.locator('#sign').innerText(), /nothing has changed since the version that readers see|withdrawn|sign/i);
        await person.declare();
      });
      const { page, status, text } = state(base, name, later);
      assert.ok(page.includes(FIRST) && !page.includes(DUE) && text.includes(FIRST), name);
      assert.equal(status, 'verified');
    }
    base.checkWithStockTools();
    await each(people, (person) => person.leave());
  });
  base.end();
});

test('three texts are signed with one passphrase', async () => {
  const base = new Base();
  base.hireAll();
  const names = ['one', 'two', 'three'].map((id) => base.begin('veins', id, { title: `About ${id}` }));
  await withBrowser(async (browser) => {
    const ada = await Person.sit(browser, base, 'dr-ada');
    for (const name of names) {
      await ada.read(name);
      await ada.page.locator('#tick').check();
      await ada.page.getByRole('button', { name: 'tick it, and sign later' }).click();
      assert.match(await ada.said(), new RegExp(`ticked: ${name}`));
    }
    assert.deepEqual(base.files('record').filter((path) => path.endsWith('.note')), []);
    assert.match(await ada.page.locator('.ready').innerText(), /not signed yet: 3/);
    await ada.page.getByRole('link', { name: 'sign them all' }).click();
    await ada.sees('#passphrase');
    assert.equal(await ada.page.locator('.texts li').count(), 3);
    await ada.page.keyboard.type(PASSPHRASE);
    await ada.page.keyboard.press('Enter');
    const said = await ada.said();
    names.forEach((name) => assert.match(said, new RegExp(`signed record/${name} version 1 \\(topic veins\\) as medical`)));
    assert.equal(base.checkWithStockTools(), 3);
    await ada.leave();
  });
  base.end();
});

for (const [layout, tick] of [['English', 't'], ['Russian', 'е']]) {
  test(`with the keyboard alone, ${layout}, a changed text is signed with at most six presses besides the passphrase`, async () => {
    const base = new Base();
    base.hireAll();
    const name = base.begin('veins', 'sore-vein');
    base.publish(name);
    base.change('content/en/veins/sore-vein.md', FIRST, SECOND);
    await withBrowser(async (browser) => {
      const ada = await Person.sit(browser, base, 'dr-ada');
      let presses = 0;
      const press = async (key, code) => {
        presses += 1;
        if (!code) return ada.page.keyboard.press(key);
        // What a keyboard sends whose key `t` has another letter on it.
        return ada.page.evaluate(([letter, place]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: letter, code: place, bubbles: true, cancelable: true })), [key, code]);
      };
      await ada.sees('.texts .text');
      await press('Enter');
      await ada.sees('#sign');
      await press(tick, layout === 'Russian' && 'KeyT');
      assert.equal(await ada.page.evaluate(() => document.activeElement.id), 'passphrase');
      await ada.page.keyboard.type(PASSPHRASE);
      await press('Enter');
      assert.match(await ada.said(), /signed record\/en\/sore-vein version 2/);
      assert.ok(presses <= 6, `${presses} presses`);
      assert.ok(existsSync(base.path('record/en/sore-vein/2/medical.dr-ada.note')));
      await ada.leave();
    });
    base.end();
  });
}

test('a doctor far away signs a pack without Git and without a server, and what comes back is brought in', async () => {
  const base = new Base();
  base.hireAll();
  const names = ['one', 'two'].map((id) => base.begin('veins', id, { title: `About ${id}` }));
  const pack = join(base.home, 'for-bob.pack.txt');
  await withBrowser(async (browser) => {
    base.told(['review', '--pack', pack, '--as', 'dr-bob']);
    const bob = await Person.sit(browser, base, 'dr-bob', { file: pack, browsing: { acceptDownloads: true } });
    const bundle = join(base.home, 'for-bob.pack.signed.txt');
    const before = base.state();
    assert.match(await bob.sign(names[0]), /signed record\/en\/one version 1/);
    await bob.page.getByRole('navigation', { name: 'review desk' }).getByRole('link', { name: 'send back' }).click();
    const [download] = await Promise.all([bob.page.waitForEvent('download'), bob.page.getByRole('link', { name: 'save the file' }).click()]);
    assert.equal(download.suggestedFilename(), 'help.example-dr-bob.signed.txt');
    assert.equal(readFileSync(await download.path(), 'utf8'), readFileSync(bundle, 'utf8'));
    assert.deepEqual(base.state(), before, 'nothing is here yet');
    // On the command line.
    const first = join(base.home, 'first.txt');
    writeFileSync(first, readFileSync(bundle));
    assert.match(base.told(['import', first]), /en\/one/);
    assert.ok(existsSync(base.path('record/en/one/1/medical.dr-bob.note')));
    // By the form of a desk: what came in an earlier bundle comes again and does no harm.
    assert.match(await bob.sign(names[1]), /signed record\/en\/two version 1/);
    const eve = await Person.sit(browser, base, 'ed-eve');
    await eve.open('far');
    const text = readFileSync(bundle, 'utf8');
    const broken = text.replace(/[A-Za-z](?=[^\n]*\n[^\n]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    for (const [wrong, words] of [['hello', /./], [broken, /./], [readFileSync(pack, 'utf8'), /./]]) {
      const here = base.state();
      await eve.page.getByLabel('open the file that came back').fill(wrong);
      await eve.page.getByRole('button', { name: 'check it and bring it in' }).click();
      assert.match(await eve.said(), words);
      assert.equal(await eve.page.locator('#said.refused').count(), 1, await eve.said());
      assert.equal((await eve.page.getByLabel('open the file that came back').inputValue()).trim(), wrong.trim(), 'what was pasted is not lost');
      assert.deepEqual(base.state(), here);
    }
    await eve.page.getByLabel('open the file that came back').fill(text);
    await eve.page.getByRole('button', { name: 'check it and bring it in' }).click();
    assert.match(await eve.said(), /en\/two/);
    assert.ok(existsSync(base.path('record/en/two/1/medical.dr-bob.note')));
    assert.equal(base.checkWithStockTools(), 2);
    for (const name of names) {
      base.approve(name, 'dr-ada', 'medical');
      base.approve(name, 'ed-eve', 'editor');
    }
    await bob.leave();
    await eve.leave();
  });
  base.publish();
  names.forEach((name) => assert.equal(state(base, name).status, 'verified'));
  base.end();
});

test('in a Git repository the desk commits for its person: what was signed alone, under the id of the reviewer, and nothing of the machine', async () => {
  const base = new Base();
  base.hireAll();
  const name = base.begin('veins', 'sore-vein');
  const git = (...more) => execFileSync('git', ['-C', base.root, ...more], { env: base.environment, encoding: 'utf8' }).trim();
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=editor', '-c', 'user.email=editor@help.example', 'commit', '--quiet', '--message=begin');
  base.write('content/en/veins/unfinished.md', 'half');
  base.write('staged.txt', 'of somebody else');
  git('add', 'staged.txt');
  await withBrowser(async (browser) => {
    const ada = await Person.sit(browser, base, 'dr-ada');
    assert.match(await ada.sign(name), /signed record\/en\/sore-vein version 1[^]*kept in Git as [0-9a-f]+, under the name dr-ada/);
    assert.equal(git('log', '--format=%an %cn'), 'dr-ada dr-ada\neditor editor');
    const [mail, message] = [git('log', '-1', '--format=%ae%ce'), git('log', '-1', '--format=%B')];
    for (const machine of [hostname(), userInfo().username]) assert.ok(!`${mail}${message}`.includes(machine), `${mail} ${message}`);
    assert.match(message, /^record: sign en\/sore-vein$/);
    const folder = 'record/en/sore-vein/1';
    assert.deepEqual(git('show', '--name-only', '--format=', 'HEAD').split('\n'), [`${folder}/article.md`, `${folder}/medical.dr-ada.note`, `${folder}/medical.dr-ada.note.sig`]);
    assert.match(git('status', '--short'), /A {2}staged\.txt\n\?\? content\/en\/veins\/unfinished\.md/);
    // Whoever does not want it unticks it.
    const bob = await Person.sit(browser, base, 'dr-bob');
    await bob.read(name);
    await bob.page.getByLabel('keep it in Git under the name').uncheck();
    assert.doesNotMatch(await bob.declare(), /Git/);
    assert.equal(git('log', '--format=%an').split('\n').length, 2);
    await ada.leave();
    await bob.leave();
  });
  base.end();
});
