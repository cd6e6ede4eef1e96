/** `Object.prototype` may be polluted by any package of the process. It must not be able to say anything here. */

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../test/loopback.js';
import { createSigner, NOW, NOW_SECONDS, type Signer } from '../test/mint.js';
import { asking, AUDIENCE, goodClaims, ISS } from '../test/orders.js';
import type { Decision } from './decision/decision.js';
import type { PolicyDocument } from './policy/document/document.js';
import { definePolicy, parsePolicy, type Policy } from './policy/policy.js';
import type { HttpRequest } from './request/access-request.js';
import { type Verifier } from './verify/verifier.js';
import { createVerifier, VERIFIER_OPTIONS } from './verify/create-verifier.js';

let signer: Signer;
let stranger: Signer;
beforeAll(async () => {
  [signer, stranger] = await Promise.all([createSigner(), createSigner()]);
});

const SCHEMA = readFileSync(new URL('../schema/jwt-policy.v1.json', import.meta.url), 'utf8');

/** Every key that the document knows. */
function keysOf(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part as Readonly<Record<string, unknown>>).flatMap(([name, inner]) =>
    name === 'properties' && typeof inner === 'object' && inner !== null
      ? [...Object.keys(inner), ...keysOf(inner)]
      : keysOf(inner),
  );
}

const OTHER_NAMES = [
  ...[
    'place',
    'method',
    'target',
    'rawHeaders',
    'params',
    'key',
    'requestId',
    'host',
    'authorization',
    'tenant',
  ],
  ...[
    'iss',
    'aud',
    'sub',
    'exp',
    'iat',
    'nbf',
    'jti',
    'typ',
    'alg',
    'kid',
    'act',
    'cnf',
    'client_id',
    'scope',
  ],
  ...[
    'kty',
    'crv',
    'use',
    'key_ops',
    'x',
    'y',
    'n',
    'e',
    'k',
    'keys',
    'jwks_uri',
    'issuer',
    'crit',
    'b64',
    'zip',
  ],
  ...['expected', 'actual', 'scopes', 'retryAfter', 'identity', 'denial', 'allowing', 'rule', 'operation'],
  ...[
    'allowedNetworks',
    'insecure',
    'allowHttpLoopback',
    'allowHttpHosts',
    'proxy',
    'proxyFor',
    'HTTPS_PROXY',
    'token',
    'tokenPath',
    'ca',
    'timeoutMs',
    'maxBytes',
    'headers',
    'status',
    'body',
    'file',
    'location',
  ],
];

const NAMES = [...new Set([...keysOf(JSON.parse(SCHEMA)), ...Object.keys(VERIFIER_OPTIONS), ...OTHER_NAMES])];

/** What would open something, somewhere. */
const VALUES: readonly unknown[] = [
  'optional',
  'public',
  'any',
  true,
  1e9,
  '60s',
  AUDIENCE,
  [],
  ['user', 'none', 'HS256', 'orders:read', AUDIENCE, 't-us'],
  { tenant: 't-eu', anyOf: ['orders:read'], allowHttpLoopback: true, allowHttpHosts: ['127.0.0.1:1'] },
];

function documentOf(): PolicyDocument {
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'shop' },
    issuers: {
      login: {
        iss: ISS,
        keys: { jwks: { keys: [signer.jwk] } },
        algs: ['ES256'],
        typ: 'at+jwt',
        tenant: 'tid',
      },
    },
    services: {
      orders: {
        audience: AUDIENCE,
        accept: ['login'],
        tenants: ['t-eu', 't-us'],
        operations: {
          listOrders: {
            route: 'GET /orders',
            tenant: 'any',
            allow: [{ principal: 'user', scopes: ['orders:read'] }],
          },
          ofTenant: { route: 'GET /of/{tenant}', tenantFrom: 'path.tenant', allow: [{ principal: 'user' }] },
          act: {
            route: 'POST /orders',
            tenant: 'any',
            maxAge: '1m',
            allow: [{ principal: 'workload', roles: ['clerk'] }],
          },
        },
      },
    },
  };
}

type Question = readonly [what: string, ask: (verifier: Verifier) => Promise<Decision>];

/** Requests that are refused, each for a reason of its own, and one that is allowed. */
async function questions(): Promise<readonly Question[]> {
  const decide = async (
    what: string,
    claims: Readonly<Record<string, unknown>>,
    changes: Partial<HttpRequest> = {},
    by: Signer = signer,
  ): Promise<Question> => {
    const token = await by.sign(goodClaims({ tid: 't-eu', ...claims }));
    return [what, (verifier) => verifier.decide(asking(token, changes))];
  };
  const good = await signer.sign(goodClaims({ tid: 't-eu' }));
  return [
    ['a good token', (verifier) => verifier.decide(asking(good))],
    ['no token', (verifier) => verifier.decide(asking())],
    ['an anonymous caller, identified', (verifier) => verifier.identify(asking())],
    ['an anonymous caller, identified with options', (verifier) => verifier.identify(asking(), {})],
    [
      'named, without parameters',
      (verifier) => verifier.decide(asking(good, { target: '/x' }), { operation: 'ofTenant' }),
    ],
    ['unknown operation', (verifier) => verifier.decide(asking(good, { target: '/admin' }))],
    ['unknown name', (verifier) => verifier.decide(asking(good), { operation: 'admin' })],
    await decide('another tenant', {}, { target: '/of/t-us' }),
    await decide('no tenant', { tid: undefined }, { target: '/of/t-us' }),
    await decide('expired', { exp: NOW_SECONDS - 60 }),
    await decide('without exp', { exp: undefined }),
    await decide('without aud', { aud: undefined }),
    await decide('another audience', { aud: 'https://other.example' }),
    await decide('another issuer', { iss: 'https://evil.example' }),
    await decide('without iss', { iss: undefined }),
    await decide('without scope', { scope: undefined }),
    await decide('bound to a key', { cnf: { jkt: 'x' } }),
    await decide('acting for another', { act: { sub: 'agent' } }),
    await decide('a user, not a workload', {}, { method: 'POST' }),
    await decide('signed by a stranger', {}, {}, stranger),
  ];
}

async function outcomes(verifier: Verifier, asked: readonly Question[]): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const [what, ask] of asked) {
    const decision = await ask(verifier);
    const detail = decision.outcome === 'deny' ? decision.code : JSON.stringify(decision.identity);
    seen.push(`${what}: ${decision.outcome} ${detail}`);
  }
  return seen;
}

async function polluted<Result>(name: string, value: unknown, run: () => Promise<Result>): Promise<Result> {
  // Enumerable and writable, as an assignment through `__proto__` leaves it.
  Object.defineProperty(Object.prototype, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
  try {
    return await run();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}

const SOURCES: readonly (readonly [string, () => Promise<Policy>])[] = [
  ['a policy made in code', () => Promise.resolve(definePolicy(documentOf()))],
  ['a policy that was read', () => parsePolicy(JSON.stringify(documentOf()))],
];

/** Every name with a few of the values, and what came of it where that is not what was expected. */
async function differences(
  expected: readonly string[],
  run: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [index, name] of NAMES.entries()) {
    for (const value of [0, 3, 7].map((step) => VALUES[(index + step) % VALUES.length])) {
      const seen = await polluted(name, value, run);
      const other = seen.filter((line, index) => line !== expected[index]);
      found.push(...other.map((line) => `${name} = ${JSON.stringify(value)}: ${line}`));
    }
  }
  return found;
}

describe.each(SOURCES)('%s', (_what, makePolicy) => {
  const open = async (): Promise<Verifier> =>
    createVerifier({ policy: await makePolicy(), service: 'orders', clock: () => NOW });

  // It may refuse more: a token that is read while every object has one more member is refused as one with a duplicate.
  it('allows nothing more when Object.prototype is polluted later', async () => {
    const asked = await questions();
    const verifier = await open();
    const expected = await outcomes(verifier, asked);
    expect(expected.filter((line) => line.includes(': allow'))).toHaveLength(1);
    const found = await differences(expected, () => outcomes(verifier, asked));
    expect(found.filter((line) => line.includes(': allow'))).toEqual([]);
  });

  it('allows nothing more when Object.prototype was polluted before', async () => {
    const asked = await questions();
    const expected = await outcomes(await open(), asked);
    const run = async (): Promise<readonly string[]> => {
      const verifier = await open().catch(() => undefined); // not to start is closed as well
      return verifier === undefined ? [] : outcomes(verifier, asked);
    };
    const found = await differences(expected, run);
    expect(found.filter((line) => line.includes(': allow'))).toEqual([]);
  });
});

it('does not open plain http', async () => {
  const policy = definePolicy({
    ...documentOf(),
    issuers: {
      login: {
        iss: ISS,
        keys: { jwksUri: 'http://127.0.0.1:1/jwks' },
        algs: ['ES256'],
        typ: 'JWT',
        tenant: 'tid',
      },
    },
  });
  for (const name of ['insecure', 'allowHttpLoopback', 'allowHttpHosts']) {
    const hosts = ['127.0.0.1:1'];
    for (const value of [true, hosts, { allowHttpLoopback: true }, { allowHttpHosts: hosts }]) {
      const opening = polluted(name, value, () => createVerifier({ policy }));
      await expect(opening).rejects.toThrow('the address is http');
    }
  }
});

it('adds nothing to a fetch of keys', async () => {
  const seen: unknown[] = [];
  const { url } = await serve((request, response) => {
    seen.push([
      request.headers.authorization,
      request.headers['x-added'],
      request.headers['proxy-authorization'],
    ]);
    response.writeHead(503).end();
  });
  const base = documentOf();
  const policy = definePolicy({
    ...base,
    issuers: { login: { ...base.issuers['login'], keys: { jwksUri: url } } },
  });
  const asked = [
    'token',
    'tokenFile',
    'tokenPath',
    'headers',
    'ca',
    'proxy',
    'proxyFor',
    'HTTPS_PROXY',
    'https_proxy',
  ];
  for (const name of asked) {
    for (const value of ['http://127.0.0.1:1', { authorization: 'a', 'x-added': 'a' }]) {
      await polluted(name, value, async () => {
        const insecure = { allowHttpLoopback: true };
        const verifier = await createVerifier({ policy, insecure, onKeyEvent: () => undefined });
        expect((await verifier.warmUp()).issuers[0]?.reason).toBe(`${url}/: status 503`);
        await verifier.close();
      });
    }
  }
  expect(seen).toEqual(Array(2 * asked.length).fill([undefined, undefined, undefined]));
});
