import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConfigurationError,
  createVerifier,
  parsePolicy,
  PolicyError,
  type Policy,
  type Verifier,
} from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestIssuer,
  policyForTesting,
  toAccessRequest,
  withBearer,
  type TestIssuer,
} from '../index.js';

const HEAD = `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
`;

/** Rows of docs/guide/providers.md are tested there: these are the ways in which issuers differ. */
const POLICY = `${HEAD}
issuers:
  plain:
    iss: https://id.acme.example/
    keys: { discovery: oidc }
    algs: [RS256, ES256]
    typ: at+jwt
  okta: { profile: okta, iss: https://acme.okta.com/oauth2/default }
  entra: { profile: entra-v2, tenants: [72f988bf-86f1-41af-91ab-2d7cd011db47] }
  shared:
    iss: https://old.acme.example
    keys: { secret: { env: SECRET_OF_NO_TEST } }
    algs: [HS256]
    typ: JWT
    principal: user
    require: { realm: { equals: shop }, /app/level: { gte: 2 }, groups: { contains: staff } }
  pipelines: { profile: github-actions, require: { repository_owner_id: { in: ['65', '66'] } } }
services:
  orders:
    audience: https://orders.acme.example
    accept:
      - plain
      - okta
      - { issuer: entra, audience: 6e74172b-be56-4843-9ff4-e66a39bb12e3 }
      - shared
      - pipelines
    operations:
      list: { route: GET /orders, allow: [{ principal: user }, { principal: workload }] }
      create: { route: POST /orders, allow: [{ principal: user, scopes: ['orders:write'] }] }
  payments:
    audience: https://payments.acme.example
    accept: [plain]
    operations: { pay: { route: POST /payments, allow: [{ principal: user }] } }
`;

let issuer: TestIssuer;
let folder: string;

beforeAll(async () => {
  issuer = await createTestIssuer({ algs: ['RS256', 'ES256'] });
  folder = mkdtempSync(join(tmpdir(), 'policy-for-testing-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await issuer.close();
});

async function answer(
  verifier: Verifier,
  token: string,
  target = '/orders',
  method = 'GET',
): Promise<string> {
  const request = toAccessRequest(withBearer({ method, target, headers: [] }, token));
  const decision = await verifier.decide(request);
  if (decision.outcome === 'deny') return decision.code;
  return `${decision.identity?.issuer ?? ''} ${decision.identity?.principal ?? ''}`;
}

async function ordersOf(
  policy: string | Policy,
): Promise<readonly [Verifier, Awaited<ReturnType<typeof policyForTesting>>]> {
  const testing = await policyForTesting(policy, issuer);
  return [await createVerifier({ policy: testing.policy, service: 'orders' }), testing];
}

describe('signAs', () => {
  it.each([
    ['plain', 'plain user'],
    ['okta', 'okta user'],
    ['entra', 'entra user'],
    ['shared', 'shared user'],
    ['pipelines', 'pipelines workload'],
  ])('signs what issuer %s would sign: allowed as %s', async (name, allowed) => {
    const [verifier, { signAs }] = await ordersOf(await parsePolicy(POLICY));
    expect(await answer(verifier, signAs(name, {}, { service: 'orders' }))).toBe(allowed);
  });

  it.each(['plain', 'okta', 'entra'])('signs for a program of issuer %s', async (name) => {
    const [verifier, { signAs }] = await ordersOf(await parsePolicy(POLICY));
    const token = signAs(name, {}, { service: 'orders', principal: 'workload' });
    expect(await answer(verifier, token)).toBe(`${name} workload`);
  });

  it('adds, replaces and leaves out claims', async () => {
    const [verifier, { signAs }] = await ordersOf(await parsePolicy(POLICY));
    const asking = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
      answer(verifier, signAs('okta', claims), '/orders', 'POST');
    expect(await asking({ scp: ['orders:write'] })).toBe('okta user');
    expect(await asking({})).toBe('operation.scope');
    expect(await asking({ scp: ['orders:write'], aud: 'https://payments.acme.example' })).toBe(
      'audience.mismatch',
    );
    expect(await asking({ scp: ['orders:write'], cid: undefined })).toBe('type.mismatch');
  });

  it('signs with the algorithm and the header that the test asks for', async () => {
    const [verifier, { signAs }] = await ordersOf(await parsePolicy(POLICY));
    const service = 'orders';
    expect(await answer(verifier, signAs('plain', {}, { service, alg: 'ES256' }))).toBe('plain user');
    expect(await answer(verifier, signAs('okta', {}, { alg: 'ES256' }))).toBe('algorithm.not_allowed');
    expect(await answer(verifier, signAs('plain', {}, { service, header: { typ: 'JWT' } }))).toBe(
      'type.mismatch',
    );
  });

  it('names the real iss: the test issuer is none of the policy', async () => {
    const [verifier] = await ordersOf(await parsePolicy(POLICY));
    expect(await answer(verifier, await issuer.mint({ aud: 'https://orders.acme.example' }))).toBe(
      'issuer.untrusted',
    );
  });

  it('asks which service is meant, where several accept the issuer', async () => {
    const { signAs } = await policyForTesting(await parsePolicy(POLICY), issuer);
    expect(() => signAs('plain')).toThrow(
      new ConfigurationError(
        'Several services accept "plain": say which one the token is for, with the option service or with an aud.',
      ),
    );
    expect(signAs('plain', { aud: 'https://payments.acme.example' })).toMatch(/^e/u);
  });

  it.each([
    ['an issuer that is not there', 'logn', {}, /no issuer "logn": it has plain, okta, entra/u],
    [
      'a service that is not there',
      'plain',
      { service: 'order' },
      /no service "order": it has orders, payments/u,
    ],
    ['a principal that the issuer has not', 'pipelines', { principal: 'user' }, /signs for no user/u],
    ['an option that is not there', 'plain', { sevice: 'orders' }, /service/u],
  ])('rejects %s', async (_what, name, options, message) => {
    const { signAs } = await policyForTesting(await parsePolicy(POLICY), issuer);
    const sign = (): string => signAs(name, {}, options as Parameters<typeof signAs>[2]);
    expect(sign).toThrow(ConfigurationError);
    expect(sign).toThrow(message);
  });
});

describe('policyForTesting', () => {
  it('takes the path of a file, whose relative paths stay what they are', async () => {
    writeFileSync(join(folder, 'tenants.json'), '{"tenants":["acme"]}');
    const file = join(folder, 'jwt-policy.yaml');
    writeFileSync(
      file,
      `${HEAD}
issuers:
  login:
    iss: https://{tenant}.acme.example
    tenants: { file: tenants.json }
    keys: { discovery: oidc }
    algs: [RS256]
    typ: at+jwt
services:
  orders:
    audience: https://orders.acme.example
    accept: [login]
    operations: { list: { route: GET /orders, allow: [{ principal: user }] } }
`,
    );
    const [verifier, { signAs }] = await ordersOf(file);
    expect(await answer(verifier, signAs('login'))).toBe('login user');
    expect(await answer(verifier, signAs('login', { iss: 'https://other.acme.example' }))).toBe(
      'issuer.untrusted',
    );
  });

  it('changes nothing but keys and algorithms', async () => {
    const original = await parsePolicy(POLICY);
    const { policy } = await policyForTesting(original, issuer);
    const rest = ({ document }: Policy): unknown => ({
      ...document,
      issuers: Object.entries(document.issuers).map(([name, each]) => [
        name,
        { ...each, keys: undefined, algs: undefined },
      ]),
    });
    expect(rest(policy)).toEqual(rest(original));
    expect(policy.file).toContain(original.file);
  });

  it('keeps the keys of that moment: a key that came later is unknown', async () => {
    const own = await createTestIssuer({ algs: ['RS256'] });
    const { policy, signAs } = await policyForTesting(await parsePolicy(POLICY), own);
    const verifier = await createVerifier({ policy, service: 'orders' });
    await own.rotateKey();
    expect(await answer(verifier, signAs('okta'))).toBe('key.unknown');
    await own.close();
  });

  it('says which algorithms the test issuer needs', async () => {
    const own = await createTestIssuer();
    await expect(policyForTesting(await parsePolicy(POLICY), own)).rejects.toThrow(
      `The test issuer has no key that "okta" (RS256) and "entra" (RS256) and "pipelines" (RS256) may use. Write createTestIssuer({ algs: ['ES256', 'RS256'] }).`,
    );
    await own.close();
  });

  it('rejects a policy that does not load', async () => {
    await expect(policyForTesting(join(folder, 'none.yaml'), issuer)).rejects.toThrow(PolicyError);
  });
});
