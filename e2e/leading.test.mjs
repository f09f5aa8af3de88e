import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demo, looked, run, stage } from './demo.mjs';

const here = stage(demo);
const { open } = here;

const digits = text => Number(text.replace(/[^\d]/g, ''));

test('a target is set by the keyboard alone, stands against the ledger, and is given up', async () => {
  const { page, close } = await open();
  await page.goto('/planning');
  await page.locator('#measure-new').focus();
  await page.keyboard.type('New');
  await page.locator('#customers-new').focus();
  await page.keyboard.type('100000');
  await page.keyboard.press('Tab');
  await page.keyboard.type('250000.50');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Ada Byron, sales');
  await page.keyboard.press('Tab');
  await page.keyboard.type('two more people');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  const row = page.locator('table.targets tbody tr');
  assert.match(await row.innerText(), /of 100,000[\s\S]*of EUR.250,000\.50[\s\S]*not reached yet[\s\S]*Ada Byron, sales/);
  const reached = digits((await row.locator('td').first().innerText()).split(' of ')[0]);
  const told = await page.locator('section', { has: page.getByRole('heading', { name: '2026 so far' }) }).locator('tr', { hasText: 'New' }).innerText();
  assert.equal(reached, digits(told.split('\t')[1]), 'what is reached is what the ledger counts');
  for (const summary of await page.locator('summary').all()) await summary.click();
  await looked(page, 'planning-targets');
  await page.getByRole('button', { name: /^Give it up/ }).click();
  assert.match(await page.locator('main').innerText(), /Nobody has set any yet/);
  await close();
});

test('a draft shows what it would change before it is saved, and the bridge leads to names', async () => {
  const { page, close } = await open();
  await page.goto('/definitions');
  await page.getByRole('link', { name: 'Write the next version' }).click();
  await page.getByLabel('Lapse days').fill('120');
  await page.getByLabel('Customer noun', { exact: true }).fill('donor');
  await page.getByLabel('Customer noun, more than one').fill('donors');
  await page.getByLabel('Why it changes').fill('They give every season.');
  await page.getByRole('button', { name: 'See what it would change' }).click();
  assert.match(await page.locator('h1').innerText(), /Version 2 would change 3 definitions/);
  const effect = await page.locator('section', { hasText: 'What it would change in the figures' }).locator('p').last().innerText();
  await looked(page, 'draft-tried');
  await page.getByRole('button', { name: 'Save version 2' }).click();
  assert.match(await page.locator('main').innerText(), /They give every season\./);
  await page.goto('/');
  assert.match(await page.locator('h1').innerText(), /donors/, 'the noun changes every text');
  await page.goto('/definitions');
  await page.getByRole('link', { name: 'What this changed in the figures' }).click();
  const [, customers] = effect.match(/difference would be ([+−\d,]+) /);
  assert.ok((await page.locator('h1').innerText()).includes(`: ${customers} `), effect);
  await page.locator('tbody a[href^="/customer/"]').first().click();
  assert.match(await page.locator('h1').innerText(), /is with us|was lost/);
  await close();
});

test('what is learnt of a closed period is booked in an open one and leads to who it was', async () => {
  const { page, close } = await open();
  await page.goto('/ledger?period=2026-05');
  const closing = await page.locator('dl.kpis dd').last().innerText();
  await page.locator('summary', { hasText: 'Close the books' }).click();
  await page.getByLabel('Yes, these figures are to stay.').check();
  await looked(page, 'closing');
  await page.getByRole('button', { name: /^Close the books/ }).click();
  const file = join(here.served.folder, 'late.csv');
  writeFileSync(file, 'customer_id,at,amount,currency,order_id\nlate-one,2026-03-04,120.00,EUR,l1\nlate-two,2026-04-05,80.00,EUR,l2\n');
  run('import', file, '--as', 'purchases', '--source', 'till', '--yes', '--data', join(here.served.folder, 'demo'));
  await page.goto('/ledger?period=2026-05');
  assert.equal(await page.locator('dl.kpis dd').last().innerText(), closing, 'a closed figure stays');
  await looked(page, 'restated');
  const row = page.locator('section', { has: page.getByRole('heading', { name: 'Closed books' }) }).locator('tbody tr');
  assert.match(await row.innerText(), /\+2[\s\S]*EUR \+200\.00/);
  await row.locator('a', { hasText: '+2' }).click();
  const names = await page.locator('tbody th').allInnerTexts();
  assert.deepEqual(names.map(name => name.trim()).sort(), ['late-one', 'late-two']);
  await page.goto('/ledger?period=2026-05');
  await page.getByRole('link', { name: 'as it was then' }).click();
  assert.match(await page.locator('main').innerText(), /with what was known on/);
  assert.equal(await page.locator('dl.kpis dd').last().innerText(), closing);
  await close();
});

test('reasons are said one after the other, and the queue gets shorter', async () => {
  const { page, close } = await open();
  await page.goto('/why/unexplained?kind=lost');
  const waiting = async () => digits((await page.locator('h1').innerText()).split(' ')[0]);
  const before = await waiting();
  const form = page.locator('ul.queue form').first();
  await form.getByLabel('Reason').selectOption({ index: 2 });
  await form.getByLabel('How we know').selectOption('told');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.waitForLoadState();
  assert.equal(await waiting(), before - 1);
  await close();
});
