import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { callFleet, type Cell } from '../src/calls.js';
import { startDemo, type Demo } from '../src/demo.js';
import { collectTokens, ROWS, type Tokens } from '../src/rows.js';
import { countSignatureOnly } from '../src/signature-only.js';
import { paintFor, renderTable } from '../src/table.js';

interface Check {
  readonly layer: string;
  check: () => unknown;
}

/** The list of checks of this process. It has no public switch, so that the test imports the module of core. */
const CHECKS = fileURLToPath(
  new URL('../../../packages/jwt-core/src/suitability/checks.ts', import.meta.url),
);
const { SUITABILITY_CHECKS } = (await import(CHECKS)) as { readonly SUITABILITY_CHECKS: readonly Check[] };

let demo: Demo;
let tokens: Tokens;
let cells: readonly Cell[];

beforeAll(async () => {
  const quiet = (): void => undefined;
  demo = await startDemo(quiet);
  tokens = await collectTokens({
    provider: demo.provider,
    unknownProvider: demo.unknownProvider,
    progress: quiet,
  });
  cells = await callFleet(demo.fleet, tokens);
}, 60_000);

afterAll(() => demo.close());

const wrongRows = (all: readonly Cell[]): readonly string[] => [
  ...new Set(all.filter((cell) => !cell.agrees).map((cell) => cell.row)),
];

describe('the demo', () => {
  it('fills every cell as expected.ts says', () => {
    expect(wrongRows(cells)).toEqual([]);
    expect(cells).toHaveLength(ROWS.length * 3);
  });

  it.each([
    ['type', 'an ID token'],
    ['audience', "a sibling service's token"],
    ['time', 'an expired token'],
    ['time', 'a token valid for too long'],
    ['tenant', "another tenant's token"],
    ['operation', 'a token with too small a scope'],
  ])('fails without the %s check: %s', async (layer, row) => {
    const removed = SUITABILITY_CHECKS.find((check) => check.layer === layer);
    if (removed === undefined) throw new Error(`there is no check ${layer}`);
    vi.spyOn(removed, 'check').mockReturnValue(undefined);
    expect(wrongRows(await callFleet(demo.fleet, tokens))).toContain(row);
  });

  it('counts the denied requests whose signature is good', async () => {
    // Everything but alg: none, HS256 and the unknown issuer's: the provider signed it.
    const count = await countSignatureOnly(cells, tokens, demo.provider.issuer);
    expect(count).toEqual({ accepted: 18, denied: 27 });
  });

  it('shows a table that fits 80 columns', () => {
    const table = renderTable(demo.fleet, cells, paintFor(false));
    expect(table.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(table).toContain('audience.mismatch');
  });

  it('says where a cell is not as expected', () => {
    const [first, ...rest] = cells;
    if (first === undefined) throw new Error('there are no cells');
    const table = renderTable(
      demo.fleet,
      [{ ...first, status: 503, agrees: false }, ...rest],
      paintFor(false),
    );
    expect(table).toContain('503 !');
    expect(table).toContain('payments: allowed, expected 200');
  });
});
