import { createVerifier, simplePolicy, type Verifier } from '@org/jwt-core';
import type { KeySource } from '@org/jwt-core/policy';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ALTERATIONS,
  createTestIssuer,
  toAccessRequest,
  withBearer,
  type RequestDescription,
  type SigningAlgorithm,
  type TestIssuer,
  type TestIssuerOptions,
} from '../index.js';

const REQUEST: RequestDescription = { method: 'GET', target: '/orders', headers: [] };

let issuer: TestIssuer | undefined;
afterEach(() => issuer?.close());

let now = 1_767_225_600_000;
const clock = (): number => now;

async function start(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  return (issuer = await createTestIssuer({ clock, ...options }));
}

function trust({ url }: TestIssuer, algs: readonly SigningAlgorithm[], keys?: KeySource): Promise<Verifier> {
  const policy = simplePolicy({
    issuer: url,
    audience: 'https://service.example',
    algs,
    ...(keys === undefined ? {} : { keys }),
    operations: { list: { route: 'GET /orders', allow: [{ principal: 'user' }] } },
  });
  return createVerifier({ policy, clock, insecure: { allowHttpLoopback: true } });
}

async function outcome(verifier: Verifier, token: string): Promise<string> {
  const decision = await verifier.decide(toAccessRequest(withBearer(REQUEST, token)));
  return decision.outcome === 'allow' ? 'allow' : decision.code;
}

const ALGORITHMS: readonly SigningAlgorithm[] = [
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'EdDSA',
  'Ed25519',
];

describe('a test issuer', () => {
  it.each(ALGORITHMS)('mints tokens with %s that a plain policy allows', async (alg) => {
    const running = await start({ algs: [alg] });
    const verifier = await trust(running, [alg]);
    expect(await outcome(verifier, await running.mint())).toBe('allow');
    expect(await outcome(verifier, running.sign(running.header(), running.claims()))).toBe('allow');
  });

  it.each<KeySource>([{ discovery: 'oidc' }, { discovery: 'oauth' }])(
    'is discovered by %o, also with a path',
    async (keys) => {
      const running = await start({ path: '/realms/acme' });
      expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/realms\/acme$/u);
      expect(await outcome(await trust(running, ['ES256'], keys), await running.mint())).toBe('allow');
    },
  );

  it('answers 404 to everything else', async () => {
    const { status } = await fetch(`${(await start()).url}/token`);
    expect(status).toBe(404);
  });

  it('publishes no private key', async () => {
    const { keys } = (await start({ algs: ['ES256', 'RS256', 'EdDSA'] })).publicJwks();
    expect(keys).toHaveLength(4);
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) {
      expect(keys.filter((key) => Object.hasOwn(key, member))).toEqual([]);
    }
  });

  it('leaves out a claim and a header parameter that are undefined', async () => {
    const running = await start();
    const token = await running.mint({ sub: undefined }, { header: { typ: undefined } });
    const [header = '', payload = ''] = token
      .split('.')
      .map((each) => Buffer.from(each, 'base64url').toString());
    expect(JSON.parse(header)).toEqual({ alg: 'ES256', kid: 'es256-1' });
    expect(JSON.parse(payload)).not.toHaveProperty('sub');
  });

  it('sets iat and exp from its clock and its lifetime', async () => {
    const { iat, exp } = (await start({ lifetime: 60 })).claims();
    expect({ iat, exp }).toEqual({ iat: 1_767_225_600, exp: 1_767_225_660 });
  });

  it('signs with a new key after a rotation, and publishes the old one until it is retired', async () => {
    const running = await start();
    const old = await running.mint();
    expect(await running.rotateKey()).toBe('es256-2');
    const fresh = await running.mint();
    const during = await trust(running, ['ES256']);
    expect([await outcome(during, old), await outcome(during, fresh)]).toEqual(['allow', 'allow']);
    running.retireKeys();
    const after = await trust(running, ['ES256']);
    expect([await outcome(after, old), await outcome(after, fresh)]).toEqual(['key.unknown', 'allow']);
  });

  it('is unreachable while it is offline, and recovers', async () => {
    const running = await start();
    const verifier = await trust(running, ['ES256']);
    running.goOffline();
    expect(await outcome(verifier, await running.mint())).toBe('key.unavailable');
    running.goOnline();
    now += 60_000;
    expect(await outcome(verifier, await running.mint())).toBe('allow');
  });

  it('cannot be reached once it is closed, and may be closed twice', async () => {
    const running = await start();
    await running.close();
    await running.close();
    expect(await outcome(await trust(running, ['ES256']), await running.mint())).toBe('key.unavailable');
  });

  it('rejects an empty list of algorithms, and an algorithm that it does not have', async () => {
    await expect(createTestIssuer({ algs: [] })).rejects.toThrow('expected at least one algorithm');
    const running = await start();
    expect(() => running.sign({}, {}, 'RS256')).toThrow('no key for RS256');
  });
});

describe('with a plain policy', () => {
  const universal = ALTERATIONS.filter(({ onlyWith }) => onlyWith === undefined);

  it.each<SigningAlgorithm>(['ES256', 'RS256', 'PS256', 'EdDSA'])(
    'denies every alteration that has no condition with its code, with %s',
    async (alg) => {
      const running = await start({ algs: [alg] });
      const verifier = await trust(running, [alg]);
      const found: string[] = [];
      for (const alteration of universal) {
        const material = { issuer: running, claims: running.claims(), request: REQUEST };
        const decision = await verifier.decide(toAccessRequest(await alteration.apply(material)));
        found.push(`${alteration.name}: ${decision.outcome === 'allow' ? 'allow' : decision.code}`);
      }
      expect(found).toEqual(universal.map(({ name, code }) => `${name}: ${code}`));
    },
  );
});
