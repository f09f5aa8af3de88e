// A made-up company is looked at before there is a file of one's own, says on every page what it is, and leaves nothing behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstPerson, looked, nothing, stage, violations } from './demo.mjs';

const here = stage(nothing);
const TOLD = 'These are the figures of a made-up company.';
const ORDERS = Buffer.from('order_id,customer,date,amount,currency\n1,Ada,2025-03-02,10.00,EUR\n2,Ben,2025-03-14,20.00,EUR\n');

const h1 = page => page.locator('h1').innerText();

/** Sends a file to the wizard as if its page had been opened before. */
const send = context => context.request.post('/data/import', {
  headers: { Origin: here.served.address },
  multipart: { fact: 'purchases', source: '', file: { name: 'orders.csv', mimeType: 'text/csv', buffer: ORDERS } },
});

test('a made-up company is looked at, says what it is everywhere, keeps real files out, and goes without a trace', async () => {
  const { context, page, close } = await here.open({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  await firstPerson(page, here.served.secret, ['Analyst', 'Leader']);
  await looked(page, 'sample-1-start');
  await page.getByRole('button', { name: 'Look at a sample company' }).click();
  await page.getByRole('heading', { name: 'A made-up company is here' }).waitFor();

  // Every page says it, in either language, and none is an error.
  for (const language of ['en', 'de']) {
    await context.addCookies([{ name: 'language', value: language, url: here.served.address }]);
    await page.goto('/');
    const links = await page.locator('nav a').evaluateAll(links => links.map(link => link.getAttribute('href')));
    for (const link of [...links, '/start', '/data/import', '/data/rejects', '/why/codes', '/sample']) {
      assert.equal((await page.goto(link)).status(), 200, link);
      const told = await page.locator('.made-up').innerText();
      assert.ok(told.startsWith(language === 'en' ? TOLD : 'Das sind die Zahlen einer erfundenen Firma.'), `${link}: ${told}`);
      assert.deepEqual(await violations(page), [], `${link} in ${language}: axe`);
    }
  }
  await context.addCookies([{ name: 'language', value: 'en', url: here.served.address }]);
  await page.goto('/');
  assert.match(await h1(page), /customers/);
  await looked(page, 'sample-2-overview');
  const board = await context.request.get(await page.locator('a[href^="/board.pdf"]').getAttribute('href'));
  assert.equal((await board.body()).subarray(0, 5).toString(), '%PDF-');

  // What is built on it, and what is refused beside it.
  await page.goto('/ledger');
  await page.goto('/start');
  assert.match(await h1(page), /5 steps lead to your first figures/, 'a made-up company is no step of one’s own');
  await looked(page, 'sample-3-start-beside');
  await page.getByRole('link', { name: 'Remove the made-up company first' }).click();
  assert.match(page.url(), /\/sample$/);
  const refused = await send(context);
  assert.equal(refused.status(), 409);
  assert.match(await refused.text(), /Real figures are never put beside made-up ones|real figures are never put beside made-up ones/);
  await page.goto('/data/import');
  await looked(page, 'sample-4-in-the-way');
  await page.getByRole('link', { name: 'Look at what goes, and remove it' }).click();

  // It goes by one button.
  await looked(page, 'sample-5-what-goes');
  await page.getByLabel('I have read what goes').check();
  await page.getByRole('button', { name: 'Remove the made-up company' }).click();
  assert.match(page.url(), /\/start$/);
  assert.match(await h1(page), /5 steps lead to your first figures/);
  assert.equal(await page.locator('.made-up').count(), 0);
  for (const path of ['/ledger', '/customers', '/data']) {
    await page.goto(path);
    assert.match(await h1(page), /nothing to tell yet|Nothing has been imported/, path);
  }
  await page.goto('/audit');
  assert.match(await page.locator('main').innerText(), /made_up_company[\s\S]*made_up_company/);

  // Then the first real file is all there is.
  await page.goto('/data/import');
  await page.getByLabel('File').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: ORDERS });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: 'Imported: import 1' }).waitFor();
  await page.goto('/customers');
  assert.match(await h1(page), /^2 customers/);
  await page.goto('/start');
  assert.equal(await page.getByRole('button', { name: 'Look at a sample company' }).count(), 0);
  await close();
});
