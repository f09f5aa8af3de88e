import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PASSWORD, company, looked, signIn, stage, violations } from './demo.mjs';

const FIRST_PASSWORD = 'chosen by the admin';
const here = stage(company);
const { open } = here;

test('the secret on the console lets the first admin in, who lets others in', async () => {
  const { page, close } = await open();
  await page.goto('/');
  assert.match(page.url(), /\/first-run$/);
  assert.deepEqual(await violations(page), []);
  await page.getByLabel('Secret from the console').fill('guessed');
  await page.getByLabel('First and last name').fill('Ann Hill');
  await page.getByLabel('Name to sign in with').fill('ann');
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Come in' }).click();
  assert.match(await page.getByRole('alert').innerText(), /not what the console says/);
  assert.equal(await page.getByLabel('First and last name').inputValue(), 'Ann Hill', 'what was written stays');
  await page.getByLabel('Secret from the console').fill(here.served.secret);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Come in' }).click();
  assert.match(page.url(), /\/start$/, 'no password is asked for once more');
  await page.getByRole('button', { name: 'Sign out' }).click();
  assert.match(page.url(), /\/sign-in$/);

  await signIn(page, 'ann', 'not the password');
  assert.match(await page.getByRole('alert').innerText(), /name or the password is wrong/);
  assert.deepEqual(await violations(page), []);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.match(page.url(), /\/ledger$/, 'where one wanted to go');

  for (const [name, full, role] of [['ben', 'Ben <i>Woods</i>', 'Leader'], ['cleo', 'Cleo Marsh', 'Reader'], ['dora', 'Dora Lind', 'Analyst']]) {
    await page.goto('/people');
    const form = page.locator('form[action="/people"]');
    await form.getByLabel('First and last name').fill(full);
    await form.getByLabel('Name to sign in with').fill(name);
    await form.getByLabel(role, { exact: true }).check();
    await form.locator('summary').click();
    await form.getByLabel('First password').fill(FIRST_PASSWORD);
    await form.getByRole('button').click();
  }
  assert.match(await page.locator('h1').innerText(), /4 people may sign in/);
  assert.ok(await page.getByText('Ben <i>Woods</i>', { exact: true }).first().isVisible(), 'a name is text');
  await close();
});

test('whose password the admin chose is asked for an own one first', async () => {
  for (const name of ['ben', 'cleo', 'dora']) {
    const { page, close } = await open();
    await signIn(page, name, FIRST_PASSWORD);
    assert.match(page.url(), /\/account$/);
    assert.match(await page.locator('h2').first().innerText(), /Choose a password of your own/);
    assert.deepEqual(await violations(page), []);
    await page.goto('/customers');
    assert.match(page.url(), /\/account$/, 'nothing else opens');
    await page.getByLabel('Current password').fill(FIRST_PASSWORD);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save' }).click();
    assert.match(page.url(), /\/sign-in$/);
    await close();
  }
});

for (const theme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    test(`an admin's pages in ${theme} at ${width} px have nothing for axe to find and fit`, async () => {
      const { page, close } = await open({ colorScheme: theme, viewport: { width, height: 900 } });
      await page.goto('/sign-in');
      assert.deepEqual(await violations(page), []);
      await page.screenshot({ path: `screenshots/sign-in-${theme}-${width}.png`, fullPage: true });
      await signIn(page, 'ann');
      for (const path of ['people', 'audit', 'account', 'account/tokens', 'api', 'data', 'health', 'customers']) {
        const answer = await page.goto(`/${path}`);
        assert.equal(answer.status(), path === 'customers' ? 403 : 200);
        assert.deepEqual(await violations(page), [], `${path}: axe`);
        for (const summary of await page.locator('summary').all()) await summary.click();
        assert.deepEqual(await violations(page), [], `${path} opened: axe`);
        const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(inside <= outside, `${path} is ${inside} wide`);
        await page.screenshot({ path: `screenshots/${path.replace('/', '-')}-admin-${theme}-${width}.png`, fullPage: true });
      }
      await close();
    });
  }
}

test('a leader signs the definitions and says why somebody left, and the audit tells who', async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  await signIn(page, 'ben');
  await page.goto('/definitions');
  await page.getByLabel('Your title').fill('Chief Customer Officer');
  await page.getByRole('button', { name: /^Sign as/ }).click();
  assert.match(await page.locator('h1').innerText(), /signed by one leader/);
  await page.goto('/customers?kind=lost&period=2011-08');
  await page.locator('tbody th a').first().click();
  await page.getByLabel('Movement', { exact: true }).selectOption({ index: 0 });
  await page.getByLabel('Reason', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('How we know').selectOption('asked');
  await page.getByLabel("In the customer's words").fill('"Too dear" <b>by far</b>');
  await page.getByRole('button', { name: 'Save' }).click();
  assert.match(page.url(), /\/customer\/[\d.]+$/);
  assert.ok((await page.locator('td small').allInnerTexts()).includes('Asked'));
  await page.goto('/audit');
  assert.match(await page.locator('h1').innerText(), /nothing was rewritten/);
  assert.match(await page.locator('tbody').innerText(), /Ben <i>Woods<\/i> \(ben\)/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto('/audit');
  assert.match(page.url(), /\/sign-in/);
  await close();
});

test('a reader reads figures and sees no customer', async () => {
  const { page, close } = await open();
  await signIn(page, 'cleo');
  assert.match(page.url(), /\/ledger$/);
  assert.ok(await page.locator('nav a', { hasText: 'Ledger' }).isVisible());
  assert.deepEqual(await page.locator('nav a', { hasText: /Customers|People|Audit/ }).allInnerTexts(), []);
  assert.equal((await page.goto('/customers')).status(), 403);
  assert.match(await page.locator('h1').innerText(), /not open to you/);
  // What is told together says so in words, and nothing is told of fewer than five.
  await page.goto('/ledger?by=month&all=yes');
  assert.match(await page.locator('main').innerText(), /no fewer than 5 customers/);
  await looked(page, 'reader-ledger');
  assert.equal((await page.goto('/ledger?cut=level')).status(), 403);
  assert.match(await page.locator('main').innerText(), /would tell who they are/);
  await page.goto('/planning');
  await looked(page, 'reader-planning');
  await close();
});

const ORDERS = ['order_id,customer,date,amount,currency', ...Array.from({ length: 30_000 }, (_, row) =>
  `o${row},c${row % 900},2011-0${1 + (row % 9)}-1${row % 9},${(row % 97) + 1}.50,GBP`), 'o-bad,c1,2011-01-01,a lot,GBP', 'o-none,,2011-01-02,5.00,GBP'].join('\n');
// The same of other customers: those of the shop would be asked about, for they came in before.
const OTHERS = ORDERS.replace(/,c(?=\d)/g, ',k');

for (const scripts of [true, false]) {
  test(`an analyst imports a file, in four steps, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const { page, close } = await open({ javaScriptEnabled: true });
    const plain = scripts ? { page, close: async () => {} } : await open({ javaScriptEnabled: false });
    await signIn(plain.page, 'dora');
    await plain.page.goto('/data');
    await plain.page.getByRole('link', { name: 'Import a file' }).click();
    if (scripts) await looked(page, 'import-choose');
    await plain.page.getByLabel('What its rows are').selectOption('purchases');
    await plain.page.getByLabel('System it comes from').fill(scripts ? 'web shop' : 'till');
    await plain.page.getByLabel('File').setInputFiles({ name: 'orders <b>.csv', mimeType: 'text/csv', buffer: Buffer.from(scripts ? ORDERS : OTHERS) });
    await plain.page.getByRole('button', { name: 'Go on' }).click();
    assert.match(await plain.page.locator('main').innerText(), /This is a guess/);
    assert.equal(await plain.page.getByLabel('Customer', { exact: true }).inputValue(), 'column:customer');
    assert.equal(await plain.page.getByRole('button', { name: 'Try the whole file' }).count(), 0, 'nobody has agreed yet');
    if (scripts) await looked(page, 'import-columns');
    // The file's own rows stand beside what becomes of them: days as days, money as money.
    const second = await plain.page.locator('.file-rows li').nth(1).innerText();
    assert.match(second, /date\s+2011-02-11[\s\S]*amount\s+2\.50/);
    assert.match(second, /When\s+11 February 2011[\s\S]*Amount\s+GBP\s2\.50/);
    assert.doesNotMatch(await plain.page.locator('.file-rows').innerText(), /T00:00|_minor/);
    // A column that is not there cannot be chosen; an expression that names one is told beside its field.
    const customer = plain.page.locator('tr', { has: plain.page.getByLabel('Customer', { exact: true }) });
    await customer.getByLabel('Customer', { exact: true }).selectOption({ label: 'an expression …' });
    await plain.page.getByLabel('Expression for Customer').fill('lower(custommer)');
    await plain.page.getByRole('button', { name: 'Agree to the columns' }).first().click();
    assert.match(await customer.locator('.alert').innerText(), /no column 'custommer'; did you mean customer\?/);
    assert.doesNotMatch(await plain.page.locator('main').innerText(), /You have agreed/);
    assert.equal(await plain.page.getByRole('button', { name: 'Try the whole file' }).count(), 0);
    assert.equal(await plain.page.getByLabel('Expression for Customer').inputValue(), 'lower(custommer)', 'what was written stays');
    if (scripts) await looked(page, 'import-mistyped');
    await plain.page.getByLabel('Customer', { exact: true }).selectOption('customer');
    await plain.page.getByRole('button', { name: 'Agree to the columns' }).first().click();
    await plain.page.getByRole('button', { name: 'Try the whole file' }).click();
    await plain.page.getByRole('heading', { name: 'Tried: nothing is imported yet' }).waitFor();
    const count = name => plain.page.locator('tr', { hasText: name }).locator('td').first().innerText();
    assert.deepEqual([await count('Added'), await count('Rejected'), await count('No customer')], ['30,001', '1', '1']);
    assert.match(await plain.page.locator('main').innerText(), /row 30,?002.*a lot/s);
    if (scripts) await looked(page, 'import-tried');
    await plain.page.getByRole('button', { name: 'Import', exact: true }).click();
    await plain.page.getByRole('heading', { name: /^Imported: import/ }).waitFor();
    if (scripts) await looked(page, 'import-done');
    const waiting = plain.page.waitForEvent('download');
    await plain.page.getByRole('link', { name: 'All rejected rows, to be corrected' }).click();
    const file = readFileSync(await (await waiting).path(), 'utf8');
    assert.match(file, /o-bad,[ck]1,2011-01-01,a lot/);
    await plain.page.goto('/data');
    assert.match(await plain.page.getByRole('group', { name: 'Sources' }).locator('tbody').innerText(), scripts ? /web shop/ : /till/);
    await plain.page.goto('/ledger');
    assert.equal(await plain.page.locator('h1').count(), 1);
    await plain.close();
    await close();
  });
}

test('an import that is stopped has changed nothing, and a file that is given up is gone', async () => {
  const { page, close } = await open();
  await signIn(page, 'dora');
  const stock = async () => (await page.goto('/data'), page.getByRole('group', { name: 'Sources' }).locator('tbody').innerText());
  const before = await stock();
  await page.goto('/data/import');
  const rows = Array.from({ length: 600_000 }, (_, row) => `x${row},s${row % 900},2011-05-11,1.50,GBP`);
  const long = ['order_id,customer,date,amount,currency', ...rows].join('\n');
  await page.getByLabel('System it comes from').fill('stopped');
  await page.getByLabel('File').setInputFiles({ name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from(long) });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  const place = page.url();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: /nothing was imported/ }).waitFor();
  assert.match(await page.getByRole('alert').innerText(), /cancelled/);
  assert.equal(await stock(), before);
  await page.goto(`${place}?step=columns`);
  await page.getByRole('button', { name: 'Give it up' }).click();
  assert.match(page.url(), /\/data$/);
  assert.equal((await page.goto(place)).status(), 404);
  await close();
});

test('the real file of a shop is imported by the wizard, and a file that is none is told of', async () => {
  const { page, close } = await open();
  await signIn(page, 'dora');
  const choose = async (source, files) => {
    await page.goto('/data/import');
    await page.getByLabel('System it comes from').fill(source);
    await page.getByLabel('File').setInputFiles(files);
    await page.getByRole('button', { name: 'Go on' }).click();
  };
  await choose('retail pages', '../examples/online-retail/online_retail_slice.csv');
  await page.getByText('More that a row may have').click();
  await page.getByLabel('Purchase ID', { exact: true }).selectOption('');
  await page.getByLabel('Customer', { exact: true }).selectOption('CustomerID');
  await page.getByLabel('When', { exact: true }).selectOption('InvoiceDate');
  await page.getByLabel('Amount', { exact: true }).selectOption('an expression …');
  await page.getByLabel('Expression for Amount', { exact: true }).fill('Quantity * UnitPrice');
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  // The same rows came in when the folder was made: by these columns they would count once more, so that is asked.
  await page.getByLabel(/it is of another system; each row counts/).check();
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('heading', { name: 'Tried: nothing is imported yet' }).waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: /^Imported: import/ }).waitFor();
  await page.goto('/data');
  const row = page.getByRole('group', { name: 'Sources' }).locator('tr', { hasText: 'retail pages' });
  // As many as the same file gave by the command line: 5,170 facts, 90 of them without a customer.
  assert.deepEqual([await row.locator('td').nth(1).innerText(), await row.locator('td').nth(4).innerText()], ['5,170', '90']);

  await choose('no table', { name: 'picture.csv', mimeType: 'text/csv', buffer: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01', 'latin1') });
  assert.deepEqual(await violations(page), []);
  assert.ok((await page.getByRole('alert').count()) > 0, await page.locator('main').innerText());
  assert.doesNotMatch(await page.locator('main').innerText(), /uploads/, 'where it is kept is nobody\'s business');
  await page.screenshot({ path: 'screenshots/import-no-table.png', fullPage: true });
  await choose('empty', { name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) });
  assert.match(await page.getByRole('alert').innerText(), /empty/);
  await close();
});
