// Makes the pictures of the README: node pictures.mjs
import { mkdirSync } from 'node:fs';
import { browser, demo } from './demo.mjs';

const company = await demo(1);
const chromium = await browser();
const page = await chromium.newPage({ baseURL: company.address, colorScheme: 'light', viewport: { width: 1280, height: 900 } });
mkdirSync('../docs', { recursive: true });
for (const [name, path] of Object.entries({ overview: '/', ledger: '/ledger?by=quarter', journey: '/journey', touchpoint: '/touchpoint/installation?by=quarter' })) {
  await page.goto(path);
  await page.screenshot({ path: `../docs/${name}.png` });
}
await chromium.close();
await company.end();
