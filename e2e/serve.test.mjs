import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { browser, company, violations } from './demo.mjs';

const PASSWORD = 'four words put together';
const FIRST_PASSWORD = 'chosen by the admin';
let served;
let chromium;

before(async () => {
  mkdirSync('screenshots', { recursive: true });
  [served, chromium] = await Promise.all([company(), browser()]);
});

after(async () => {
  await chromium?.close();
  await served?.end();
});

async function open(options = {}) {
  const context = await chromium.newContext({ baseURL: served.address, ...options });
  return { page: await context.newPage(), close: () => context.close() };
}

async function signIn(page, name, password = PASSWORD) {
  await page.goto('/ledger');
  assert.match(page.url(), /\/sign-in\?next=/);
  await page.getByLabel('Name to sign in with').fill(name);
  await page.getByLabel('Password').fill(password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

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
  await page.getByLabel('Secret from the console').fill(served.secret);
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
  await close();
});

/** What each step looks like, in both themes and narrow, and nothing for axe to find. */
async function looked(page, name) {
  for (const [theme, width] of [['light', 1440], ['dark', 1440], ['light', 390], ['dark', 390]]) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `${name}, ${theme}, ${width}: axe`);
    const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(inside <= outside, `${name} is ${inside} wide`);
    await page.screenshot({ path: `screenshots/import-${name}-${theme}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

const ORDERS = ['order_id,customer,date,amount,currency', ...Array.from({ length: 30_000 }, (_, row) =>
  `o${row},c${row % 900},2011-0${1 + (row % 9)}-1${row % 9},${(row % 97) + 1}.50,GBP`), 'o-bad,c1,2011-01-01,a lot,GBP', 'o-none,,2011-01-02,5.00,GBP'].join('\n');

for (const scripts of [true, false]) {
  test(`an analyst brings a file in, in four steps, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const { page, close } = await open({ javaScriptEnabled: true });
    const plain = scripts ? { page, close: async () => {} } : await open({ javaScriptEnabled: false });
    await signIn(plain.page, 'dora');
    await plain.page.goto('/data');
    await plain.page.getByRole('link', { name: 'Bring a file in' }).click();
    if (scripts) await looked(page, 'choose');
    await plain.page.getByLabel('What its rows are').selectOption('purchases');
    await plain.page.getByLabel('System it comes from').fill(scripts ? 'web shop' : 'till');
    await plain.page.getByLabel('File').setInputFiles({ name: 'orders <b>.csv', mimeType: 'text/csv', buffer: Buffer.from(ORDERS) });
    await plain.page.getByRole('button', { name: 'Go on' }).click();
    assert.match(await plain.page.locator('main').innerText(), /This is a guess/);
    assert.equal(await plain.page.getByLabel('customer_id').inputValue(), 'customer');
    assert.equal(await plain.page.getByRole('button', { name: 'Try the whole file' }).count(), 0, 'nobody has agreed yet');
    if (scripts) await looked(page, 'columns');
    await plain.page.getByLabel('customer_id').fill('no such column');
    await plain.page.getByRole('button', { name: 'Agree to the columns' }).first().click();
    assert.match(await plain.page.getByRole('alert').first().innerText(), /no such column/i);
    await plain.page.getByLabel('customer_id').fill('customer');
    await plain.page.getByRole('button', { name: 'Agree to the columns' }).first().click();
    await plain.page.getByRole('button', { name: 'Try the whole file' }).click();
    await plain.page.getByRole('heading', { name: 'Tried: nothing is brought in yet' }).waitFor();
    const count = name => plain.page.locator('tr', { hasText: name }).locator('td').first().innerText();
    assert.deepEqual([await count('Added'), await count('Rejected'), await count('No customer')], ['30,001', '1', '1']);
    assert.match(await plain.page.locator('main').innerText(), /row 30,?002.*a lot/s);
    if (scripts) await looked(page, 'tried');
    await plain.page.getByRole('button', { name: 'Bring it in' }).click();
    await plain.page.getByRole('heading', { name: /^Brought in, as import/ }).waitFor();
    if (scripts) await looked(page, 'done');
    const waiting = plain.page.waitForEvent('download');
    await plain.page.getByRole('link', { name: 'All rejected rows, to be corrected' }).click();
    const file = (await import('node:fs')).readFileSync(await (await waiting).path(), 'utf8');
    assert.match(file, /o-bad,c1,2011-01-01,a lot/);
    await plain.page.goto('/data');
    assert.match(await plain.page.locator('tbody').innerText(), scripts ? /web shop/ : /till/);
    await plain.page.goto('/ledger');
    assert.equal(await plain.page.locator('h1').count(), 1);
    await plain.close();
    await close();
  });
}

test('an import that is stopped has changed nothing, and a file that is given up is gone', async () => {
  const { page, close } = await open();
  await signIn(page, 'dora');
  const stock = async () => (await page.goto('/data'), page.locator('tbody').innerText());
  const before = await stock();
  await page.goto('/data/import');
  const long = [ORDERS, ...Array.from({ length: 600_000 }, (_, row) => `x${row},c${row % 900},2011-05-11,1.50,GBP`)].join('\n');
  await page.getByLabel('System it comes from').fill('stopped');
  await page.getByLabel('File').setInputFiles({ name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from(long) });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  const place = page.url();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: /nothing was brought in/ }).waitFor();
  assert.match(await page.getByRole('alert').innerText(), /cancelled/);
  assert.equal(await stock(), before);
  await page.goto(`${place}?step=columns`);
  await page.getByRole('button', { name: 'Give it up' }).click();
  assert.match(page.url(), /\/data$/);
  assert.equal((await page.goto(place)).status(), 404);
  await close();
});

test('the real file of a shop is brought in by the wizard, and a file that is none is told of', async () => {
  const { page, close } = await open();
  await signIn(page, 'dora');
  const choose = async (source, files) => {
    await page.goto('/data/import');
    await page.getByLabel('System it comes from').fill(source);
    await page.getByLabel('File').setInputFiles(files);
    await page.getByRole('button', { name: 'Go on' }).click();
  };
  await choose('retail pages', '../examples/online-retail/online_retail_slice.csv');
  await page.getByLabel('purchase_id').fill('');
  await page.getByLabel('customer_id').fill('CustomerID');
  await page.getByLabel('at', { exact: true }).fill('InvoiceDate');
  await page.getByLabel('amount', { exact: true }).fill('Quantity * UnitPrice');
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('heading', { name: 'Tried: nothing is brought in yet' }).waitFor();
  await page.getByRole('button', { name: 'Bring it in' }).click();
  await page.getByRole('heading', { name: /^Brought in, as import/ }).waitFor();
  await page.goto('/data');
  const row = page.locator('tr', { hasText: 'retail pages' });
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
