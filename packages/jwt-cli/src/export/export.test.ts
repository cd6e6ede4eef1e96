import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { running, type Ended } from '../../test/terminal.js';

const ORDERS = readFileSync(join(import.meta.dirname, '../../test/export/orders.yaml'), 'utf8');
const ISTIO = ['--to', 'istio', '--selector', 'app=orders', '--namespace', 'shop'];
const ENVOY = ['--to', 'envoy', '--jwks-uri', 'login=https://login.acme.example/jwks.json'];
const ACCEPTED = {
  envoy: ['max-lifetime', 'impersonal', 'actor', 'binding'],
  istio: [
    'max-lifetime',
    'impersonal',
    'actor',
    'binding',
    'typ',
    'algs',
    'clock-skew',
    'claim-forms',
    'path-spelling',
  ],
};
const accept = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => ['--accept-loss', name]);

function exported(args: readonly string[], policy = ORDERS): Promise<Ended> {
  return running(['export', 'policy.yaml', ...args], { files: { 'policy.yaml': policy } });
}

describe('export', () => {
  it.each([
    ['istio', ISTIO],
    ['envoy', ENVOY],
  ] as const)('to %s writes what it cannot lose', async (target, args) => {
    const { code, out, note } = await exported([...args, ...accept(ACCEPTED[target])]);
    expect(code).toBe(0);
    await expect(out.replaceAll(/[0-9a-f]{64}/gu, 'DIGEST')).toMatchFileSnapshot(
      `../../test/golden/export-${target}.yaml.txt`,
    );
    await expect(note).toMatchFileSnapshot(`../../test/golden/export-${target}-losses.txt`);
  });

  it.each([
    ['istio', ISTIO],
    ['envoy', ENVOY],
  ] as const)('to %s writes nothing where one error is not accepted', async (target, args) => {
    for (const missing of ACCEPTED[target]) {
      const { code, out, note } = await exported([
        ...args,
        ...accept(ACCEPTED[target].filter((name) => name !== missing)),
      ]);
      expect([code, out]).toEqual([1, '']);
      expect(note).toContain(`write --accept-loss ${missing}.\n`);
    }
  });

  it('says where each loss is', async () => {
    const { note } = await exported(ISTIO);
    expect(note).toContain(
      'error typ: Istio does not check the typ header of the tokens of login (DIR/policy.yaml:10)\n',
    );
  });

  it.each([
    [['--to', 'istio'], '--selector is missing'],
    [['--to', 'envoy'], 'Write --jwks-uri login=https://'],
    [[...ISTIO, '--accept-loss', 'everything'], 'There is no loss everything: there are typ, '],
    [[...ENVOY, '--jwks-uri', 'login'], '--jwks-uri takes NAME=VALUE'],
    [[...ENVOY, '--jwks-uri', 'login=ftp://x'], '--jwks-uri takes the URL of a JWK Set'],
    [['--to', 'openapi', '--service', 'payments'], 'The policy has no service payments: it has orders.'],
    [['--to', 'nginx'], 'Allowed choices are istio, envoy, openapi, rfc9728, authzen-pdp.'],
  ])('with %j says what to write', async (args, message) => {
    const { code, out, note } = await exported(args);
    expect([code, out]).toEqual([2, '']);
    expect(note).toContain(message);
  });
});

describe('what a target cannot say', () => {
  const change = (from: string, to: string): string => {
    expect(ORDERS).toContain(from);
    return ORDERS.replace(from, to);
  };
  it.each([
    ['warning', 'condition', change('{ in: [sales, support] }', '{ gte: 3 }'), ISTIO],
    ['warning', 'principal', change('principal: user', 'principal: auto'), ISTIO],
    ['warning', 'principal', change('principal: user', 'principal: auto'), ENVOY],
    [
      'warning',
      'credentials',
      change(
        '    accept: [login, robots]',
        '    accept: [login, robots]\n    credentials: [header, { cookie: __Host-t, csrf: { origins: [https://app.acme.example] } }]',
      ),
      ENVOY,
    ],
    ['warning', 'tenant', change('    tenants: [t-eu, t-us]', '    tenants: [t-eu, t-us, "a b"]'), ENVOY],
    [
      'error',
      'max-age',
      change('    tenants: [t-eu, t-us]', '    tenants: [t-eu, t-us]\n    maxAge: 10m'),
      ENVOY,
    ],
    ['error', 'clock-skew', change('issuers:', 'defaults: { clockSkew: 1s }\nissuers:'), ENVOY],
    ['error', 'audience-mode', change('issuers:', 'defaults: { audienceMode: exclusive }\nissuers:'), ISTIO],
    [
      'warning',
      'audience-mode',
      change('issuers:', 'defaults: { audienceMode: exclusive }\nissuers:'),
      ENVOY,
    ],
    [
      'error',
      'absent-claim',
      change('{ department: { in: [sales, support] } }', '{ department: { present: false } }'),
      ENVOY,
    ],
    [
      'warning',
      'route',
      change('route: GET /catalogue', 'roles_: x').replace('        roles_: x\n', ''),
      ENVOY,
    ],
    [
      'warning',
      'roles',
      change(
        '    tenant: tenant_id',
        '    tenant: tenant_id\n    roles: { claim: /access/roles, as: spaceDelimited }',
      ),
      ENVOY,
    ],
    [
      'warning',
      'actor',
      change(
        'allow: [{ identity: ledger-sync,',
        'allow: [{ identity: ledger-sync, actor: { sub: { equals: x } },',
      ),
      ISTIO,
    ],
  ])('is a line: %s %s', async (severity, name, policy, args) => {
    const { note } = await exported(args, policy);
    expect(note).toMatch(new RegExp(`^${severity} ${name}: .* \\(DIR/policy\\.yaml:\\d+\\)$`, 'mu'));
  });

  it('is an issuer with a shared secret', async () => {
    const secret = change(
      'keys: { jwksUri: https://robots.acme.example/jwks.json }\n    algs: [ES256]',
      'keys: { secret: { env: ROBOTS } }\n    algs: [HS256]',
    );
    const { note, out } = await exported([...ENVOY, ...accept(ACCEPTED.envoy)], secret);
    expect(note).toContain(
      'warning issuer: Envoy denies the tokens of robots: they are signed with a shared secret',
    );
    expect(out).not.toContain('robots.acme.example');
  });
});
