/** Debian's Chromium for tests of pages. Without it they are skipped by name; in CI it is installed. */

import { onTestFinished } from 'vitest';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { chromium, findChromium } from '../../../tools/browser/chromium.mjs';

/** Whether tests of pages can run. In CI they must: there, a missing Chromium is installed, or the test fails. */
export const HAS_BROWSER: boolean = process.env['CI'] === 'true' || findChromium() !== undefined;

/** For the title of what is skipped. */
export const WHY_SKIPPED: string = HAS_BROWSER
  ? ''
  : ' (skipped: Chromium is missing, node tools/browser/chromium.mjs --install)';

/** Starts it. */
export function openBrowser(): Promise<Browser> {
  return puppeteer.launch({ executablePath: chromium(), args: ['--no-sandbox'] });
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
