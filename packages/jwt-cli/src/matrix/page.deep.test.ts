/// <reference lib="dom" />
// What runs in the page sees a document.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPolicy } from '@org/jwt-core/policy';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_BROWSER, openBrowser, openPage, WHY_SKIPPED } from '../../test/browser.js';
import { HOSTILE_MATRIX } from '../../test/matrix/hostile.js';
import { matrixOf } from './cells.js';
import { html } from './html.js';

const FLEET = join(import.meta.dirname, '../../test/fleet.yaml');
const NOW = Date.parse('2026-11-28T10:00:00Z');
/** Starting a browser, and installing it in CI. Milliseconds. */
const START = 600_000;

/** The texts of the rows that are shown. */
const shownTokens = (page: Page): Promise<readonly string[]> =>
  page.$$eval('tbody tr:not([hidden]) th', (heads) => heads.map((each) => each.textContent));

const shownOperations = (page: Page): Promise<readonly string[]> =>
  page.$$eval('thead th[data-column]:not([hidden])', (heads) => heads.map((each) => each.textContent));

/** Texts with less contrast than 4.5 to 1 against what is behind them (WCAG 2.2, 1.4.3), with their colours. */
const faintTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const channels = (colour: string): readonly number[] => (colour.match(/[\d.]+/gu) ?? []).map(Number);
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(colour).map((each) => {
        const part = each / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const isClear = (colour: string): boolean => channels(colour)[3] === 0;
    const behind = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)';
      const { backgroundColor } = getComputedStyle(element);
      return isClear(backgroundColor) ? behind(element.parentElement) : backgroundColor;
    };
    return [...document.querySelectorAll('body *:not(script)')].flatMap((element) => {
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === 3 && node.textContent?.trim() !== '',
      );
      if (!hasText) return [];
      const { color } = getComputedStyle(element);
      const [light = 0, dark = 0] = [luminance(color), luminance(behind(element))].sort(
        (one, other) => other - one,
      );
      const contrast = (light + 0.05) / (dark + 0.05);
      return contrast < 4.5 ? [`${element.textContent}: ${color} on ${behind(element)}`] : [];
    });
  });

describe.skipIf(!HAS_BROWSER)(`the page in Chromium${WHY_SKIPPED}`, () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    browser = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'jwt-policy-'));
    const matrix = await matrixOf(await loadPolicy(FLEET), {
      by: 'holders',
      now: NOW,
      progress: () => undefined,
    });
    url = write('page.html', html(matrix));
  }, START);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, text: string): string {
    const file = join(folder, name);
    writeFileSync(file, text);
    return pathToFileURL(file).href;
  }

  it('loads nothing but itself, and has no errors', async () => {
    const { errors, requests } = await openPage(browser, url);
    expect(errors).toEqual([]);
    expect(requests).toEqual([url]);
  });

  it('runs nothing that a name says', async () => {
    const { page, errors, requests } = await openPage(browser, write('hostile.html', html(HOSTILE_MATRIX)));
    expect(await page.title()).toContain('<img src=x');
    expect(await page.$$('img')).toEqual([]);
    expect(errors).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(await page.$eval('#count', (each) => each.textContent)).toBe('1 of 1 tokens, 1 of 1 operations');
  });

  it('finds tokens', async () => {
    const { page } = await openPage(browser, url);
    await page.type('#rows', 'Ledger orders');
    expect(await shownTokens(page)).toEqual(['ledger-sync for orders']);
    expect(await page.$eval('#count', (each) => each.textContent)).toBe('1 of 12 tokens, 9 of 9 operations');
  });

  it('finds operations, by their route as well', async () => {
    const { page } = await openPage(browser, url);
    await page.type('#columns', 'post');
    expect(await shownOperations(page)).toEqual(['createOrder', 'refund']);
    const groups = await page.$$eval('thead th[data-from]:not([hidden])', (heads) =>
      heads.map((each) => [each.textContent, each.getAttribute('colspan')]),
    );
    expect(groups).toEqual([
      ['orders', '1'],
      ['payments', '1'],
    ]);
  });

  it('shows only tokens that open one of the operations shown', async () => {
    const { page } = await openPage(browser, url);
    await page.type('#columns', 'refund');
    await page.click('#opening');
    expect(await shownTokens(page)).toEqual(['login user for payments', 'refund-agent for payments']);
  });

  it('sorts by how much is opened, and back', async () => {
    const { page } = await openPage(browser, url);
    const opened = (): Promise<readonly number[]> =>
      page.$$eval('tbody td.opens', (cells) => cells.map((each) => Number(each.textContent)));
    const ordered = [...(await opened())].sort((one, other) => other - one);
    await page.click('button[data-sort=opens]');
    expect(await opened()).toEqual(ordered);
    expect(await page.$eval('th.opens', (each) => each.getAttribute('aria-sort'))).toBe('descending');
    await page.click('button[data-sort=opens]');
    expect(await opened()).toEqual(ordered.toReversed());
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await openPage(browser, url);
    const focused: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      await page.keyboard.press('Tab');
      focused.push(
        await page.evaluate(() => {
          const element = document.activeElement;
          return element?.id !== ''
            ? (element?.id ?? '')
            : (element.getAttribute('data-sort') ?? element.className);
        }),
      );
    }
    expect(focused).toEqual(['rows', 'columns', 'opening', 'scroll', 'label', 'opens']);
  });

  it('says to a screen reader what each cell means, and what it belongs to', async () => {
    const { page } = await openPage(browser, url);
    expect(await page.$$eval('th:not([scope])', (heads) => heads.length)).toBe(0);
    expect(await page.$$eval('input', (inputs) => inputs.every((each) => each.labels?.length === 1))).toBe(
      true,
    );
    const cells = await page.$$eval('td[data-column] .hidden', (all) => all.map((each) => each.textContent));
    expect(cells).toHaveLength(12 * 9);
    expect(new Set(cells)).toContain('audience.mismatch');
  });

  it.each(['light', 'dark'])('can be read: the contrast of its %s colours', async (scheme) => {
    const { page } = await openPage(browser, url);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    expect(await faintTexts(page)).toEqual([]);
  });

  it.each([1100, 360])('fits a window of %d pixels: only the table scrolls', async (width) => {
    const { page } = await openPage(browser, url, width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('is printed as a whole, without its controls', async () => {
    const { page } = await openPage(browser, url);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await page.emulateMediaType('print');
    const styles = await page.evaluate(() => {
      const styleOf = (selector: string): CSSStyleDeclaration => {
        const element = document.querySelector(selector);
        if (element === null) throw new Error(selector);
        return getComputedStyle(element);
      };
      return {
        controls: styleOf('.controls').display,
        overflow: styleOf('.scroll').overflow,
        paper: styleOf('body').backgroundColor,
        head: styleOf('thead').display,
      };
    });
    expect(styles).toEqual({
      controls: 'none',
      overflow: 'visible',
      paper: 'rgb(255, 255, 255)',
      head: 'table-header-group',
    });
    expect(await faintTexts(page)).toEqual([]);
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
  });
});
