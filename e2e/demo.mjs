// The demo as a person starts it, and a browser to look at it with.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts `bellwether demo` with a part of the sample company; gives its address and a way to end it. */
export async function demo(factor = 0.1) {
  const binary = process.env.BELLWETHER_TEST_BINARY ?? '../target/debug/bellwether';
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-e2e-'));
  const { PATH, HOME } = process.env;
  const child = spawn(binary, ['demo', '--factor', String(factor), '--data', join(folder, 'demo')], { env: { PATH, HOME }, stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let told = '';
    child.stderr.on('data', text => {
      told += text;
      const found = told.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    });
    child.on('error', reject);
    child.on('exit', code => reject(new Error(`the demo ended with ${code}: ${told}`)));
  });
  const end = async () => {
    const ended = new Promise(resolve => child.on('exit', resolve));
    child.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { address, end };
}

/** A Chromium that is installed on this machine. */
export async function browser() {
  const executablePath = process.env.BELLWETHER_TEST_BROWSER ?? browsers.find(existsSync);
  if (!executablePath) throw new Error(`no Chromium found in ${browsers.join(', ')}; install one or name it in BELLWETHER_TEST_BROWSER`);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Every page, by the name its screenshot gets. */
export const PAGES = {
  overview: '/',
  ledger: '/ledger',
  quarters: '/ledger?by=quarter',
  segments: '/ledger?by=quarter&cut=kind',
  why: '/why',
  customers: '/customers',
  lost: '/customers?by=quarter&period=2026-Q2&kind=lost',
  nobody: '/customers?find=nobody+of+this+name',
  customer: '/customer/C-000011',
  cohorts: '/cohorts',
  base: '/base',
  definitions: '/definitions',
  absent: '/nowhere',
};
