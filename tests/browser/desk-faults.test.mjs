// What goes wrong while somebody sits at the review desk: a clear sentence, nothing lost, nothing half signed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withBrowser } from './console.mjs';
import { Base, Person, STEP } from './desk.mjs';

const name = 'en/sore-vein';

/** A text that is live, and changed on the desk since. */
const changed = () => {
  const base = new Base();
  base.hireAll();
  base.begin('veins', 'sore-vein');
  base.publish(name);
  base.change('content/en/veins/sore-vein.md', '3 minutes', '5 minutes');
  return base;
};

test('a wrong passphrase is told, the tick stays, and the right one signs', async () => {
  const base = changed();
  await withBrowser(async (browser) => {
    const ada = await Person.sit(browser, base, 'dr-ada');
    const before = base.state();
    assert.match(await ada.sign(name, { scope: 'changes', passphrase: 'four words in hero' }), /this is not the passphrase of .*dr-ada\.key/i);
    assert.equal(await ada.page.locator('#said').getAttribute('role'), 'alert');
    assert.ok(await ada.page.locator('input[name=scope][value=changes]').isChecked());
    assert.equal(await ada.page.getByLabel('passphrase of your key').inputValue(), '');
    assert.deepEqual(base.state(), before);
    // Loading the page again sends nothing again, and says nothing twice.
    await ada.page.reload();
    assert.equal(await ada.page.locator('#said').count(), 0);
    await ada.page.getByLabel('passphrase of your key').fill('four words in here');
    await ada.page.keyboard.press('Enter');
    assert.match(await ada.said(), /signed record\/en\/sore-vein version 2/);
    await ada.leave();
  });
  base.end();
});

test('a text that changes while its page is open says so, and what was seen can no longer be signed', async () => {
  const base = changed();
  await withBrowser(async (browser) => {
    const ada = await Person.sit(browser, base, 'dr-ada');
    await ada.read(name);
    const notice = ada.page.getByText('the text has changed since you opened this page');
    assert.ok(await notice.isHidden());
    base.begin('veins', 'another');
    await ada.page.waitForTimeout(500);
    assert.ok(await notice.isHidden(), 'another text is none of its business');
    base.change('content/en/veins/sore-vein.md', '5 minutes', '50 minutes');
    await notice.waitFor({ state: 'visible' });
    const before = base.state();
    const said = await ada.declare({ scope: 'full' });
    assert.match(said, /the text `en\/sore-vein` was changed while it was open/i);
    assert.match(said, /look at the change, then sign again/i);
    assert.deepEqual(base.state(), before, 'nothing was written');
    assert.match(await ada.page.locator('.passage.changed').innerText(), /50/);
    assert.ok(!await ada.page.locator('#tick').isChecked(), 'what was ticked was another text');
    assert.match(await ada.declare(), /signed record\/en\/sore-vein version 2/);
    await ada.leave();
  });
  base.end();
});

test('two doctors who sign the same text at the same moment: both notes stand, or one is told what to do', async () => {
  const base = new Base();
  base.hireAll();
  base.begin('veins', 'sore-vein');
  await withBrowser(async (browser) => {
    const people = [await Person.sit(browser, base, 'dr-ada'), await Person.sit(browser, base, 'dr-bob')];
    await Promise.all(people.map((person) => person.read(name)));
    const said = await Promise.all(people.map((person) => person.declare()));
    for (const [at, person] of people.entries()) {
      if (/signed record\/en\/sore-vein version 1/.test(said[at])) continue;
      assert.match(said[at], /nothing of yours was written[^]*look at the text as it is now/i);
      assert.match(await person.declare(), /signed record\/en\/sore-vein version 1/);
    }
    const notes = ['article.md', ...people.flatMap(({ reviewer }) => [`medical.${reviewer}.note`, `medical.${reviewer}.note.sig`])];
    assert.deepEqual(base.files('record/en').map((path) => path.replace('record/en/sore-vein/1/', '')), notes);
    base.checkWithStockTools();
    for (const person of people) await person.leave();
  });
  base.end();
});

test('a remark that is too long for its field is not lost', async () => {
  const base = changed();
  await withBrowser(async (browser) => {
    const ada = await Person.sit(browser, base, 'dr-ada');
    await ada.read(name);
    await ada.page.locator('summary', { hasText: 'ask for a change' }).click();
    // The field itself takes no more than it may; whoever gets past it is told by the desk.
    await ada.page.evaluate(() => document.getElementById('remark').removeAttribute('maxlength'));
    const long = `${STEP}\n`.repeat(200);
    await ada.page.getByLabel('what is to be changed, and why').fill(long);
    await ada.page.getByRole('button', { name: 'leave the remark' }).click();
    assert.match(await ada.said(), /4000 are the most/);
    const field = ada.page.getByLabel('what is to be changed, and why');
    assert.equal(await field.inputValue(), long);
    assert.ok(await field.isVisible(), 'its form is open');
    await field.fill('Shorter.');
    await ada.page.getByRole('button', { name: 'leave the remark' }).click();
    assert.match(await ada.said(), /your remark stands beside/);
    await ada.leave();
  });
  base.end();
});

test('whoever sits there with a key that nobody knows is led on', async () => {
  const base = changed();
  await withBrowser(async (browser) => {
    base.told(['key', 'new', 'dr-new', '--file', base.key('dr-new'), '--passphrase-file', `${base.home}/passphrase`]);
    const nobody = await Person.sit(browser, base, undefined, { key: base.key('dr-new') });
    await nobody.read(name);
    assert.match(await nobody.page.locator('#sign').innerText(), /the key .*dr-new\.key belongs to nobody in trust\/reviewers\.toml yet: open “keys”, and make one or choose yours/i);
    assert.equal(await nobody.page.locator('#sign form').count(), 0);
    await nobody.page.getByRole('link', { name: 'keys', exact: true }).click();
    const card = nobody.page.locator('.card', { hasText: /not on the list of reviewers yet/i });
    assert.match(await card.innerText(), /dr-new\.key/);
    base.enter(await card.locator('pre').innerText(), ['medical']);
    await nobody.isKnown();
    assert.match(await nobody.sign(name), /signed record\/en\/sore-vein version 2/);
    await nobody.leave();
  });
  base.end();
});
