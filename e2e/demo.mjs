// Bellwether as a person starts it, and a browser to look at it with.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const binary = process.env.BELLWETHER_TEST_BINARY ?? '../target/debug/bellwether';
const { PATH, HOME } = process.env;
const env = { PATH, HOME, USER: 'e2e' };

/** Starts a command that serves pages; gives their address, what was said before, and a way to end it. */
async function pages(folder, ...args) {
  const child = spawn(binary, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  const address = await new Promise((resolve, reject) => {
    child.stderr.on('data', text => {
      told += text;
      const found = told.match(/^Pages.*(http:\/\/127\.0\.0\.1:\d+)/m);
      if (found) resolve(found[1]);
    });
    child.on('error', reject);
    child.on('exit', code => reject(new Error(`${args[0]} ended with ${code}: ${told}`)));
  });
  const end = async () => {
    const ended = new Promise(resolve => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { address, told, folder, end };
}

/** Runs a command to its end. */
export function run(...args) {
  return execFileSync(binary, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts `bellwether demo` with a part of the sample company. */
export function demo(factor = 0.1) {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-e2e-'));
  return pages(folder, 'demo', '--factor', String(factor), '--data', join(folder, 'demo'));
}

/** Brings a real file in as the README says, and serves the pages; gives the secret for the first admin, too. */
export async function company() {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-e2e-'));
  const data = join(folder, 'data');
  const run = (...args) => execFileSync(binary, [...args, '--data', data], { env, stdio: 'ignore' });
  run('init', '--currency', 'GBP', '--time-zone', 'Europe/London', '--lapse-days', '180');
  run('import', '../examples/online-retail/online_retail_slice.csv', '--as', 'purchases', '--map', '../examples/online-retail/map.toml');
  return locked(folder, data);
}

/** Serves the pages of a company that has said who it is and how it counts, and nothing else. */
export async function fresh(...how) {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-e2e-'));
  const data = join(folder, 'data');
  run('init', '--currency', 'EUR', '--time-zone', 'Europe/Berlin', ...how, '--data', data);
  return locked(folder, data);
}

/** Serves the pages of a company of which nothing is known, in a folder that is not even there. */
export async function nothing() {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-e2e-'));
  return locked(folder, join(folder, 'data'));
}

/** Serves the pages of a company that has refused rows, and codes of reasons that nobody has mapped. */
export async function unfinished() {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-e2e-'));
  const data = join(folder, 'data');
  const bring = (fact, map, rows) => {
    const [mapping, file] = ['toml', 'csv'].map(kind => join(folder, `${fact}.${kind}`));
    writeFileSync(mapping, `table = "${fact}"\nsource = "billing"\ncurrency = "EUR"\n[columns]\n${map.join('\n')}\n`);
    writeFileSync(file, rows.join('\n'));
    run('import', file, '--as', fact, '--map', mapping, '--data', data);
  };
  run('init', '--currency', 'EUR', '--time-zone', 'Europe/Berlin', '--data', data);
  bring('purchases', ['purchase_id = "no"', 'customer_id = "who"', 'at = "day"', 'amount = "amount"'],
    ['no,who,day,amount', '1,Ada,2025-01-05,10.00', '2,Ben,2025-02-05,many', '3,Ben,some day,12.00', '4,Cleo,2025-03-01,7.50']);
  bring('subscriptions', ['subscription_id = "id"', 'customer_id = "who"', 'monthly = "price"', 'from = "begin"', 'to = "end"', 'end_reason = "why"'],
    ['id,who,price,begin,end,why', 's1,Ada,10.00,2024-01-01,2025-01-01,too_expensive', 's2,Ben,20.00,2024-02-01,2025-02-01,moved away', 's3,Cleo,30.00,2024-03-01,,']);
  return locked(folder, data);
}

/** Serves the pages of a company to those who sign in; gives the secret for the first person, too. */
async function locked(folder, data) {
  const served = await pages(folder, 'serve', '--listen', '127.0.0.1:0', '--data', data);
  return { ...served, secret: served.told.match(/^ {2}([0-9a-f]{64})$/m)[1] };
}

/** What axe finds wrong, one line each. */
export async function violations(page) {
  await page.evaluate(`{ const module = undefined; ${axe.source} }`);
  const found = await page.evaluate(() => axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')}`);
}

/** A Chromium that is installed on this machine. */
export async function browser() {
  const executablePath = process.env.BELLWETHER_TEST_BROWSER ?? browsers.find(existsSync);
  if (!executablePath) throw new Error(`no Chromium found in ${browsers.join(', ')}; install one or name it in BELLWETHER_TEST_BROWSER`);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Starts what is to be served and a browser before the tests of a file, and ends both after them. */
export function stage(start) {
  const here = {};
  before(async () => {
    mkdirSync('screenshots', { recursive: true });
    [here.served, here.chromium] = await Promise.all([start(), browser()]);
  });
  after(async () => {
    await here.chromium?.close();
    await here.served?.end();
  });
  /** A browser of its own. */
  here.open = async (options = {}) => {
    const context = await here.chromium.newContext({ baseURL: here.served.address, ...options });
    // A program built for tests reads a file of 600,000 rows on a busy machine: what hangs is still told, only later.
    context.setDefaultTimeout(120_000);
    return { context, page: await context.newPage(), close: () => context.close() };
  };
  return here;
}

/** What a person chooses who chooses well. */
export const PASSWORD = 'four words put together';

/** Signs in on the page that the visitor is led to. */
export async function signIn(page, name, password = PASSWORD) {
  await page.goto('/ledger');
  assert.match(page.url(), /\/sign-in\?next=/);
  await page.getByLabel('Name to sign in with').fill(name);
  await page.getByLabel('Password').fill(password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

/** The first person of a company comes in with the secret from the console, in some roles beside that of admin. */
export async function firstPerson(page, secret, roles) {
  await page.goto('/first-run');
  await page.getByLabel('Secret from the console').fill(secret);
  await page.getByLabel('First and last name').fill('Ann Hill');
  await page.getByLabel('Name to sign in with').fill('ann');
  await page.getByLabel('New password').fill(PASSWORD);
  for (const role of roles) await page.getByLabel(role, { exact: true }).check();
  await page.getByRole('button', { name: 'Come in' }).click();
}

/** What a page looks like in both themes, wide and narrow: nothing for axe to find, nothing that does not fit, and a picture of each. */
export async function looked(page, name) {
  for (const [theme, width] of [['light', 1440], ['dark', 1440], ['light', 390], ['dark', 390]]) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `${name}, ${theme}, ${width}: axe`);
    const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(inside <= outside, `${name} is ${inside} wide at ${width}`);
    await page.screenshot({ path: `screenshots/${name}-${theme}-${width}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Every page, by the name its screenshot gets. */
export const PAGES = {
  overview: '/',
  ledger: '/ledger',
  quarters: '/ledger?by=quarter',
  past: '/ledger?by=quarter&as_of=2025-12-31&policy=stripe_like',
  usage: '/usage',
  queue: '/why/unexplained',
  planning: '/planning',
  'planning-next': '/planning?year=2027',
  draft: '/definitions/next',
  bridge: '/definitions/bridge?from=1&to=stripe_like&by=quarter',
  settings: '/settings',
  segments: '/ledger?by=quarter&cut=kind',
  why: '/why',
  codes: '/why/codes',
  customers: '/customers',
  lost: '/customers?by=quarter&period=2026-Q2&kind=lost',
  nobody: '/customers?find=nobody+of+this+name',
  customer: '/customer/C-000011',
  cohorts: '/cohorts',
  base: '/base',
  journey: '/journey',
  'journey-year': '/journey?by=year&period=2025',
  'journey-reality': '/journey/reality',
  'journey-edit': '/journey/edit',
  touchpoint: '/touchpoint/installation?by=quarter&period=2026-Q2',
  unpromised: '/touchpoint/portal_use',
  mine: '/mine',
  'mine-other': '/mine?owner=J%C3%B6rg+Ammann',
  part: '/part',
  'part-silo': '/part?of=silo.field_service',
  handoffs: '/handoffs?by=quarter&period=2026-Q2',
  populations: '/populations',
  population: '/populations/late_installation',
  'populations-edit': '/populations/edit?population=late_installation',
  'population-ledger': '/ledger?population=active_business',
  contacts: '/contacts',
  'contacts-missed': '/contacts?by=quarter&period=2026-Q2&who=missed&of=renewal_notice',
  'contacts-reached': '/contacts?by=quarter&period=2026-Q2&who=reached&of=third_fault',
  moments: '/moments',
  'moments-growth': '/moments?first_days=60&within=120&outcome=growth',
  measures: '/measures',
  measure: '/measures/delivery.kept?cut=weekday',
  waiting: '/measures/answer_to_renewal.waiting_hours?by=quarter',
  definitions: '/definitions',
  data: '/data',
  health: '/health',
  api: '/api',
  audit: '/audit',
  absent: '/nowhere',
};
