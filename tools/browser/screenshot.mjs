// Takes the pictures of the docs: node tools/browser/screenshot.mjs (after a build).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { execFileSync } from 'node:child_process';
import puppeteer from 'puppeteer-core';
import { chromium } from './chromium.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const POLICY = process.argv[2] ?? 'packages/jwt-cli/test/fleet.yaml';
const PICTURE = process.argv[3] ?? 'docs/reference/cli/matrix.png';
const SCHEME = process.argv[4] ?? 'light';

const folder = mkdtempSync(join(tmpdir(), 'screenshot-'));
const page = join(folder, 'matrix.html');
execFileSync(process.execPath, ['packages/jwt-cli/bin/jwt-policy.js', 'matrix', POLICY, '--html', page], {
  cwd: ROOT,
  stdio: 'ignore',
});
const browser = await puppeteer.launch({
  executablePath: chromium(),
  args: ['--no-sandbox', '--disable-lcd-text'],
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 880, height: 900, deviceScaleFactor: 1 });
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: SCHEME }]);
  await tab.goto(pathToFileURL(page).href);
  // The digest and the time would make another picture of the same page.
  await tab.$eval('header dl', (list) => list.remove());
  await tab.screenshot({ path: join(ROOT, PICTURE), fullPage: true });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
