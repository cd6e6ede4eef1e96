import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVerifier } from '@org/jwt-core';
import { loadPolicy } from '@org/jwt-core/policy';
import { createTestIssuer, policyForTesting, toAccessRequest, withBearer } from '@org/jwt-testing';
import { describe, expect, it } from 'vitest';
import { fakeTerminal, type FakeTerminal } from '../../test/terminal.js';
import { HOSTILE_MATRIX } from '../../test/matrix/hostile.js';
import { run } from '../main.js';
import { csv } from './csv.js';
import { html } from './html.js';

const FLEET = join(import.meta.dirname, '../../test/fleet.yaml');
const GOLDEN = join(import.meta.dirname, '../../test/matrix');
const DEMO = join(import.meta.dirname, '../../../../tools/demo/jwt-policy.yaml');

interface JsonCell {
  readonly verdict: 'open' | 'allowed' | 'crossing' | 'denied';
  readonly code?: string;
}

interface JsonMatrix {
  readonly columns: readonly { readonly service: string; readonly operation: string }[];
  readonly rows: readonly {
    readonly holder: string;
    readonly service: string | null;
    readonly cells: readonly JsonCell[];
  }[];
  readonly crossings: readonly string[];
}

async function ran(
  terminal: FakeTerminal,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly note: string }> {
  const code = await run(['matrix', ...args], terminal);
  return { code, ...terminal.written() };
}

async function jsonOf(...args: readonly string[]): Promise<JsonMatrix> {
  const { out } = await ran(fakeTerminal(), ...args, '--format', 'json');
  return JSON.parse(out) as JsonMatrix;
}

function cellAt(matrix: JsonMatrix, row: string, column: string): string | undefined {
  const index = matrix.columns.findIndex(({ service, operation }) => `${service} ${operation}` === column);
  const cell = matrix.rows.find(({ holder, service }) => `${holder} for ${service ?? ''}` === row)?.cells[
    index
  ];
  return cell?.code ?? cell?.verdict;
}

describe('the table', () => {
  it.each([
    ['fleet', [FLEET]],
    ['fleet-operations', [FLEET, '--rows', 'operations']],
    ['demo', [DEMO]],
  ])('of %s fits a line of 80 columns', async (name, args) => {
    const { code, out, note } = await ran(fakeTerminal(), ...args);
    expect([code, note]).toEqual([0, '']);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    await expect(out).toMatchFileSnapshot(join(GOLDEN, `${name}.golden.txt`));
  });

  it('of many tokens is written in blocks that fit', async () => {
    const names = Array.from(
      { length: 40 },
      (_, index) => `service-${String(index)}-with-a-rather-long-name-in-it`,
    );
    const services = names.map(
      (name) =>
        `  ${name}: { audience: 'https://${name}.example', accept: [login], operations: { op: { allow: [{ principal: user }] } } }`,
    );
    const head = readFileSync(FLEET, 'utf8').split('identities:')[0] ?? '';
    const terminal = fakeTerminal({ files: { 'policy.yaml': `${head}services:\n${services.join('\n')}\n` } });
    const { code, out } = await ran(terminal);
    expect(code).toBe(0);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('a cell', () => {
  const CELLS: readonly (readonly [row: string, column: string, verdict: string])[] = [
    ['login user for orders', 'orders listOrders', 'allowed'],
    ['login user for orders', 'payments refund', 'audience.mismatch'],
    ['login user for orders', 'orders health', 'open'],
    ['login user for orders', 'backoffice report', 'issuer.untrusted'],
    ['login workload for orders', 'orders listOrders', 'operation.principal'],
    ['ledger-sync for orders', 'orders listOrders', 'allowed'],
    ['ledger-sync for payments', 'payments refund', 'operation.identity'],
    ['refund-agent for payments', 'payments refund', 'allowed'],
    ['login user for payments', 'payments refund', 'allowed'],
    ['staff user for orders', 'orders listOrders', 'tenant.missing'],
    ['staff user for backoffice', 'backoffice-next export', 'crossing'],
    ['no token for ', 'backoffice whoami', 'allowed'],
    ['no token for ', 'orders listOrders', 'credential.missing'],
  ];
  it.each(CELLS)('of %s at %s: %s', async (row, column, verdict) => {
    expect(cellAt(await jsonOf(FLEET), row, column)).toBe(verdict);
  });

  it('of a token that is made for one rule is the decision on this token', async () => {
    const matrix = await jsonOf(FLEET, '--rows', 'operations');
    const policy = await loadPolicy(FLEET);
    const now = Date.parse('2026-11-28T10:00:00Z');
    await using issuer = await createTestIssuer({ clock: () => now });
    const { policy: standing, callerFor, requestFor } = await policyForTesting(policy, issuer);
    const rows = matrix.rows as readonly (JsonMatrix['rows'][number] & {
      readonly operation: string | null;
      readonly rule: number | null;
    })[];
    for (const { service, operation, rule, cells } of rows) {
      if (service === null || operation === null || rule === null) continue;
      const { token, tenant } = callerFor(operation, { service, rule });
      for (const [index, column] of matrix.columns.entries()) {
        await using verifier = await createVerifier({
          policy: standing,
          service: column.service,
          clock: () => now,
        });
        const at = { service: column.service, ...(tenant !== undefined && { tenant }) };
        // By its route, and not by its name, as a request would come.
        const request = toAccessRequest(withBearer(requestFor(column.operation, at), token));
        const decision = await verifier.decide(request);
        const cell = cells[index];
        expect([service, operation, rule, column, cell?.code ?? 'allow']).toEqual([
          service,
          operation,
          rule,
          column,
          decision.outcome === 'deny' ? decision.code : 'allow',
        ]);
      }
    }
  });
});

describe('for machines', () => {
  it('there is one line of CSV for each cell', async () => {
    const { out } = await ran(fakeTerminal(), FLEET, '--format', 'csv');
    const [head, ...lines] = out.trimEnd().split('\r\n');
    expect(head).toBe(
      'holder,kind,issuer,made for,made for operation,rule,service,operation,route,verdict,code',
    );
    expect(lines).toHaveLength(12 * 9);
    expect(lines).toContain(
      'ledger-sync,identity,login,payments,,,payments,refund,POST /payments/{id}/refund,denied,operation.identity',
    );
  });

  it('a name that a spreadsheet would take for a formula is text', () => {
    expect(csv(HOSTILE_MATRIX)).toContain(`,"'=<img`);
  });

  it('nothing holds a token', async () => {
    const terminal = fakeTerminal();
    for (const format of ['json', 'csv', 'table']) await ran(terminal, FLEET, '--format', format);
    await ran(terminal, FLEET, '--html', 'page.html');
    const page = readFileSync(join(terminal.cwd, 'page.html'), 'utf8');
    expect(terminal.written().out + page).not.toMatch(/ey[\w-]+\.ey/u);
  });
});

describe('the page', () => {
  it('holds every name as text', () => {
    const page = html(HOSTILE_MATRIX);
    expect(page).not.toContain('<img');
    expect(page.match(/<\/?script/giu)).toHaveLength(2);
    expect(page.match(/<\/?style/giu)).toHaveLength(2);
    expect(page).toContain(
      '&lt;img src=x onerror=&quot;document.title=&#39;owned&#39;&quot;&gt;&quot;&#39;&amp;&lt;/script&gt;',
    );
    // eslint-disable-next-line no-control-regex -- what must not be there
    expect(page).not.toMatch(/[\u001B\u202E]/u);
  });

  it('holds the texts of the policy that may be anything as text', async () => {
    const policy = readFileSync(FLEET, 'utf8').replace('name: shop-fleet', 'name: "<b>shop</b>"');
    const terminal = fakeTerminal({ files: { 'policy.yaml': policy } });
    await ran(terminal, '--html', 'page.html');
    expect(readFileSync(join(terminal.cwd, 'page.html'), 'utf8')).toContain(
      '<title>&lt;b&gt;shop&lt;/b&gt;: what',
    );
  });

  it('loads nothing from anywhere', async () => {
    const terminal = fakeTerminal();
    await ran(terminal, FLEET, '--html', 'page.html');
    const page = readFileSync(join(terminal.cwd, 'page.html'), 'utf8');
    expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b|@import|url\(|src=/iu);
    expect(page).toContain("default-src 'none'");
  });
});

describe('what cannot be answered', () => {
  it.each([
    ['a policy that is not there', ['nothing.yaml']],
    ['a folder that is not there', [FLEET, '--html', 'no/such/page.html']],
    ['a format that is not there', [FLEET, '--format', 'xml']],
  ])('%s ends with 2', async (_what, args) => {
    expect(await ran(fakeTerminal(), ...args)).toMatchObject({ code: 2 });
  });
});
