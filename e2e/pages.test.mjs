import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PAGES, demo, firstPerson, looked, stage, unfinished, violations } from './demo.mjs';

const here = stage(demo);

/** Where an analyst has something to do, which nobody has in a demo. */
const desk = stage(unfinished);

/** A page of its own that notes what it must not do: load from elsewhere, or try what the policy of the headers forbids. */
async function open(options = {}) {
  const { page, close } = await here.open(options);
  const wrong = [];
  page.on('request', request => {
    if (!request.url().startsWith(here.served.address) && !request.url().startsWith('data:')) wrong.push(`loads ${request.url()}`);
  });
  page.on('console', message => {
    if (/Content Security Policy|Refused to/.test(message.text())) wrong.push(message.text());
  });
  page.on('pageerror', error => wrong.push(String(error)));
  return { page, wrong, close };
}

for (const theme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    test(`every page in ${theme} at ${width} px has nothing for axe to find, fits, and stays on this machine`, async () => {
      const { page, wrong, close } = await open({ colorScheme: theme, viewport: { width, height: 900 } });
      for (const [name, path] of Object.entries(PAGES)) {
        const answer = await page.goto(path);
        assert.equal(answer.status(), name === 'absent' ? 404 : 200, path);
        assert.deepEqual(await violations(page), [], `${path}: axe`);
        const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(inside <= outside, `${path} is ${inside} wide`);
        await page.screenshot({ path: `screenshots/${name}-${theme}-${width}.png`, fullPage: true });
        for (const summary of await page.locator('summary').all()) await summary.click();
        assert.deepEqual(await violations(page), [], `${path} opened: axe`);
      }
      assert.deepEqual(wrong.filter(one => !one.includes('404')), []);
      await close();
    });
  }
}

test('the pages of what an analyst has still to do have nothing for axe to find, fit, and lead nowhere that is refused', async () => {
  const { context, page, close } = await desk.open();
  await firstPerson(page, desk.served.secret, ['Analyst']);
  const links = new Set();
  for (const [name, path, said] of [['rejects', '/data/rejects', /many[\s\S]*some day|some day[\s\S]*many/], ['codes-open', '/why/codes', /too_expensive/]]) {
    for (const language of ['en', 'de']) {
      await context.addCookies([{ name: 'language', value: language, url: desk.served.address }]);
      assert.equal((await page.goto(path)).status(), 200, path);
      assert.match(await page.locator('main').innerText(), said);
      await looked(page, `${name}-${language}`);
      for (const summary of await page.locator('main summary').all()) await summary.click();
      assert.deepEqual(await violations(page), [], `${path} opened, in ${language}: axe`);
      for (const link of await page.locator('a[href^="/"]').evaluateAll(all => all.map(one => one.getAttribute('href')))) links.add(link);
    }
  }
  for (const link of links) assert.equal((await context.request.get(link)).status(), 200, link);
  await close();
});

test('a bar leads to the names behind it, and the file holds as many', async () => {
  const { page, close } = await open();
  await page.goto('/ledger?by=quarter&period=2026-Q2');
  const bar = page.locator('a.d', { hasText: 'Lost' }).filter({ visible: true }).first();
  const lost = Number((await bar.getAttribute('data-told')).replace(/\D/g, ''));
  assert.ok(lost > 10, `${lost} lost`);
  await bar.click();
  assert.match(await page.locator('h1').innerText(), new RegExp(`^${lost} customers lost in`));
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as CSV' }).click();
  const rows = readFileSync(await (await waiting).path(), 'utf8').trim().split('\n');
  assert.equal(rows.length - 1, lost);
  await close();
});

test('a touchpoint of the journey leads to the customers it hurt, and the file holds as many promises', async () => {
  const { page, close } = await open();
  await page.goto('/journey?by=quarter&period=2026-Q2');
  const stages = await page.locator('.journey > li').all();
  assert.ok(stages.length >= 5, `${stages.length} stages`);
  for (const stage of stages) assert.match(await stage.innerText(), /answers for it/);
  const card = page.locator('.journey ul > li', { hasText: 'The crew installs my heating' });
  const [, kept, all] = /([\d,]+) of ([\d,]+) kept/.exec(await card.innerText());
  const broken = Number(all.replace(/,/g, '')) - Number(kept.replace(/,/g, ''));
  assert.ok(broken > 0, 'some were broken');
  const hurt = Number(/([\d,]+) customers? hurt/.exec(await card.innerText())[1].replace(/,/g, ''));
  await card.getByRole('link', { name: /hurt/ }).click();
  assert.match(await page.locator('h1').innerText(), new RegExp(`${kept} of ${all} promises kept`));
  assert.match(await page.locator('#hurt').innerText(), new RegExp(`${broken} broken promises, ${hurt} customer`));
  const waiting = page.waitForEvent('download');
  await page.locator('#hurt').getByRole('link', { name: 'Save as CSV' }).click();
  const rows = readFileSync(await (await waiting).path(), 'utf8').trim().split('\n');
  assert.equal(rows.length - 1, broken);
  assert.equal(new Set(rows.slice(1).map(row => row.split(',')[0])).size, hurt);
  await page.locator('#hurt tbody a').first().click();
  assert.match(await page.locator('main').innerText(), /Lived through|installation/i);
  await close();
});

test('a control chart draws what is no signal flat, and says so in words', async () => {
  const { page, close } = await open();
  await page.goto('/measures/maintenance_visit.kept');
  assert.match(await page.locator('h1').innerText(), /stable$/);
  const told = await page.locator('svg desc').first().textContent();
  assert.match(told, /no signal/);
  await page.goto('/measures');
  const state = page.locator('tbody tr').filter({ hasText: 'stable' }).first();
  assert.equal(await state.locator('b').count(), 0);
  await close();
});

test('with the keyboard alone one comes from the overview to a customer’s life', async () => {
  const { page, close } = await open();
  await page.goto('/');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => location.hash), '#main');
  const follow = async text => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement.dataset.told ?? document.activeElement.textContent);
      if (focused.startsWith(text)) {
        const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.notEqual(seen, 'none', `the focus on '${text}' is seen`);
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
        return;
      }
    }
    assert.fail(`no way to '${text}' by Tab`);
  };
  await follow('Lost: ');
  assert.match(page.url(), /kind=lost/);
  const first = await page.locator('tbody a').first().innerText();
  await follow(first);
  assert.match(page.url(), /\/customer\//);
  assert.match(await page.locator('h1').innerText(), /was lost on|is with us/);
  await close();
});

test('the theme chosen stays, and the server paints it first time', async () => {
  const { page, close } = await open({ colorScheme: 'light' });
  await page.goto('/');
  await page.getByRole('button', { name: 'Switch theme' }).click();
  await page.goto('/base');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await close();
});

test('without scripts one finds, sorts and turns pages', async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  await page.goto('/customers');
  const all = await page.locator('[role=status]').innerText();
  await page.getByLabel('Find a name or an id').fill('C-0000');
  await page.getByRole('button', { name: 'Find' }).click();
  assert.notEqual(await page.locator('[role=status]').innerText(), all);
  await page.getByRole('link', { name: 'Next', exact: true }).click();
  assert.match(page.url(), /find=C-0000.*page=1/);
  await page.getByRole('link', { name: 'Name' }).click();
  const names = await page.locator('tbody th a').allInnerTexts();
  assert.deepEqual(names, [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  await close();
});

test('a browser that asks for German gets every page in German, and one can change over', async () => {
  const { page, close } = await open({ locale: 'de-DE', viewport: { width: 390, height: 900 } });
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(path);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de', path);
    assert.deepEqual(await violations(page), [], `${path}: axe`);
    const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(inside <= outside, `${path} is ${inside} wide`);
    // What says of itself that it is in English may be: the document of the API.
    const text = await page.evaluate(() => [...document.querySelectorAll('nav, h1, h2, thead th')]
      .filter(one => !one.closest('[lang=en]')).map(one => one.innerText).join('\n').replace('In English', ''));
    assert.doesNotMatch(text, /\b(customers?|opening|closing|show|value|reason)\b/i, `${path} in English`);
    await page.screenshot({ path: `screenshots/${name}-german-390.png`, fullPage: true });
  }
  await page.goto('/ledger');
  assert.match(await page.locator('main').innerText(), /\d\.\d{3},\d\d/);
  await page.goto('/base?x=1');
  await page.getByRole('button', { name: 'In English' }).click();
  assert.match(page.url(), /\/base\?x=1$/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await close();
});
