import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { demo, stage } from './demo.mjs';

const here = stage(demo);

/** A report as it is kept: its text and what its file says of itself. Its pages are drawn for people to look at. */
async function paper(path, name, headers = {}) {
  const answer = await fetch(here.served.address + path, { headers });
  assert.equal(answer.status, 200, await (answer.status === 200 ? '' : answer.text()));
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  const file = `screenshots/${name}.pdf`;
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  const quiet = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
  execFileSync('pdftoppm', ['-r', '80', '-png', file, `screenshots/${name}`], quiet);
  const plain = text => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');
  return { text: plain(execFileSync('pdftotext', [file, '-'], quiet)), info: execFileSync('pdfinfo', [file], quiet) };
}

for (const [language, name] of [['en', 'board'], ['de', 'vorstand']]) {
  test(`the board page (${language}) is one tagged page with the figures of the overview`, async () => {
    const { page, close } = await here.open({ locale: language });
    await page.goto('/');
    const plain = text => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
    const headline = plain(await page.locator('h1').innerText());
    const figures = await page.locator('dl.kpis dd').allInnerTexts();
    const href = await page.locator('a[href^="/board.pdf"]').getAttribute('href');
    await close();
    const { text, info } = await paper(href, name, { cookie: `language=${language}` });
    assert.match(info, /^Pages: +1$/m);
    assert.match(info, /^Tagged: +yes$/m);
    for (const told of [headline, ...figures.flatMap(cell => cell.split('\n')).map(plain).filter(Boolean)]) {
      assert.ok(text.includes(told), `${told}\n${text}`);
    }
  });
}

test('the ledger on paper tells the period that is asked for, with its reasons', async () => {
  const page = await (await fetch(`${here.served.address}/ledger?by=quarter&period=2026-Q2`)).text();
  const { text, info } = await paper('/ledger.pdf?by=quarter&period=2026-Q2', 'ledger-paper');
  assert.match(info, /^Tagged: +yes$/m);
  const closing = page.match(/<dd>(?:<a[^>]*>)?([\d,]+)(?:<\/a>)?<small>[^<]*<\/small><\/dd><\/div><\/dl>/)[1];
  for (const told of [closing, '2025-Q2', '2026-Q2', 'Not yet known', 'Together']) {
    assert.ok(text.includes(told), `${told}\n${text}`);
  }
  assert.equal((await fetch(`${here.served.address}/ledger.pdf?period=1999-01`)).status, 404);
});

test('the poster of the journey is one tagged sheet with the stages, promises and handoffs of the page', async () => {
  for (const [language, size] of [['en', 'a3'], ['de', 'a1']]) {
    const { page, close } = await here.open({ locale: language });
    await page.goto('/journey');
    const plain = text => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
    const headline = plain(await page.locator('h1').innerText());
    const stages = (await page.locator('.journey h2').allInnerTexts()).map(plain);
    const href = await page.locator(`a[href*="paper=${size}"]`).getAttribute('href');
    await close();
    const { text, info } = await paper(href, `poster-${size}`, { cookie: `language=${language}` });
    assert.match(info, /^Pages: +1$/m);
    assert.match(info, /^Tagged: +yes$/m);
    for (const told of [headline, ...stages]) assert.ok(text.includes(told), `${told}\n${text}`);
  }
  assert.equal((await fetch(`${here.served.address}/journey.pdf?paper=a0`)).status, 400);
});
