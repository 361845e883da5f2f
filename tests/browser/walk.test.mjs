// The worker's way with keys alone: search, choose, fill in, copy part by part; and what may not be copied.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedPage, choose, open, page, readSnippets, takeCopied, withBrowser } from './console.mjs';

const said = (opened) => opened.locator('#said').textContent();
const settled = (opened) => opened.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const parts = (lang, id, format) => readSnippets(lang).find((snippet) => snippet.id === id).formats[format].parts.map((part) => part.text);

/** Presses keys one after the other, and gives the page time to answer. */
const press = async (opened, ...keys) => {
  for (const key of keys) {
    await opened.keyboard.press(key);
    await settled(opened);
  }
};

test('keys alone lead from the search to the last part', async () => {
  await withBrowser(async (browser) => {
    const { page: console, troubles } = await open(browser, page('ru'));
    assert.equal(await console.evaluate(() => document.activeElement.id), 'query', 'a worker can type at once');
    await console.keyboard.type('rashes.where');
    await press(console, 'Escape', 's', 'Enter');
    const [blank] = readSnippets('ru').find(({ id }) => id === 'rashes.where').placeholders;
    assert.equal(await console.evaluate(() => document.activeElement.name), blank.name, 'the empty blank has the focus');
    assert.deepEqual(await takeCopied(console), []);
    assert.equal(await console.locator(`#fault_${blank.name}`).textContent(), 'Сначала заполните это');
    assert.equal(await console.getAttribute(`#blank_${blank.name}`, 'aria-invalid'), 'true');
    await console.keyboard.type('Питер');
    const wanted = parts('ru', 'rashes.where', 'sms').map((text) => text.replaceAll(`{${blank.name}}`, 'Питер'));
    assert.ok(wanted.length > 1);
    for (const [place, text] of wanted.entries()) {
      await press(console, 'Enter');
      assert.deepEqual(await takeCopied(console), [text]);
      assert.match(await said(console), new RegExp(`часть ${place + 1} из ${wanted.length}`));
    }
    await press(console, 'Escape', '/');
    assert.equal(await console.evaluate(() => document.activeElement.id), 'query');
    assert.deepEqual(troubles, []);
  });
});

test('arrows choose while typing, and letters stay letters in a field', async () => {
  await withBrowser(async (browser) => {
    const { page: console } = await open(browser, page('en'));
    await console.keyboard.type('wspg1234e');
    assert.equal(await console.inputValue('#query'), 'wspg1234e');
    assert.equal(await console.locator('input[name=format]:checked').getAttribute('value'), 'telegram_app');
    await console.fill('#query', 'abscess');
    const titles = await console.locator('.hit .title').allTextContents();
    await press(console, 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowDown');
    assert.equal(await console.locator('#card_title').textContent(), titles[2]);
    assert.equal(await console.getAttribute('#query', 'aria-activedescendant'), 'hit_2');
    assert.equal(await console.locator('[aria-selected=true]').count(), 1);
    // A Cyrillic layout gives other letters by the same keys.
    await press(console, 'Escape');
    await console.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ц', code: 'KeyW', bubbles: true })));
    assert.equal(await console.locator('input[name=format]:checked').getAttribute('value'), 'whatsapp');
    await console.locator('#help_opens').click();
    await console.locator('#keys_on').uncheck();
    await press(console, 'Escape');
    await console.locator('#hits').focus();
    await press(console, 'i');
    assert.equal(await console.locator('input[name=format]:checked').getAttribute('value'), 'whatsapp', 'single keys are off');
  });
});

test('a group sees the invite of a private answer and never the answer', async () => {
  await withBrowser(async (browser) => {
    const { page: console } = await open(browser, page('en'));
    const snippets = readSnippets('en');
    await choose(console, 'overdose-now.steps');
    await press(console, 'Escape', 'g');
    for (const snippet of snippets.filter(({ sensitivity }) => sensitivity === 'private')) {
      await choose(console, snippet.id);
      await console.press('#query', 'Enter');
      await settled(console);
      assert.deepEqual(await takeCopied(console), [snippet.invite], snippet.id);
      assert.equal(await said(console), 'Copied the invite, not the answer');
      assert.ok(!(await console.locator('#parts').textContent()).includes(snippet.code));
    }
    for (const snippet of snippets.filter(({ sensitivity, channel_fit: fit }) => sensitivity === 'open' && !fit.group)) {
      await choose(console, snippet.id);
      await console.press('#query', 'Enter');
      await settled(console);
      assert.deepEqual(await takeCopied(console), [], snippet.id);
      assert.equal(await said(console), 'Not for a group: choose another place');
    }
  });
});

test('a blank takes what it asks for, and no number unless it is a time', async () => {
  await withBrowser(async (browser) => {
    const { page: console } = await open(browser, page('en'));
    const fill = async (id, value) => {
      const [blank] = readSnippets('en').find((snippet) => snippet.id === id).placeholders;
      await choose(console, id);
      await console.fill(`#blank_${blank.name}`, value);
      await console.press(`#blank_${blank.name}`, 'Enter');
      await settled(console);
      return [blank, await takeCopied(console), await console.locator(`#fault_${blank.name}`).textContent()];
    };
    for (const [value, fault] of [['8 812', 'No digits in this one'], ['٣', 'No digits in this one'], ['x'.repeat(41), 'Too long: at most 40 characters'], ['   ', 'Fill this in first']]) {
      assert.deepEqual((await fill('art.where', value)).slice(1), [[], fault], value);
    }
    // What is filled in is text, whatever it looks like.
    const [blank, copied] = await fill('art.where', '{city} $& <b>');
    assert.deepEqual(copied, parts('en', 'art.where', 'telegram_app').map((text) => text.split(`{${blank.name}}`).join('{city} $& <b>')));
    const timed = readSnippets('en').find(({ placeholders }) => placeholders.some(({ kind }) => kind === 'time'));
    assert.equal((await fill(timed.id, '21:30'))[2], '');
  });
});

test('what is changed by hand loses its stamp and says so', async () => {
  await withBrowser(async (browser) => {
    const { page: console } = await open(browser, page('en'));
    const { code } = readSnippets('en').find(({ id }) => id === 'abscess.today');
    await choose(console, 'abscess.today');
    await press(console, 'Escape', 'e');
    assert.equal(await console.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
    assert.ok(!(await console.inputValue('textarea')).includes(code), 'the stamp cannot be changed');
    await press(console, 'Control+Enter');
    const [unchanged] = await takeCopied(console);
    assert.ok(unchanged.includes(code), 'nothing was changed yet');
    await console.keyboard.type('Well, ');
    assert.ok(await console.locator('#notice').isVisible());
    await press(console, 'Control+Enter');
    const [edited] = await takeCopied(console);
    assert.ok(edited.includes('Well, ') && !edited.includes(code) && !edited.includes('demonstration:'), edited);
    assert.ok(edited.endsWith('\n\nchanged by hand: not checked by a doctor'), edited);
    assert.match(await said(console), /not checked by a doctor/);
    await console.locator('#restore').click();
    await press(console, 'Escape');
    await console.locator('#hits').focus();
    await press(console, 'Enter');
    assert.deepEqual(await takeCopied(console), [unchanged]);
  });
});

test('in a message of several parts every changed one and the last say that they were changed', async () => {
  await withBrowser(async (browser) => {
    const { page: console } = await open(browser, page('ru'));
    await choose(console, 'abscess.why');
    await press(console, 'Escape', 's', 'e');
    const { code } = readSnippets('ru').find(({ id }) => id === 'abscess.why');
    const fields = console.locator('textarea');
    assert.equal(await fields.count(), 3);
    await fields.first().press('End');
    await console.keyboard.type('!');
    await press(console, 'Control+Enter', 'Control+Enter', 'Control+Enter');
    const copied = await takeCopied(console);
    assert.deepEqual(copied.map((text) => text.includes('врач не проверял')), [true, false, true]);
    assert.ok(copied.every((text) => !text.includes(code)));
  });
});

test('what is expired or withdrawn cannot be mistaken for anything else', async () => {
  const path = changedPage('en', (data) => {
    const article = (id) => data.articles.find((one) => one.id === id);
    const gone = article('art');
    data.articles[data.articles.indexOf(gone)] = {
      id: 'art', status: 'withdrawn', snippets: gone.snippets.map(({ anchor, code }) => ({ anchor, code })),
    };
    article('abscess').lapses = true;
    article('bleeding').status = 'expired';
    article('vein-care').status = 'verified';
  });
  await withBrowser(async (browser) => {
    const look = async (clock) => {
      const { page: console, troubles } = await open(browser, path, { clock });
      const seen = {};
      for (const id of ['art.start', 'abscess.today', 'bleeding.steps', 'vein-care.where', 'after-hours.auto-reply']) {
        await console.fill('#query', id);
        if (id !== 'vein-care.where') await console.press('#query', 'Enter');
        const stands = (await console.getAttribute('#verdict', 'class')).split(' ')[1];
        assert.equal(await console.locator('#copy').isVisible(), !['withdrawn', 'lapsed'].includes(stands), `${id} ${stands}`);
        await settled(console);
        seen[id] = [stands, await takeCopied(console)];
      }
      assert.deepEqual(troubles, []);
      return seen;
    };
    const before = await look('2026-11-23T12:00:00');
    assert.deepEqual(before['art.start'], ['withdrawn', []]);
    assert.equal(before['abscess.today'][0], 'demonstration');
    assert.equal(before['bleeding.steps'][0], 'expired');
    assert.equal(before['vein-care.where'][0], 'checked');
    const after = await look('2032-01-01T12:00:00');
    assert.deepEqual(after['art.start'], ['withdrawn', []]);
    assert.deepEqual(after['abscess.today'], ['lapsed', []], 'its policy does not let it be sent any more');
    assert.equal(after['vein-care.where'][0], 'expired');
    const [text] = after['after-hours.auto-reply'][1];
    const [fresh] = before['after-hours.auto-reply'][1];
    assert.ok(text.startsWith(fresh) && /\nA new check of this text has been due since .* 20\d\d$/.test(text), text);
    assert.deepEqual(after['bleeding.steps'][1], before['bleeding.steps'][1], 'the text that was built as expired says so itself');
  });
});

test('the day counts to its end, by the clock of the place', async () => {
  await withBrowser(async (browser) => {
    const { until } = readSnippets('en').find(({ id }) => id === 'vein-care.where').medical_review;
    for (const [time, verdict] of [['23:59:00', 'demonstration'], ['24:00:00', 'expired']]) {
      const { page: console } = await open(browser, page('en'), { clock: `${until}T${time}` });
      await choose(console, 'vein-care.where');
      assert.equal(await console.getAttribute('#verdict', 'class'), `verdict ${verdict}`, time);
    }
  });
});

test('an emergency comes first and begins without an opening', async () => {
  await withBrowser(async (browser) => {
    const { page: console } = await open(browser, page('en'));
    await choose(console, 'abscess.today');
    await press(console, 'Escape', '1');
    assert.equal(await console.locator('input[name=frame]:checked').getAttribute('value'), 'practical');
    await console.fill('#query', 'he passed out and is not breathing');
    await settled(console);
    assert.equal(await console.locator('#alarm').textContent(), 'This may be an emergency');
    assert.match(await console.locator('.hit').first().textContent(), /Emergency/);
    assert.equal(await console.locator('input[name=frame]:checked').getAttribute('value'), '');
    await console.locator('#steps_in button').first().click();
    assert.equal(await console.evaluate(() => document.activeElement.id), 'card', 'a step leads to the card of what to send next');
  });
});

test('filters leave what they name, and a code finds its answer', async () => {
  await withBrowser(async (browser) => {
    const { page: console } = await open(browser, page('en'));
    const snippets = readSnippets('en');
    const count = async () => Number(/\d+/.exec(await console.locator('#count').textContent())[0]);
    assert.equal(await count(), snippets.length);
    await console.selectOption('#by_need', 'overdose');
    assert.equal(await count(), snippets.filter(({ need }) => need === 'overdose').length);
    await console.selectOption('#by_urgency', 'emergency');
    await console.selectOption('#by_channel', 'sms');
    const wanted = snippets.filter(({ need, urgency, channel_fit: fit }) => need === 'overdose' && urgency === 'emergency' && fit.sms);
    assert.equal(await count(), wanted.length);
    for (const id of ['by_need', 'by_urgency', 'by_channel']) await console.selectOption(`#${id}`, '');
    const { code, id } = snippets[100];
    await console.fill('#query', ` ${code.toLowerCase()} `);
    assert.equal(await console.locator('#about_in dd').last().textContent(), id);
  });
});
