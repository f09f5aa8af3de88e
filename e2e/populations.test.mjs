// Populations are written on their page by buttons alone: seen with whom they would hold before they are saved, and asked for in the ledger.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demo, looked, stage } from './demo.mjs';

const here = stage(() => demo(0.02));
const press = async (page, name) => {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).first().click()]);
};
const cells = async (page, name) => page.getByRole('row', { name }).getByRole('cell').allInnerTexts();

test('without scripts a population is made by its form, tried, saved, and its ledger opened', async () => {
  const { page, close } = await here.open({ locale: 'en-GB', javaScriptEnabled: false });
  await page.goto('/populations');
  await page.getByRole('link', { name: 'Edit populations' }).click();
  await press(page, 'Add a population');
  const made = page.locator('form.editing > ol > li').last();
  await made.getByLabel('What people call it').fill('Promise broken, and worth much');
  await made.getByLabel('A rule that asks for').selectOption('a touchpoint they met');
  await press(page, 'See what changes');
  assert.match(await page.getByRole('alert').innerText(), /has no rules/);
  await made.locator('summary').first().click();
  assert.equal(await made.getByLabel('What people call it').inputValue(), 'Promise broken, and worth much');
  const add = async kind => {
    await made.getByLabel('A rule that asks for').selectOption(kind);
    await Promise.all([page.waitForNavigation(), made.getByRole('button', { name: 'Add a rule' }).click()]);
  };
  await add('a touchpoint they met');
  await made.getByLabel('Touchpoint', { exact: true }).fill('installation');
  await made.getByLabel('What became of the promise there').selectOption('broken');
  await add('what they are worth');
  await made.getByLabel('Active, and worth at least (EUR)').fill('1,000.00');
  await add('a list of customers');
  await Promise.all([
    page.waitForNavigation(),
    made.getByRole('button', { name: 'Remove “Rule 3: a list of customers”' }).click(),
  ]);
  await press(page, 'See what changes');
  assert.match(await page.locator('h1').innerText(), /would change one population/);
  const [what, now, , held, value] = await cells(page, /^Promise broken, and worth much/);
  assert.deepEqual([what, now], ['new', '']);
  assert.match(held, /^[\d,]+$/);
  await press(page, 'Go on editing');
  await made.locator('summary').first().click();
  assert.equal(await made.getByLabel('Active, and worth at least (EUR)').inputValue(), '1,000.00');
  await press(page, 'See what changes');
  await page.getByRole('button', { name: /^Save as version/ }).click();
  assert.match(page.url(), /\/populations$/);
  const listed = await cells(page, /^Promise broken, and worth much/);
  assert.deepEqual([listed[0], listed[2]], [held, value]);
  await page.getByRole('row', { name: /^Promise broken, and worth much/ }).getByRole('link', { name: 'Its ledger' }).click();
  assert.match(page.url(), /\/ledger\?population=promise_broken_and_worth_much/);
  assert.match(await page.locator('main').innerText(), /of the population “Promise broken, and worth much” are counted/);
  await close();
});

test('the form of every kind of rule and what changes are read by everybody at every width', async () => {
  const { page, close } = await here.open({ locale: 'en-GB' });
  await page.goto('/populations/edit');
  await press(page, 'Add a population');
  const made = page.locator('form.editing > ol > li').last();
  const kinds = await made.getByLabel('A rule that asks for').locator('option').allInnerTexts();
  assert.equal(kinds.length, 8);
  for (const kind of kinds) {
    await made.getByLabel('A rule that asks for').selectOption(kind);
    await Promise.all([page.waitForNavigation(), made.getByRole('button', { name: 'Add a rule' }).click()]);
  }
  await looked(page, 'populations-edit-rules');
  await page.goto('/populations/edit');
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: /^Remove/ }).first().click()]);
  await press(page, 'See what changes');
  await looked(page, 'populations-edit-changes');
  await close();
});
