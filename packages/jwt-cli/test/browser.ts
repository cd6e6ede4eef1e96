/** Debian's Chromium for tests of pages. Without it they are skipped by name; in CI it is installed. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { onTestFinished } from 'vitest';

/** Prints the path of the program; in CI, it is installed first. */
const FINDER = join(import.meta.dirname, '../../../tools/browser/chromium.mjs');

const { status, stdout, stderr } = spawnSync(process.execPath, [FINDER], { encoding: 'utf8' });

/** Whether tests of pages can run. In CI they must: a Chromium that cannot be installed is a failure there. */
export const HAS_BROWSER: boolean = status === 0 || process.env['CI'] === 'true';

/** For the title of what is skipped. */
export const WHY_SKIPPED: string = HAS_BROWSER ? '' : ` (skipped: ${stderr.trim()})`;

/** Starts it. */
export function openBrowser(): Promise<Browser> {
  if (status !== 0) throw new Error(stderr);
  return puppeteer.launch({ executablePath: stdout.trim(), args: ['--no-sandbox'] });
}

/** A page that was opened, and what it did besides showing itself. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors of scripts, and violations of the content security policy. */
  readonly errors: readonly string[];
  /** What it has loaded, itself included. */
  readonly requests: readonly string[];
}

/** Opens a file in a tab that is closed when the test ends. */
export async function openPage(browser: Browser, url: string, width = 1100): Promise<OpenedPage> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => errors.push(message.text()));
  page.on('request', (request) => requests.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.goto(url);
  return { page, errors, requests };
}
