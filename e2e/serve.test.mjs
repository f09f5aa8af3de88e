import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { browser, company, violations } from './demo.mjs';

const PASSWORD = 'four words put together';
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

test('the secret on the console makes the first admin, who lets others in', async () => {
  const { page, close } = await open();
  await page.goto('/');
  assert.match(page.url(), /\/first-run$/);
  assert.deepEqual(await violations(page), []);
  await page.getByLabel('Secret from the console').fill('guessed');
  await page.getByLabel('First and last name').fill('Ann Hill');
  await page.getByLabel('Name to sign in with').fill('ann');
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the first admin' }).click();
  assert.match(await page.getByRole('alert').innerText(), /not what the console says/);
  assert.equal(await page.getByLabel('First and last name').inputValue(), 'Ann Hill', 'what was written stays');
  await page.getByLabel('Secret from the console').fill(served.secret);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the first admin' }).click();
  assert.match(page.url(), /\/sign-in$/);

  await signIn(page, 'ann', 'not the password');
  assert.match(await page.getByRole('alert').innerText(), /name or the password is wrong/);
  assert.deepEqual(await violations(page), []);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.match(page.url(), /\/ledger$/, 'where one wanted to go');

  for (const [name, full, role] of [['ben', 'Ben <i>Woods</i>', 'Leader'], ['cleo', 'Cleo Marsh', 'Reader']]) {
    await page.goto('/people');
    const form = page.locator('form[action="/people"]');
    await form.getByLabel('First and last name').fill(full);
    await form.getByLabel('Name to sign in with').fill(name);
    await form.getByLabel('Role').selectOption(role);
    await form.getByLabel('New password').fill(PASSWORD);
    await form.getByRole('button').click();
  }
  assert.match(await page.locator('h1').innerText(), /3 people may sign in/);
  assert.ok(await page.getByText('Ben <i>Woods</i>', { exact: true }).first().isVisible(), 'a name is text');
  await close();
});

for (const theme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    test(`an admin's pages in ${theme} at ${width} px have nothing for axe to find and fit`, async () => {
      const { page, close } = await open({ colorScheme: theme, viewport: { width, height: 900 } });
      await page.goto('/sign-in');
      assert.deepEqual(await violations(page), []);
      await page.screenshot({ path: `screenshots/sign-in-${theme}-${width}.png`, fullPage: true });
      await signIn(page, 'ann');
      for (const path of ['people', 'audit', 'account', 'customers']) {
        const answer = await page.goto(`/${path}`);
        assert.equal(answer.status(), path === 'customers' ? 403 : 200);
        assert.deepEqual(await violations(page), [], `${path}: axe`);
        for (const summary of await page.locator('summary').all()) await summary.click();
        assert.deepEqual(await violations(page), [], `${path} opened: axe`);
        const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(inside <= outside, `${path} is ${inside} wide`);
        await page.screenshot({ path: `screenshots/${path}-admin-${theme}-${width}.png`, fullPage: true });
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
