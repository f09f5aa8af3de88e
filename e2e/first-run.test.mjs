// From an empty folder to a board page, by somebody who knows nothing of it: in one go, with one account each, and no error.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, looked, nothing, stage, violations } from './demo.mjs';

const here = stage(nothing);

/** A browser of its own, and the pages that it was refused. */
async function open(options = {}) {
  const { context, page } = await here.open({ timezoneId: 'Europe/Berlin', locale: 'en-GB', ...options });
  const refused = [];
  page.on('response', answer => {
    const isPage = answer.request().resourceType() === 'document';
    if (isPage && answer.status() >= 400) refused.push(`${answer.status()} ${answer.url()}`);
  });
  return { context, page, refused };
}

/** Two years of a small shop: some come back, some do not. */
const ORDERS = ['order_id,customer,date,amount,currency,status', ...Array.from({ length: 600 }, (_, row) => {
  const month = row % 24;
  const day = `${2024 + Math.floor(month / 12)}-${String(1 + month % 12).padStart(2, '0')}-${String(1 + row % 27).padStart(2, '0')}`;
  return `o${row},c${(row * 7 + month * 3) % 130},${day},${20 + (row % 37)}.50,EUR,${row % 50 ? 'paid' : 'seen by HQ'}`;
})].join('\n');

/** Brings the file in by the wizard, beginning at its first page. */
async function importFile(page) {
  await page.getByLabel('File').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(ORDERS) });
  await page.getByRole('button', { name: 'Go on' }).click();
  const question = page.getByRole('group', { name: /status.*says which rows count/ });
  assert.match(await question.innerText(), /'seen by HQ' × 12, EUR\s438\.00; 'paid' × 588, EUR\s22,546\.00/);
  await looked(page, 'first-run-question');
  await question.getByLabel('only rows with known words count').check();
  assert.match(await question.innerText(), /rows 588, guests 65, EUR\s22,546\.00, left out 12/);
  await page.getByRole('button', { name: 'Agree to the columns' }).first().click();
  await page.getByRole('button', { name: 'Try the whole file' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: /^Imported: import/ }).waitFor();
}

const h1 = page => page.locator('h1').innerText();

test('from an empty folder to a leader who opens the board page, in one go', async () => {
  const { context, page, refused } = await open();
  let passwords = 0;

  // The first person: what the console said, and what they will do here.
  await page.goto('/');
  assert.match(page.url(), /\/first-run$/);
  await looked(page, 'first-run-1-first-person');
  await page.getByLabel('Secret from the console').fill(here.served.secret);
  await page.getByLabel('First and last name').fill('Ann Hill');
  await page.getByLabel('Name to sign in with').fill('ann');
  passwords += await page.locator('input[type=password]').count();
  await page.getByLabel('New password').fill(PASSWORD);
  assert.ok(await page.getByLabel('Admin', { exact: true }).isDisabled(), 'the first person lets the others in');
  await page.getByLabel('Analyst', { exact: true }).check();
  await page.getByLabel('Leader', { exact: true }).check();
  await page.getByRole('button', { name: 'Come in' }).click();
  assert.match(page.url(), /\/start$/);
  assert.match(await h1(page), /5 steps lead to your first figures/);
  await looked(page, 'first-run-2-start');

  // No page of the navigation is an error, in either language.
  for (const language of ['en', 'de']) {
    await context.addCookies([{ name: 'language', value: language, url: here.served.address }]);
    await page.goto('/start');
    const links = await page.locator('nav a').evaluateAll(links => links.map(link => link.getAttribute('href')));
    assert.ok(links.includes('/ledger') && links.includes('/people') && links.includes('/customers'), links.join(' '));
    for (const link of links) {
      const answer = await page.goto(link);
      assert.equal(answer.status(), 200, link);
      assert.deepEqual(await violations(page), [], `${link} in ${language}: axe`);
    }
    await page.goto('/ledger');
    await looked(page, `first-run-3-empty-ledger-${language}`);
  }
  await context.addCookies([{ name: 'language', value: 'en', url: here.served.address }]);

  // Whose figures these are.
  await page.goto('/');
  await page.getByRole('link', { name: 'Say who you are' }).click();
  assert.equal(await page.getByLabel('Time zone').inputValue(), 'Europe/Berlin', 'as the browser has it');
  await page.getByLabel('Name of the organisation').fill('Hill & Sons');
  await page.getByLabel('One of those you serve is called').fill('guest');
  await page.getByLabel('Several of them are called').fill('guests');
  await looked(page, 'first-run-4-organisation');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  assert.match(await h1(page), /1 of 5 steps/);

  // How they count.
  await page.getByRole('link', { name: 'Say how you count' }).click();
  await page.getByLabel('They buy now and then').check();
  await page.getByLabel(/Days without a purchase/).fill('120');
  await looked(page, 'first-run-5-counting');
  await page.getByRole('button', { name: 'Save and go on' }).click();
  assert.match(await h1(page), /2 of 5 steps/);
  await looked(page, 'first-run-6-start-on-the-way');

  // The first file, and what it tells.
  await page.getByRole('link', { name: 'Import a file' }).click();
  await importFile(page);
  await page.goto('/start');
  assert.match(await h1(page), /4 of 5 steps/);
  await page.getByRole('link', { name: 'Look at the ledger' }).click();
  assert.match(page.url(), /\/ledger$/);
  assert.match(await page.locator('main').innerText(), /guests/);
  await looked(page, 'first-run-7-ledger');

  // A leader, by a link.
  await page.goto('/start');
  await page.getByRole('link', { name: 'Invite a leader' }).click();
  const form = page.locator('form[action="/people"]');
  assert.ok(await form.getByLabel('Leader', { exact: true }).isChecked(), 'as the step says');
  await form.getByLabel('First and last name').fill('Ben Woods');
  await form.getByLabel('Name to sign in with').fill('ben');
  await looked(page, 'first-run-8-invite');
  await form.getByRole('button', { name: 'Let them in' }).click();
  const link = await page.locator('#invitation').innerText();
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/invitation\/[0-9a-f]{64}$/);
  await looked(page, 'first-run-9-link');
  await page.goto('/start');
  assert.match(await h1(page), /Everything is set up/);
  await looked(page, 'first-run-10-start-done');

  // The leader chooses a password, and is in.
  const ben = await open();
  await ben.page.goto(link);
  assert.match(await h1(ben.page), /Welcome, Ben Woods/);
  await looked(ben.page, 'first-run-11-invitation');
  passwords += await ben.page.locator('input[type=password]').count();
  await ben.page.getByLabel('New password').fill(PASSWORD);
  await ben.page.getByRole('button', { name: 'Choose it and come in' }).click();
  assert.equal(new URL(ben.page.url()).pathname, '/');
  assert.match(await ben.page.locator('nav').innerText(), /Ben Woods/);
  await looked(ben.page, 'first-run-12-overview');
  const board = await ben.page.locator('a[href^="/board.pdf"]').getAttribute('href');
  const paper = await ben.context.request.get(board);
  assert.equal(paper.status(), 200);
  assert.equal((await paper.body()).subarray(0, 5).toString(), '%PDF-');

  assert.equal(passwords, 2, 'one password each');
  assert.deepEqual([...refused, ...ben.refused], [], 'no page was refused');
  await page.goto('/people');
  assert.match(await h1(page), /2 people may sign in/, 'one account each');
  await ben.context.close();
  await context.close();
});

test('a link that was used is told of plainly, without scripts, too', async () => {
  const { context, page } = await open({ javaScriptEnabled: false });
  assert.equal((await page.goto('/invitation/' + '0'.repeat(64))).status(), 404);
  assert.match(await page.locator('main').innerText(), /This invitation is over/);
  await context.close();
});
