// The journey is written on its page: by buttons alone, by the keyboard, by dragging; seen before it is saved, and never over somebody else's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demo, looked, stage, violations } from './demo.mjs';

const here = stage(() => demo(0.02));
const names = page => page.locator('form.editing > ol > li > details > summary b').allInnerTexts();
const act = async (page, name) => {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
};

test('without scripts a stage is added, moved, named and saved by buttons, and what changes is seen first', async () => {
  const { page, close } = await here.open({ locale: 'en-GB', javaScriptEnabled: false });
  await page.goto('/journey');
  await page.getByRole('link', { name: 'Edit' }).click();
  const before = await names(page);
  await act(page, 'Add a stage');
  assert.deepEqual(await names(page), [...before, 'New, without a name']);
  await page.locator('form.editing > ol > li').last().getByLabel('Name, as they would say it').first().fill('I say goodbye');
  await page.locator('form.editing > ol > li').last().getByLabel('Who answers for it').first().fill('Ada Okafor');
  await act(page, 'Add a stage');
  await act(page, 'Remove “New, without a name”');
  await act(page, 'Up “I say goodbye”');
  assert.deepEqual((await names(page)).indexOf('I say goodbye'), before.length - 1);
  await page.getByRole('button', { name: 'See what changes' }).first().click();
  assert.match(await page.locator('h1').innerText(), /would change one thing/);
  assert.match(await page.locator('main').innerText(), /Stage “I say goodbye”\s+added/);
  await page.getByRole('button', { name: 'Go on editing' }).click();
  assert.deepEqual((await names(page)).indexOf('I say goodbye'), before.length - 1);
  await page.getByRole('button', { name: 'See what changes' }).first().click();
  await page.getByRole('button', { name: /^Save as version/ }).click();
  assert.match(page.url(), /\/journey$/);
  assert.match(await page.locator('main').innerText(), /Version 2 of the journey, by visitor of the demo, holds from/);
  await page.goto('/journey/edit');
  assert.deepEqual((await names(page)).indexOf('I say goodbye'), before.length - 1);
  await close();
});

test('what is not whole, and what somebody else overtook, is refused with the words kept', async () => {
  const { page, close } = await here.open({ locale: 'en-GB' });
  await page.goto('/journey/edit');
  const other = await page.context().newPage();
  await page.locator('form.editing summary').first().click();
  await page.getByLabel('Who answers for it').first().fill('Ada and Ben');
  await page.getByRole('button', { name: 'See what changes' }).first().click();
  assert.match(await page.getByRole('alert').innerText(), /reads as several owners/);
  await looked(page, 'journey-edit-refused');
  await page.locator('form.editing summary').first().click();
  await page.getByLabel('Who answers for it').first().fill('Ada Okafor');
  await page.getByLabel('What they feel').first().fill('Unsure about our onboarding');
  await page.getByRole('button', { name: 'See what changes' }).first().click();
  assert.match(await page.locator('main').innerText(), /“onboarding” is a word for what you do/);
  await looked(page, 'journey-edit-changes');
  await other.goto('/journey/edit');
  await other.locator('form.editing summary').first().click();
  await other.getByLabel('What they need').first().fill('Somebody to ask');
  await other.getByRole('button', { name: 'See what changes' }).first().click();
  await other.getByRole('button', { name: /^Save as version/ }).click();
  await page.getByRole('button', { name: /^Save as version/ }).click();
  assert.match(await page.getByRole('alert').innerText(), /[Vv]ersion \d+ of the journey is not the latest any more/);
  await page.locator('form.editing summary').first().click();
  assert.equal(await page.getByLabel('What they feel').first().inputValue(), 'Unsure about our onboarding');
  await close();
});

test('stages are dragged to their place, and moved by the keyboard, which stays with what it moved', async () => {
  const { page, close } = await here.open({ locale: 'en-GB' });
  await page.goto('/journey/edit');
  const before = await names(page);
  const items = page.locator('form.editing > ol > li');
  await Promise.all([
    page.waitForNavigation(),
    items.nth(2).locator(':scope > .deeds > .grip').dragTo(items.nth(0).locator('summary').first()),
  ]);
  assert.deepEqual(await names(page), [before[2], before[0], before[1], ...before.slice(3)]);
  await page.getByRole('button', { name: `Down “${before[2]}”`, exact: true }).focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.deepEqual(await names(page), [before[0], before[2], ...before.slice(1, 2), ...before.slice(3)]);
  assert.equal(await page.evaluate(() => document.activeElement.querySelector('b')?.textContent), before[2]);
  assert.deepEqual(await violations(page), []);
  await looked(page, 'journey-edit-moved');
  await close();
});

test('a leader agrees to the journey and answers for a stage, and sees who answered what of which version', async () => {
  const { page, close } = await here.open({ locale: 'en-GB' });
  await page.goto('/journey/reality');
  assert.match(await page.locator('h1').innerText(), /No leader has yet said/);
  await page.getByRole('button', { name: /^Agree to version/ }).click();
  assert.match(await page.locator('main').innerText(), /visitor of the demo agrees to version \d+/);
  assert.equal(await page.getByRole('button', { name: /^Agree to version/ }).count(), 0);
  const first = page.locator('section.panel', { has: page.locator('form fieldset') }).first();
  await first.getByLabel('It depends', { exact: true }).check();
  await first.getByLabel('On what it depends, or why').fill('On the fitter');
  await first.getByRole('button').click();
  assert.match(await page.locator('h1').innerText(), /One of \d+ stages has an answer, none yet from two leaders/);
  assert.match(await first.innerText(), /One leader has answered\.\s+visitor of the demo: It depends – On the fitter/);
  await first.getByLabel('No', { exact: true }).check();
  await first.getByRole('button').click();
  assert.match(await first.innerText(), /visitor of the demo: No – On the fitter/);
  await looked(page, 'journey-reality');
  await close();
});
