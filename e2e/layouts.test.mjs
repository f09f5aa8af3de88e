// Three exports that many companies have, imported through the pages by somebody whom nobody helps. The files are our own, in the shape that
// their makers document; what is right is worked out by hand beside each test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstPerson, fresh, looked, signIn, stage } from './demo.mjs';

const shop = stage(() => fresh('--basis', 'spend', '--lapse-days', '60'));
const service = stage(() => fresh('--basis', 'recurring'));

/** Sends a file; the columns are to be agreed on next. */
async function choose(page, rows, file) {
  await page.goto('/data/import');
  await page.getByLabel('What its rows are').selectOption(rows);
  await page.getByLabel('File').setInputFiles(`files/${file}`);
  await page.getByRole('button', { name: 'Go on' }).click();
}

/** Agrees to what is shown, tries it, and brings it in; gives the counts of rows. */
async function importFile(page) {
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByText('You have agreed to these columns').waitFor();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: /^Imported: import/ }).waitFor();
  const count = name => page.locator('tr', { hasText: name }).locator('td').first().innerText();
  return [await count('Added'), await count('Rejected'), await count('No customer')];
}

/** Row `number` of the file as it stands there, and what becomes of it. */
const row = (page, number) => page.locator('.file-rows li', { has: page.getByRole('heading', { name: `Row ${number}`, exact: true }) }).innerText();

/** The ledger by month, as its file has it: opening, new, more, less, lost and closing, of customers and in euros. */
async function ledger(page) {
  await page.goto('/ledger');
  const link = await page.locator('a[download][href^="/ledger.csv"]').first().getAttribute('href');
  const text = await (await page.context().request.get(link)).text();
  const [head, ...lines] = text.trim().split('\n').map(line => line.split(','));
  const at = name => head.indexOf(name);
  const told = ['opening', 'new', 'more', 'less', 'lost', 'closing'];
  assert.ok(told.every(name => at(`${name}_customers`) >= 0), head.join());
  const figures = (line, unit) => told.map(name => Number(line[at(`${name}_${unit}`)]) / (unit === 'minor' ? 100 : 1));
  return Object.fromEntries(lines.map(line => [line[at('period')], { customers: figures(line, 'customers'), money: figures(line, 'minor') }]));
}

test('a Shopify orders export is imported by somebody without help, and the ledger is right', async () => {
  const { page, close } = await shop.open();
  await firstPerson(page, shop.served.secret, ['Analyst', 'Leader']);
  await choose(page, 'purchases', 'shopify_orders_export.csv');
  assert.match(await page.locator('main').innerText(), /known layout: Shopify orders/i);
  // Two lines of an order are one purchase, and what was given back is off it.
  assert.match(await row(page, 2), /Total\s+54\.90[\s\S]*When\s+5 January 2025, 10:12:30[\s\S]*Amount\s+EUR\s54\.90/);
  assert.match(await row(page, 3), /Knife, small[\s\S]*Does not count/);
  assert.match(await row(page, 6), /partially_refunded[\s\S]*Amount\s+EUR\s64\.50/);
  await looked(page, 'layouts-shopify');
  // #1001, #1002, #1003, #1004, #1007 and #1008; #1005 was voided, and #1006 is not paid.
  assert.deepEqual(await importFile(page), ['6', '0', '0']);
  // January: Ada 54.90, and Ben 40.00 in the last minutes of the month. February: Cleo 100.00 less 35.50; all of Dora's was given back.
  // March: Ada 50.00, five minutes after February, and Ben 70.00.
  assert.deepEqual(await ledger(page), {
    '2025-01': { customers: [0, 2, 0, 0, 0, 2], money: [0, 94.9, 0, 0, 0, 94.9] },
    '2025-02': { customers: [2, 1, 0, 0, 0, 3], money: [94.9, 64.5, 0, 0, 0, 159.4] },
    '2025-03': { customers: [3, 0, 2, 0, 0, 3], money: [159.4, 0, 120, 0, 0, 279.4] },
  });
  await page.goto('/ledger?period=2025-03');
  assert.match(await page.locator('dl.kpis').innerText(), /EUR\s279/);
  await close();
});

test('a Stripe subscriptions export is imported by somebody without help, and the ledger is right', async () => {
  const { page, close } = await service.open();
  await firstPerson(page, service.served.secret, ['Analyst', 'Leader']);
  await choose(page, 'subscriptions', 'stripe_subscriptions.csv');
  assert.match(await page.locator('main').innerText(), /known layout: Stripe subscriptions/i);
  // Three pieces of 20.00; a year is twelve months; what is on trial is not paid.
  assert.match(await row(page, 2), /Quantity\s+3[\s\S]*Monthly price\s+EUR\s60\.00/);
  assert.match(await row(page, 3), /Monthly price\s+EUR\s100\.00/);
  assert.match(await row(page, 6), /trialing[\s\S]*Does not count/);
  await looked(page, 'layouts-stripe');
  assert.deepEqual(await importFile(page), ['8', '0', '0']);
  // Some pay in dollars: the page says what is missing, and the person brings it in.
  assert.match(await page.getByRole('alert').innerText(), /USD/);
  await choose(page, 'exchange_rates', 'exchange_rates.csv');
  await page.getByLabel('one unit of the currency is worth so much in the reporting currency').check();
  assert.deepEqual((await importFile(page)).slice(0, 2), ['1', '0']);
  // A dollar is 0.90. January: A 3 × 20.00, B 1,200.00 / 12, D 25.00. February: C $30.00, G 2 × $20.00. March: A's add-on of 15.50.
  // April: I's trial is over, 12.00; D ends. May: G ends. June: H 10.00. E is on trial, and F never began.
  assert.deepEqual(await ledger(page), {
    '2025-01': { customers: [0, 3, 0, 0, 0, 3], money: [0, 185, 0, 0, 0, 185] },
    '2025-02': { customers: [3, 2, 0, 0, 0, 5], money: [185, 63, 0, 0, 0, 248] },
    '2025-03': { customers: [5, 0, 1, 0, 0, 5], money: [248, 0, 15.5, 0, 0, 263.5] },
    '2025-04': { customers: [5, 1, 0, 0, 1, 5], money: [263.5, 12, 0, 0, -25, 250.5] },
    '2025-05': { customers: [5, 0, 0, 0, 1, 4], money: [250.5, 0, 0, 0, -36, 214.5] },
    '2025-06': { customers: [4, 1, 0, 0, 0, 5], money: [214.5, 10, 0, 0, 0, 224.5] },
  });
  await close();
});

test('a Zendesk tickets export is imported by somebody without help, and the contacts of a customer are right', async () => {
  const { page, close } = await shop.open();
  await signIn(page, 'ann');
  await choose(page, 'touches', 'zendesk_tickets.csv');
  assert.match(await page.locator('main').innerText(), /known layout: Zendesk tickets/i);
  assert.match(await row(page, 2), /Began\s+1 March 2025, 09:15[\s\S]*Done\s+3 March 2025, 16:45/);
  await looked(page, 'layouts-zendesk');
  // 201 to 204; 205 was deleted.
  assert.deepEqual(await importFile(page), ['4', '0', '0']);
  await page.goto('/customer/ada@example.com');
  const life = await page.locator('.life').innerText();
  assert.equal((life.match(/Support|Billing/g) ?? []).length, 2, life);
  assert.match(life, /1 March 2025/);
  assert.match(life, /5 April 2025/);
  await page.goto('/customer/ben@example.com');
  assert.match(await page.locator('.life').innerText(), /31 March 2025/, 'ten minutes before April');
  await looked(page, 'layouts-contacts');
  await close();
});
