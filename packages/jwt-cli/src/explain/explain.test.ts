import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestIssuer, type ClaimsToSign, type TestIssuer } from '@org/jwt-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeTerminal, type FakeTerminal, type Surroundings } from '../../test/terminal.js';
import { run } from '../main.js';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const FIXTURES = join(import.meta.dirname, '../../test/explain');
const POLICY = readFileSync(join(FIXTURES, 'policy.yaml'), 'utf8');
const IAT = NOW / 1000 - 48;

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer({ clock: () => NOW, algs: ['ES256', 'RS256'] });
});
afterAll(() => issuer.close());

function tokenWith(claims: ClaimsToSign = {}, header: Readonly<Record<string, unknown>> = {}): string {
  const all = {
    iss: 'https://login.acme.example',
    sub: 'alice',
    client_id: 'web',
    aud: 'https://payments.acme.example',
    iat: IAT,
    exp: IAT + 300,
    scope: 'payments:read',
    ...claims,
  };
  const text = JSON.stringify(all);
  return issuer.sign({ ...issuer.header(), kid: 'prod-1', ...header }, text);
}

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly note: string;
}

async function explain(args: readonly string[], options: Surroundings = {}): Promise<Answer> {
  const terminal: FakeTerminal = fakeTerminal({
    ...options,
    now: NOW,
    files: { 'policy.yaml': POLICY, ...options.files },
  });
  const code = await run(['explain', ...args], terminal);
  return { code, ...terminal.written() };
}

interface Json {
  readonly outcome: string;
  readonly code?: string;
  readonly verified: boolean;
  readonly layers: readonly { readonly layer: string; readonly verdict: string; readonly code?: string }[];
  readonly nearestRule: number | null;
  readonly end: { readonly at: string; readonly because: string } | null;
  readonly response: { readonly status: number } | null;
  readonly replacedInHeader: readonly string[];
  readonly changes: readonly string[];
}

async function explainJson(args: readonly string[], options: Surroundings = {}): Promise<Json> {
  return JSON.parse((await explain([...args, '--json'], options)).out) as Json;
}

const failedIn = ({ layers }: Json): readonly string[] =>
  layers.flatMap(({ verdict, code }) => (verdict === 'failed' ? [code ?? ''] : []));

describe('offline', () => {
  it('a good token is allowed if its signature is good, and that is not called verified', async () => {
    const { code, out } = await explain(['-o', 'listPayments', '-'], { stdin: `Bearer ${tokenWith()}\n` });
    expect(code).toBe(0);
    expect(out).toContain('allowed if the signature is good');
    expect(out).not.toMatch(/✓ (?:key|signature)/u);
    await expect(out).toMatchFileSnapshot(join(FIXTURES, 'good.txt'));
  });

  it('a token that lacks something shows the rule that came nearest, and the response', async () => {
    const { code, out } = await explain(['POST', '/payments', '-'], { stdin: tokenWith() });
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot(join(FIXTURES, 'denied.txt'));
  });

  it('a forged signature changes nothing, and the token is nowhere in the output', async () => {
    const token = tokenWith();
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`;
    for (const args of [
      ['-o', 'listPayments', '-'],
      ['-o', 'listPayments', '-', '--json'],
      ['GET', '/payments', '-'],
    ]) {
      const answers = [await explain(args, { stdin: token }), await explain(args, { stdin: forged })];
      expect(answers[0]).toEqual(answers[1]);
      for (const segment of token.split('.')) {
        expect(`${answers[0]?.out ?? ''}${answers[0]?.note ?? ''}`).not.toContain(segment.slice(0, 24));
      }
    }
  });

  it.each<[string, ClaimsToSign, Readonly<Record<string, unknown>>, readonly string[]]>([
    [
      'another audience, and expired',
      { aud: 'https://x.example', exp: IAT + 1, iat: IAT },
      {},
      ['audience.mismatch', 'time.expired'],
    ],
    ['an ID token', {}, { typ: 'JWT' }, ['type.mismatch']],
    ['an algorithm that is not listed', {}, { alg: 'HS256' }, ['algorithm.not_allowed']],
    ['no algorithm at all', {}, { alg: 'none' }, ['algorithm.not_allowed']],
    [
      'a slash too many in iss',
      { iss: 'https://login.acme.example/', scope: '' },
      {},
      ['issuer.untrusted', 'operation.scope'],
    ],
    ['an issuer that is not alike', { iss: 'https://evil.example', scope: '' }, {}, ['issuer.untrusted']],
  ])('%s: everything that is wrong is shown at once', async (_what, claims, header, codes) => {
    const json = await explainJson(['-o', 'listPayments', '-'], { stdin: tokenWith(claims, header) });
    expect(failedIn(json)).toEqual(codes);
    expect([json.outcome, json.code, json.verified]).toEqual(['deny', codes[0], false]);
    expect(json.changes).toHaveLength(codes.length);
  });

  it('a token with a shared secret is judged without the secret', async () => {
    const token = tokenWith({ iss: 'https://legacy.acme.example' }, { alg: 'HS256' });
    const json = await explainJson(['-o', 'listPayments', '-'], { stdin: token });
    expect([json.outcome, json.replacedInHeader]).toEqual(['allow_if_signature_is_good', []]);
  });

  it.each([
    ['a public operation', ['GET', '/healthz'], 'allow', undefined],
    ['no token', ['GET', '/payments'], 'deny', 'credential.missing'],
    [
      'no operation',
      ['GET', '/nothing', '--header', 'Authorization: Bearer abc'],
      'deny',
      'format.malformed',
    ],
  ])('%s is certain', async (_what, args, outcome, code) => {
    const json = await explainJson(args);
    expect([json.outcome, json.code]).toEqual([outcome, code]);
  });
});

describe('a service with other places and tenants', () => {
  const files = {
    'policy.yaml': POLICY.replace(
      '    operations:\n',
      '    credentials: [{ cookie: session, csrf: { origins: [https://app.acme.example] } }]\n    operations:\n',
    ),
    'tenants.yaml': POLICY.replace('    typ: at+jwt\n', '    typ: at+jwt\n    tenant: tid\n').replace(
      'route: GET /payments\n',
      'route: GET /tenants/{tenant}/payments\n        tenantFrom: path.tenant\n',
    ),
  };

  it('takes the token in its cookie, from its own page', async () => {
    const token = tokenWith({ scope: 'payments:write', roles: ['cashier'] });
    const { code, note } = await explain(['POST', '/payments', '-'], { stdin: token, files });
    expect([code, note]).toEqual([0, 'The token is judged as if it came in the cookie session.\n']);
  });

  it('asks for the path that names the tenant', async () => {
    const args = ['-p', 'tenants.yaml', '-o', 'listPayments', '-'];
    const { code, note } = await explain(args, { stdin: tokenWith(), files });
    expect(code).toBe(2);
    expect(note).toContain('such as GET /tenants/acme/payments');
    const path = ['-p', 'tenants.yaml', 'GET', '/tenants/acme/payments', '-'];
    expect((await explain(path, { stdin: tokenWith({ tid: 'acme' }), files })).code).toBe(0);
    expect((await explainJson(path, { stdin: tokenWith({ tid: 'other' }), files })).code).toBe(
      'tenant.mismatch',
    );
  });

  it('shows the routes that a path without an operation is like, and no token in the path', async () => {
    const token = tokenWith();
    const { out } = await explain(['GET', `/payment/${token}`, '-'], { stdin: token });
    expect(out).toContain('GET /payment/(the token)');
    expect(out).toContain('Routes that are like GET');
    expect(out).not.toContain(token.slice(0, 20));
  });
});

describe('the end', () => {
  const endOf = async (claims: ClaimsToSign, policy = POLICY): Promise<Json['end']> =>
    (
      await explainJson(['-o', 'listPayments', '-'], {
        stdin: tokenWith(claims),
        files: { 'policy.yaml': policy },
      })
    ).end;

  it('is exp with the clock skew', async () => {
    expect(await endOf({})).toEqual({ at: '2026-11-28T10:04:17Z', because: 'exp' });
  });

  it('is maxAge where that is earlier', async () => {
    const policy = POLICY.replace('kind: JwtPolicy\n', 'kind: JwtPolicy\ndefaults: { maxAge: 2m }\n');
    expect(await endOf({}, policy)).toEqual({ at: '2026-11-28T10:01:17Z', because: 'maxAge' });
  });

  it('of an expired token is past', async () => {
    expect(await endOf({ iat: IAT - 1000, exp: IAT - 700 })).toEqual({
      at: '2026-11-28T09:47:37Z',
      because: 'exp',
    });
  });

  it.each([{ exp: 'soon' }, { exp: undefined }, { exp: IAT - 1 }, { exp: 1e300 }])(
    'is none with %j',
    async (claims) => {
      expect(await endOf(claims)).toBeNull();
    },
  );

  it('moves with --at', async () => {
    const { code, out } = await explain(['-o', 'listPayments', '-', '--at', '2026-11-28T10:30:00Z'], {
      stdin: tokenWith(),
    });
    expect(code).toBe(1);
    expect(out).toContain('Stopped being good 2026-11-28T10:04:17Z, 25m 43s ago');
  });
});

describe('online', () => {
  const loopback = (): string =>
    POLICY.replace('https://login.acme.example', issuer.url).replace(
      '  legacy:',
      '  other:\n    iss: https://other.acme.example\n    keys: { discovery: oidc }\n    algs: [ES256]\n    typ: at+jwt\n  legacy:',
    );
  // The secret of the policy is not set here: it has another issuer in its place.
  const policy = (): string =>
    loopback()
      .replace('keys: { secret: { env: LEGACY_SECRET } }', 'keys: { discovery: oidc }')
      .replace('algs: [HS256]', 'algs: [ES256]');
  const online = ['-o', 'listPayments', '-', '--online', '--allow-http-loopback'];

  it('the signature is verified with the keys that the issuer publishes', async () => {
    const stdin = tokenWith({ iss: issuer.url }, { kid: 'es256-1' });
    const json = await explainJson(online, { stdin, files: { 'policy.yaml': policy() } });
    expect([json.outcome, json.verified, failedIn(json)]).toEqual(['allow', true, []]);
  });

  it('a bad signature denies, and what else is wrong is a hint', async () => {
    const token = tokenWith({ iss: issuer.url, aud: 'x' }, { kid: 'es256-1' });
    const stdin = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`;
    const json = await explainJson(online, { stdin, files: { 'policy.yaml': policy() } });
    expect([json.code, json.verified, failedIn(json)]).toEqual([
      'signature.invalid',
      false,
      ['signature.invalid', 'audience.mismatch'],
    ]);
  });

  it('an issuer that cannot be reached is 503, and the address is noted', async () => {
    issuer.goOffline();
    const stdin = tokenWith({ iss: issuer.url });
    const { code, out, note } = await explain(online, { stdin, files: { 'policy.yaml': policy() } });
    issuer.goOnline();
    expect(code).toBe(1);
    expect(out).toContain('key.unavailable');
    expect(note).toContain(`asking ${issuer.url}/.well-known/openid-configuration`);
  });
});

describe('a whole request', () => {
  const curl = (token: string): string =>
    `curl 'https://api.acme.example/payments?x=1' \\\n  -H 'accept: */*' -H "Authorization: Bearer ${token}" \\\n  --data-raw $'{"a":"it\\'s"}' --compressed\n`;

  it('as a curl command is judged by its method, path and headers', async () => {
    const json = await explainJson(['--request', '-'], { stdin: curl(tokenWith()) });
    expect([json.code, json.nearestRule]).toEqual(['operation.scope', 2]);
  });

  it('takes a variable from the environment, and says which one is missing', async () => {
    const stdin = "curl -sS https://a.example/payments -H 'Authorization: Bearer $TOKEN'";
    const json = await explainJson(['--request', '-'], { stdin, env: { TOKEN: tokenWith() } });
    expect(json.outcome).toBe('allow_if_signature_is_good');
    const { code, note } = await explain(['--request', '-'], { stdin });
    expect([code, note]).toEqual([
      2,
      'The curl command uses $TOKEN, which is not set here: export it, or write its value.\n',
    ]);
  });

  it('as HAR is one entry of it', async () => {
    const entryOf = (method: string): unknown => ({
      request: {
        method,
        url: 'https://api.acme.example/payments',
        headers: [
          { name: ':path', value: '/payments' },
          { name: 'authorization', value: `Bearer ${tokenWith()}` },
        ],
      },
    });
    const files = {
      'one.json': JSON.stringify(entryOf('GET')),
      'all.har': JSON.stringify({ log: { entries: [entryOf('GET'), entryOf('POST')] } }),
    };
    expect((await explain(['--request', 'one.json'], { files })).code).toBe(0);
    expect((await explain(['--request', 'all.har', '--entry', '2'], { files })).code).toBe(1);
    expect(await explain(['--request', 'all.har'], { files })).toMatchObject({
      code: 2,
      note: 'There are 2 entries: write --entry with a number from 1 to 2.\n',
    });
  });
});

describe('a decision event', () => {
  const event = {
    type: 'decision',
    time: '2026-11-28T09:59:00.000Z',
    outcome: 'deny',
    verified: true,
    code: 'audience.mismatch',
    layer: 'audience',
    status: 401,
    service: 'payments',
    operation: 'listPayments',
    policy: { name: 'shop', revision: 'r6', digest: 'sha256:0000' },
    issuer: 'login',
    durationMs: 0.4,
    trace: [
      ...['credential', 'format', 'issuer', 'algorithm', 'key', 'signature', 'type'].map((layer) => ({
        layer,
        verdict: 'passed',
      })),
      {
        layer: 'audience',
        verdict: 'failed',
        code: 'audience.mismatch',
        expected: '"https://payments.acme.example"',
        actual: '"https://orders.acme.example"',
      },
    ],
  };

  it('is explained as far as it says, and its policy is compared', async () => {
    const files = { 'event.json': JSON.stringify(event) };
    const { code, out } = await explain(['--event', 'event.json', '-p', 'policy.yaml'], { files });
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot(join(FIXTURES, 'event.txt'));
  });

  it('is found in the record of a logger', async () => {
    const stdin = `starting\n${JSON.stringify({ level: 30, event })}\n`;
    expect((await explain(['--event', '-'], { stdin })).out).toContain('--policy compares it with a file');
  });

  it('that is none is refused', async () => {
    expect(await explain(['--event', '-'], { stdin: '{"type":"decision"}' })).toMatchObject({
      code: 2,
      out: '',
    });
  });
});

describe('the arguments', () => {
  it.each<[string, readonly string[], string]>([
    ['nothing to judge', [], 'Write --operation, or a method and a path'],
    ['an unknown operation', ['-o', 'nope'], 'it has health, listPayments and createPayment'],
    ['an unknown service', ['-s', 'nope'], 'There is no service "nope"'],
    ['a path without a slash', ['GET', 'payments'], 'Expected a path that starts with /'],
    ['a token twice', ['-o', 'listPayments', '-', '--token-file', 'x'], 'The token was given twice'],
    ['standard input twice', ['-p', '-', '-o', 'listPayments', '-'], 'can be read once'],
    ['an empty token', ['-o', 'listPayments', '-'], 'There is no token in standard input'],
    ['a time that is none', ['GET', '/payments', '--at', 'noon'], '--at: expected a time'],
    [
      'a missing file',
      ['GET', '/payments', '--token-file', 'no.txt'],
      'no.txt cannot be read: there is no such file',
    ],
    ['both sources', ['--request', 'a', '--event', 'b'], 'one of --request and --event'],
  ])('%s is refused with what to write', async (_what, args, message) => {
    const { code, out, note } = await explain(args);
    expect([code, out]).toEqual([2, '']);
    expect(note).toContain(message);
  });

  it('a token as an argument works, with a word about histories', async () => {
    const { code, note } = await explain(['-o', 'listPayments', tokenWith()]);
    expect(code).toBe(0);
    expect(note).toContain('shells keep a history');
  });
});
