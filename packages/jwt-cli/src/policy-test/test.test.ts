import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { fakeTerminal, type FakeTerminal } from '../../test/terminal.js';
import { run } from '../main.js';

const DEMO = join(import.meta.dirname, '../../../../tools/demo');
const GOLDEN = join(import.meta.dirname, '../../test/policy-test');

const POLICY = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers:
  login: { iss: https://login.example, keys: { discovery: oidc }, algs: [ES256], typ: at+jwt, tenant: tenant_id }
services:
  orders:
    audience: https://orders.example
    accept: [login]
    tenants: [eu, us]
    operations:
      listOrders:
        route: GET /{tenant}/orders
        tenantFrom: path.tenant
        allow: [{ principal: user, scopes: ['orders:read'] }, { principal: workload }]
      cancelOrder: { route: 'DELETE /orders/{id}', tenant: any, allow: [{ principal: user, roles: [admin] }] }
      me: { route: GET /me, tenant: any, auth: optional }
      health: { route: GET /health, auth: public }
`;

const HEAD = `apiVersion: jwt-policy/v1
kind: JwtPolicyTest
policy: ./policy.yaml
now: 2027-01-15T08:00:00Z
`;

const CALLERS = `callers:
  alice: { issuer: login, principal: user, claims: { scope: 'orders:read' } }
  robot: { for: listOrders, rule: 1 }
`;

/** Everything that the callers may do. */
const ALLOWED = `tests:
  - { service: orders, operation: health, cases: [{ caller: none, allow: true }] }
  - service: orders
    operation: me
    cases: [{ caller: none, allow: true }, { caller: alice, allow: true }, { caller: robot, allow: true }]
  - service: orders
    operation: listOrders
    cases: [{ caller: alice, allow: true, rule: 0 }, { caller: robot, allow: true, rule: 1 }]
`;

const GOOD = HEAD + CALLERS + ALLOWED;

function shop(test: string, files: Readonly<Record<string, string>> = {}): FakeTerminal {
  return fakeTerminal({ files: { 'policy.yaml': POLICY, 'policy.test.yaml': test, ...files } });
}

async function ran(
  terminal: FakeTerminal,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly note: string }> {
  const code = await run(['test', ...args], terminal);
  const { out, note } = terminal.written();
  // A process names files from its own folder.
  const named = (text: string): string => text.replaceAll(`${terminal.cwd}/`, '');
  return { code, out: named(out), note: named(note) };
}

/** Runs these cases at `listOrders`, and nothing that is unlisted. */
const casesOf = (...cases: readonly string[]): string =>
  `${HEAD}unlisted: ignore\n${CALLERS}tests:\n  - service: orders\n    operation: listOrders\n    cases:\n${cases.map((each) => `      - ${each}\n`).join('')}`;

describe("the demo's test file", () => {
  it('passes, and covers each rule', async () => {
    const { code, out } = await ran(fakeTerminal({ cwd: DEMO }), '--coverage', '--min-rules', '100');
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(join(GOLDEN, 'demo.golden.txt'));
  });
});

describe('a file of which every case is right', () => {
  it('ends with 0', async () => {
    const { code, out } = await ran(shop(GOOD));
    expect([code, out]).toEqual([0, '✓ policy.test.yaml: passed: 6 cases, 4 unlisted\n']);
  });

  it('is read from standard input, with the policy of --policy', async () => {
    const terminal = fakeTerminal({ stdin: GOOD, files: { 'policy.yaml': POLICY } });
    expect(await ran(terminal, '-', '--policy', 'policy.yaml')).toMatchObject({ code: 0, note: '' });
  });

  it('is found in a folder with its policy', async () => {
    const terminal = fakeTerminal({ files: { 'a/policy.yaml': POLICY, 'a/shop.test.yaml': GOOD } });
    expect(await ran(terminal, 'a/shop.test.yaml')).toMatchObject({ code: 0 });
  });
});

describe('a case', () => {
  const PASSING: readonly (readonly [what: string, line: string])[] = [
    ['with the code of its denial', "{ caller: alice, claims: { scope: 'x' }, deny: operation.scope }"],
    ['without a claim', '{ caller: alice, without: [tenant_id], deny: tenant.missing }'],
    ['with another header', '{ caller: alice, header: { typ: JWT }, deny: type.mismatch }'],
    ['at another tenant', '{ caller: alice, tenant: us, deny: tenant.mismatch }'],
    ['of another tenant, at that one', '{ caller: alice, claims: { tenant_id: us }, allow: true }'],
    ['that comes later', '{ caller: alice, after: 10m, deny: time.expired }'],
    ['without a token', '{ caller: none, deny: credential.missing }'],
    ['with alterations', '{ caller: alice, mutate: [flipped-bit, exp-missing] }'],
    ['with an alteration and its code', '{ caller: alice, mutate: [flipped-bit], deny: signature.invalid }'],
    ['with all alterations', '{ caller: alice, mutate: all }'],
  ];
  it.each(PASSING)('%s passes', async (_what, line) => {
    expect(await ran(shop(casesOf(line)))).toMatchObject({ code: 0, note: '' });
  });

  const FAILING: readonly (readonly [name: string, line: string])[] = [
    ['allowed', '{ caller: alice, deny: operation.scope }'],
    ['denied', "{ caller: alice, claims: { scope: 'orders:write' }, allow: true }"],
    ['other-code', '{ caller: alice, after: 10m, deny: operation.scope }'],
    ['other-rule', '{ caller: robot, allow: true, rule: 0 }'],
    ['alteration', '{ caller: robot, mutate: [scope-missing] }'],
    ['attack-on-denied', "{ caller: alice, claims: { scope: 'x' }, mutate: all }"],
  ];
  it.each(FAILING)('that is wrong is shown with its explanation: %s', async (name, line) => {
    const { code, out } = await ran(shop(casesOf(line)));
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot(join(GOLDEN, `${name}.golden.txt`));
  });

  it('by method and path is of the operation that the engine finds', async () => {
    const test = `${HEAD}${CALLERS}tests:\n  - { service: orders, request: GET /eu/orders, cases: [{ caller: alice, allow: true }] }\n`;
    const { out } = await ran(shop(test), '--json', '--filter', 'alice');
    expect(out).toContain('"operation": "listOrders"');
  });
});

describe('what no case lists', () => {
  it.each([
    ['a caller at an operation', '{ caller: robot, allow: true, rule: 1 }', 'listOrders: robot'],
    [
      'a caller at an operation of which a changed token is listed',
      '{ caller: robot, allow: true, rule: 1 }',
      'listOrders: robot',
    ],
  ])('and is allowed fails: %s', async (_what, line, title) => {
    const { code, out } = await ran(
      shop(GOOD.replace(line, '{ caller: robot, claims: { a: b }, allow: true }')),
    );
    expect(code).toBe(1);
    expect(out).toContain(`unlisted  orders ${title}`);
  });

  it('and is public fails once, whichever callers there are', async () => {
    const { code, out } = await ran(
      shop(GOOD.replace(/ {2}- \{ service: orders, operation: health.*\n/u, '')),
    );
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot(join(GOLDEN, 'unlisted.golden.txt'));
  });

  it('passes with unlisted: ignore', async () => {
    const test = GOOD.replace('callers:', 'unlisted: ignore\ncallers:').replace(
      '{ caller: robot, allow: true, rule: 1 }',
      '',
    );
    expect(await ran(shop(test))).toMatchObject({ code: 0 });
  });
});

describe('coverage', () => {
  it('says which operations, rules and codes were seen', async () => {
    const { code, out } = await ran(shop(GOOD), '--coverage');
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(join(GOLDEN, 'coverage.golden.txt'));
  });

  it('below --min-rules ends with 1', async () => {
    const { code, note } = await ran(shop(GOOD), '--min-rules', '67');
    expect(code).toBe(1);
    expect(note).toContain('66 % of the rules are tested, and --min-rules asks for 67 %');
    expect(await ran(shop(GOOD), '--min-rules', '66')).toMatchObject({ code: 0 });
  });

  it('is that of all files of a policy together', async () => {
    const other = casesOf('{ caller: alice, allow: true }').replace(
      /operation: listOrders[^]*/u,
      'operation: cancelOrder\n    cases: [{ caller: alice, claims: { roles: [admin] }, allow: true }]\n',
    );
    const terminal = shop(GOOD, { 'other.test.yaml': other });
    expect(await ran(terminal, 'policy.test.yaml', 'other.test.yaml', '--min-rules', '100')).toMatchObject({
      code: 0,
    });
  });
});

describe('for machines', () => {
  const WRONG = casesOf(
    '{ caller: alice, name: \'a <b> & "c"\', deny: operation.scope }',
    '{ caller: robot, allow: true }',
  );

  it('the report is JSON, and holds no token', async () => {
    const { code, out } = await ran(shop(WRONG), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      files: [
        {
          file: 'policy.test.yaml',
          results: [{ status: 'failed', line: 13, column: 9 }, { status: 'passed' }],
        },
      ],
      coverage: [{ rulesPercent: 66 }],
    });
    expect(out).not.toMatch(/ey[\w-]+\.ey/u);
  });

  it('the report is JUnit XML in a file as well', async () => {
    const terminal = shop(WRONG);
    expect(await ran(terminal, '--junit', 'report.xml')).toMatchObject({ code: 1 });
    const xml = readFileSync(join(terminal.cwd, 'report.xml'), 'utf8');
    await expect(xml).toMatchFileSnapshot(join(GOLDEN, 'junit.golden.xml'));
  });
});

describe('a filter', () => {
  it('runs the cases whose title has the text, and nothing unlisted', async () => {
    const { code, out } = await ran(shop(GOOD), '--filter', 'LISTORDERS: robot');
    expect([code, out]).toEqual([0, '✓ policy.test.yaml: passed: 1 case\n']);
  });

  it('that takes nothing ends with 2', async () => {
    expect(await ran(shop(GOOD), '--filter', 'nothing')).toMatchObject({ code: 2, out: '' });
  });

  it('does not go with --min-rules', async () => {
    expect(await ran(shop(GOOD), '--filter', 'x', '--min-rules', '1')).toMatchObject({ code: 2 });
  });
});

describe('a mistake in the file', () => {
  const MISTAKES: readonly (readonly [name: string, text: string])[] = [
    ['no-yaml', 'a: [1'],
    ['duplicate-key', GOOD.replace('callers:', 'now: 2027-01-15T08:00:00Z\ncallers:')],
    [
      'alias',
      GOOD.replace('alice: {', 'alice: &a {').replace("claims: { scope: 'orders:read' }", 'claims: *a'),
    ],
    [
      'keys',
      GOOD.replace('callers:', 'caller:')
        .replace('service: orders', 'servce: orders')
        .replace('rule: 0', 'rules: 0'),
    ],
    [
      'shape',
      GOOD.replace('2027-01-15T08:00:00Z', 'tomorrow')
        .replace('rule: 0', 'rule: -1')
        .replace('principal: user', 'principal: usr'),
    ],
    ['empty', ''],
    [
      'names',
      casesOf(
        '{ caller: alic, allow: true }',
        '{ caller: alice, deny: operation.scop }',
        '{ caller: alice, mutate: [fliped-bit] }',
        '{ caller: alice }',
        '{ caller: alice, allow: true, deny: operation.scope }',
        '{ caller: none, claims: { a: 1 }, deny: credential.missing }',
        '{ caller: alice, mutate: all, deny: signature.invalid }',
      )
        .replace('issuer: login', 'issuer: logn')
        .replace('for: listOrders', 'for: listOrder'),
    ],
    ['no-policy', GOOD.replace('policy: ./policy.yaml\n', '')],
    ['public-operation', GOOD.replace('for: listOrders, rule: 1', 'for: health')],
    ['no-such-rule', GOOD.replace('for: listOrders, rule: 1', 'for: listOrders, rule: 7')],
    ['control-character', casesOf('{ caller: alice, name: "a\\u001B[31m", allow: true }')],
    ['policy-not-there', GOOD.replace('./policy.yaml', './other.yaml')],
  ];
  it.each(MISTAKES)('is shown with its line, and ends with 2: %s', async (name, text) => {
    const { code, out, note } = await ran(shop(text));
    expect([code, out]).toEqual([2, '']);
    await expect(note).toMatchFileSnapshot(join(GOLDEN, `mistake-${name}.golden.txt`));
  });

  it('ends with 2 where the policy does not load', async () => {
    const { code, note } = await ran(shop(GOOD, { 'policy.yaml': 'a: b' }));
    expect(code).toBe(2);
    expect(note).toContain('policy.yaml is not a valid policy');
  });

  it('ends with 2 where there is no file', async () => {
    expect(await ran(fakeTerminal())).toMatchObject({ code: 2, out: '' });
    expect(await ran(fakeTerminal(), 'nothing.test.yaml')).toMatchObject({ code: 2, out: '' });
  });
});

describe('--watch', () => {
  it('runs again after a change of the policy, and goes on after a mistake', async () => {
    const { writeFileSync } = await import('node:fs');
    const terminal = shop(GOOD);
    const done = run(['test', '--watch'], terminal);
    const waitFor = (text: string): Promise<void> =>
      vi.waitFor(() => expect(terminal.written().out + terminal.written().note).toContain(text), 10_000);
    await waitFor('Waiting for changes');
    writeFileSync(join(terminal.cwd, 'policy.test.yaml'), 'a: b');
    await waitFor('There is no key "a"');
    writeFileSync(join(terminal.cwd, 'policy.test.yaml'), GOOD);
    writeFileSync(
      join(terminal.cwd, 'policy.yaml'),
      POLICY.replace('roles: [admin]', "scopes: ['orders:read']"),
    );
    await waitFor('unlisted  orders cancelOrder: alice');
    terminal.stop();
    expect(await done).toBe(0);
  });
});
