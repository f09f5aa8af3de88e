// Files on their way in, and what is in: found again, gone on with, given up, undone and brought back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { firstPerson, fresh, looked, signIn, stage } from './demo.mjs';

const here = stage(() => fresh('--basis', 'spend', '--lapse-days', '60'));

const csv = (...rows) => Buffer.from(['order_id;customer;date;amount;currency', ...rows].join('\n'));
const ORDERS = csv('o1;Ada;02.03.2025;482,00;EUR', 'o2;Ben;14.03.2025;18,50;EUR', 'o3;Ada;30.04.2025;100,00;EUR', 'o4;Cleo;;9,00;EUR');
const MISTAKE = csv('x1;Emil;15.03.2025;5000,00;EUR', 'x2;Ada;16.04.2025;7000,00;EUR');

async function choose(page, source, name, buffer) {
  await page.goto('/data/import');
  await page.getByLabel('System it comes from').fill(source);
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function importFile(page, source, name, buffer) {
  await choose(page, source, name, buffer);
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: /^Imported: import/ }).waitFor();
}

/** What the ledger tells of March and April 2025. */
async function ledger(page) {
  const told = [];
  for (const period of ['2025-03', '2025-04']) {
    await page.goto(`/ledger?period=${period}`);
    told.push(await page.locator('dl.kpis').innerText());
  }
  return told;
}

test('an import is undone by its button, and so is the undoing, and the ledger says both', async () => {
  const { page, close } = await here.open();
  await firstPerson(page, here.served.secret, ['Analyst', 'Leader']);
  await importFile(page, 'shop', 'orders.csv', ORDERS);
  const right = await ledger(page);
  assert.match(right[0], /EUR\s500/, right[0]);
  await importFile(page, 'other shop', 'mistake.csv', MISTAKE);
  const wrong = await ledger(page);
  assert.notDeepEqual(wrong, right);
  assert.match(wrong[0], /EUR\s5,500/, wrong[0]);

  await page.goto('/data');
  await looked(page, 'imports-past');
  await page.getByRole('link', { name: 'Undo 2', exact: true }).click();
  assert.match(await page.locator('h1').innerText(), /Undo import 2\?/);
  await looked(page, 'imports-undo');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Undo import 2' }).click();
  assert.match(page.url(), /\/data$/);
  assert.match(await page.locator('main').innerText(), /undone by 3/);
  assert.deepEqual(await ledger(page), right, 'as if it had never been');

  await page.goto('/data');
  await page.getByRole('link', { name: 'Bring back 3', exact: true }).click();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Bring import 2 back' }).click();
  assert.deepEqual(await ledger(page), wrong, 'it counts again');
  await close();
});

test('what is in leads to its report and to its rejected rows', async () => {
  const { page, close } = await here.open();
  await signIn(page, 'ann');
  await page.goto('/data');
  const row = page.locator('tr', { has: page.getByRole('link', { name: 'Import 1', exact: true }) });
  assert.match(await row.innerText(), /orders\.csv[\s\S]*Ann Hill \(ann\)/);
  const waiting = page.waitForEvent('download');
  await row.getByRole('link', { name: /Rejected rows of import 1/ }).click();
  assert.match(readFileSync(await (await waiting).path(), 'utf8'), /o4;Cleo;;/);
  await row.getByRole('link', { name: 'Import 1', exact: true }).click();
  const count = name => page.locator('tr', { hasText: name }).locator('td').first().innerText();
  assert.deepEqual([await count('Read'), await count('Added'), await count('Rejected')], ['4', '3', '1']);
  assert.ok(await page.getByRole('link', { name: 'Undo' }).isVisible());
  for (const summary of await page.locator('summary').all()) await summary.click();
  await looked(page, 'imports-report');
  assert.equal((await page.goto('/data/imports/99')).status(), 404);
  await close();
});

test('a file whose columns nobody agreed on is found again, gone on with by the keyboard alone, or given up', async () => {
  const { page, close } = await here.open();
  await signIn(page, 'ann');
  await choose(page, 'till', 'till.csv', csv('t1;Fay;21.05.2025;3,00;EUR'));
  await choose(page, 'kiosk', 'kiosk.csv', csv('k1;Gus;21.05.2025;4,00;EUR'));
  await page.goto('/data');
  const waiting = name => page.locator('tr', { has: page.getByRole('link', { name: `Go on: ${name}` }) });
  assert.match(await waiting('till.csv').innerText(), /The columns are to be agreed on[\s\S]*Ann Hill \(ann\)/);
  await looked(page, 'imports-waiting');
  await waiting('kiosk.csv').getByRole('button', { name: /Give it up/ }).click();
  assert.match(page.url(), /\/data$/);
  assert.equal(await waiting('kiosk.csv').count(), 0);
  await page.getByRole('link', { name: 'Go on: till.csv' }).focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(await page.locator('.file-rows').innerText(), /When\s+21 May 2025/);
  await page.getByRole('button', { name: 'Agree to the columns' }).first().focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(await page.locator('main').innerText(), /You have agreed to these columns/);
  await page.goto('/data');
  assert.match(await waiting('till.csv').innerText(), /The columns are agreed on/);
  await close();
});

test('the row that names the columns is chosen by a click', async () => {
  const { page, close } = await here.open();
  await signIn(page, 'ann');
  const rows = ['Report of the shop;;;;', 'made on 1 May;;;;', 'order_id;customer;date;amount;currency', 'h1;Hal;22.05.2025;5,00;EUR', 'h2;Ida;23.05.2025;6,00;EUR'];
  await choose(page, 'reports', 'report.csv', Buffer.from(rows.join('\n')));
  await page.locator('summary', { hasText: 'Another row names the columns' }).click();
  assert.ok(await page.getByLabel(/^Row 3 /).isChecked(), 'as it was found');
  await looked(page, 'imports-header');
  await page.getByLabel(/^Row 4 /).check();
  await page.getByRole('button', { name: 'Read it so' }).click();
  assert.ok((await page.getByLabel('Customer', { exact: true }).locator('option').allInnerTexts()).includes('Hal'));
  await page.locator('summary', { hasText: 'Another row names the columns' }).click();
  await page.getByLabel(/^Row 3 /).check();
  await page.getByRole('button', { name: 'Read it so' }).click();
  assert.equal(await page.getByLabel('Customer', { exact: true }).inputValue(), 'column:customer');
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('heading', { name: 'Tried: nothing is imported yet' }).waitFor();
  assert.equal(await page.locator('tr', { hasText: 'Added' }).locator('td').first().innerText(), '2');
  await close();
});

test('which words count is said word by word, of a column that was asked about and of any other', async () => {
  const { page, close } = await here.open();
  await signIn(page, 'ann');
  const rows = ['order_id,customer,date,amount,currency,status,shelf', 'w1,Jo,2025-06-01,10.00,EUR,paid,A', 'w2,Jo,2025-06-02,20.00,EUR,seen by HQ,A', 'w3,Kim,2025-06-03,30.00,EUR,cancelled,B', 'w4,Kim,2025-06-04,40.00,EUR,swapped,B'];
  await choose(page, 'words', 'words.csv', Buffer.from(rows.join('\n')));
  const question = page.getByRole('group', { name: /status.*says which rows count/ });
  await question.getByLabel('each word as said here:').check();
  await question.getByLabel('seen by HQ: Counts').check();
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  assert.match(await page.getByRole('alert').first().innerText(), /nothing says what 'swapped' in 'status' says/i);
  assert.ok(await question.getByLabel('seen by HQ: Counts').isChecked(), 'what was said stays');
  await question.getByLabel('swapped: Given back').check();
  await page.locator('summary', { hasText: 'Another column says which rows count' }).click();
  await page.getByLabel('Its words decide').selectOption('shelf');
  await page.getByRole('button', { name: 'Show what becomes of the rows' }).click();
  await looked(page, 'imports-words');
  await page.getByLabel('A: Counts').check();
  await page.getByLabel('B: Counts').check();
  await page.getByRole('button', { name: 'Show what becomes of the rows' }).click();
  const becomes = await page.locator('.file-rows').innerText();
  assert.match(becomes, /Amount\s+EUR\s20\.00[\s\S]*Does not count[\s\S]*Amount\s+EUR\s−40\.00/);
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByText('You have agreed').waitFor();
  const mapping = await page.locator('#mapping').inputValue();
  assert.match(mapping, /\[rows\.shelf\]\ncount = \["A", "B"\]/);
  assert.match(mapping, /\[rows\.status\]\ncount = \["paid", "seen by HQ"\]\nleave_out = \["cancelled"\]\nrefund = \["swapped"\]/);
  await close();
});

test('a date far from all others is asked about, and rejected by name or imported as it is', async () => {
  const { page, close } = await here.open();
  await signIn(page, 'ann');
  const days = Array.from({ length: 30 }, (_, at) => `s${at};Ada;${String(1 + at % 28).padStart(2, '0')}.03.2025;10,00;EUR`);
  await choose(page, 'slips', 'slips.csv', csv(...days, 's99;Eve;05.03.1024;77,00;EUR'));
  const question = page.locator('fieldset', { hasText: 'far from all others' });
  const said = await question.innerText();
  assert.match(said, /5 March 1024/);
  assert.doesNotMatch(await page.locator('main').innerText(), /cannot be read/, 'it can be read, and is asked about');
  assert.match(said, /EUR\s77\.00/);
  await looked(page, 'imports-outlying-day');
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  assert.match(await page.locator('main').innerText(), /far from all others/, 'it has to be answered');
  await question.getByRole('radio', { name: /^no; reject these rows/ }).check();
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByText('is before 1525-01-01, the earliest day').first().waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: /^Imported: import/ }).waitFor();
  await close();
});
