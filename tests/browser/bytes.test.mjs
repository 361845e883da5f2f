// What is copied is what was signed: every snippet, in every format, under every opening, in both languages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, open, page, readSnippets, readVariants, withBrowser } from './console.mjs';

const BY_HAND = ['plain', 'telegram_app', 'whatsapp', 'signal', 'sms', 'bbcode'];
/** The messages of a snippet behind an opening, by the file of its article. */
const expected = (variants, snippet, format, frame) => {
  const id = frame ? `${snippet.id}.${frame}` : snippet.id;
  return variants.get(id).formats[format].parts.map((part) => part.text);
};

/** Chooses and copies everything there is, as the keys do, and gives it back by snippet, format and opening. */
const copyAll = async (wanted) => {
  const all = {};
  const set = (name, value) => {
    const radio = document.querySelector(`input[name=${name}][value="${value}"]`);
    if (radio.disabled) return false;
    radio.checked = true;
    radio.dispatchEvent(new Event('change'));
    return true;
  };
  for (const { id, formats, frames } of wanted) {
    answers.card.show(answers.texts.byName.get(id));
    answers.copying.restart();
    for (const field of document.querySelectorAll('#blanks_in input')) {
      field.value = `{${field.name}}`;
      field.dispatchEvent(new Event('input'));
    }
    for (const format of formats) {
      const done = format === 'sms' ? set('place', 'sms') : set('place', 'dm') && set('format', format);
      if (!done) throw new Error(`${id} has no ${format}`);
      for (const frame of ['', ...frames]) {
        if (!set('frame', frame)) throw new Error(`${id} has no ${frame}`);
        const many = answers.card.current().parts.length;
        for (let part = 0; part < many; part++) await answers.copying.copy();
        all[`${id} ${format} ${frame}`] = window.copied.splice(0);
      }
    }
  }
  return all;
};

test('the bytes that are copied are those of the JSON', async () => {
  await withBrowser(async (browser) => {
    for (const lang of LANGUAGES) {
      const snippets = readSnippets(lang);
      const variants = readVariants(lang, snippets);
      const { page: console, troubles } = await open(browser, page(lang));
      const wanted = snippets.map(({ id, openings }) => ({ id, formats: BY_HAND, frames: Object.keys(openings) }));
      const copied = await console.evaluate(copyAll, wanted);
      let compared = 0;
      for (const snippet of snippets) {
        for (const format of BY_HAND) {
          for (const frame of ['', ...Object.keys(snippet.openings)]) {
            const key = `${snippet.id} ${format} ${frame}`;
            assert.deepEqual(copied[key], expected(variants, snippet, format, frame), `${lang} ${key}`);
            compared += 1;
          }
        }
      }
      assert.ok(compared > 3000, `${compared} were compared`);
      assert.deepEqual(troubles, []);
    }
  });
});

test('what lies on the clipboard is plain text, with and without the newer way to write it', async () => {
  await withBrowser(async (browser) => {
    for (const modern of [true, false]) {
      const { page: console, context } = await open(browser, page('ru'), { record: false });
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      if (!modern) await console.evaluate(() => { navigator.clipboard.writeText = undefined; });
      await console.fill('#query', 'overdose-now.steps');
      await console.press('#query', 'Enter');
      await console.waitForFunction(() => document.getElementById('said').textContent);
      const [kinds, text] = await console.evaluate(async () => {
        const items = await navigator.clipboard.read();
        return [items.flatMap((item) => item.types), await navigator.clipboard.readText()];
      });
      const steps = readSnippets('ru').find(({ id }) => id === 'overdose-now.steps');
      assert.deepEqual(kinds, ['text/plain'], `modern: ${modern}`);
      assert.equal(text, steps.formats.telegram_app.parts[0].text);
      assert.equal(await console.evaluate(() => document.activeElement.id), 'query');
      await context.close();
    }
  });
});
