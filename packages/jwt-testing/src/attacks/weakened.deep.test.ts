/** Tests that cannot fail are defects: verifiers that are wrong in one way each, and the classes that must tell. */

import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { importJWK, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AUDIENCE,
  createMatrixBench,
  materialAt,
  NOW,
  placeOf,
  type KeySetUnderTest,
  type MatrixBench,
} from '../../test/matrix-bench.js';
import {
  attackMatrix,
  oddityMatrix,
  runMatrix,
  type MatrixAnswer,
  type RequestDescription,
} from '../index.js';

let bench: MatrixBench;
let set: KeySetUnderTest;

beforeAll(async () => {
  bench = await createMatrixBench([2, 8]);
  const [first] = bench.sets;
  if (first === undefined) throw new Error('There is no key set.');
  set = first;
});

afterAll(() => bench.close());

const ALLOW: MatrixAnswer = { outcome: 'allow' };
const DENY: MatrixAnswer = { outcome: 'deny' };

/** What a quick service does with `jose`: correct as far as it goes. */
interface Service {
  readonly options?: Partial<JWTVerifyOptions>;
  readonly without?: readonly ('audience' | 'issuer' | 'typ' | 'requiredClaims')[];
  /** In the place of `jose`, where it gives an answer. */
  readonly before?: (token: string) => MatrixAnswer | undefined;
  /** What is asked of the claims. */
  readonly after?: (claims: JWTPayload) => boolean;
}

const hasScopes = ({ scope }: JWTPayload): boolean =>
  typeof scope === 'string' &&
  ['orders:read', 'orders:write'].every((name) => scope.split(' ').includes(name));
const tokenOf = ({ headers }: RequestDescription): string =>
  (headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '').replace(/^bearer +/iu, '');
const partsOf = (token: string): readonly (Record<string, unknown> | undefined)[] =>
  token.split('.').map((segment) => {
    try {
      return JSON.parse(Buffer.from(segment, 'base64url').toString()) as Record<string, unknown>;
    } catch {
      return undefined;
    }
  });

function judgeWith({
  options,
  without = [],
  before,
  after = hasScopes,
}: Service): (request: RequestDescription) => Promise<MatrixAnswer> {
  const all: JWTVerifyOptions = {
    issuer: set.issuer.url,
    audience: AUDIENCE,
    typ: 'at+jwt',
    requiredClaims: ['exp', 'iat', 'sub', 'client_id'],
    algorithms: ['ES256'],
    currentDate: new Date(NOW),
    ...options,
  };
  const asked = Object.fromEntries(
    Object.entries(all).filter(([name]) => !(without as readonly string[]).includes(name)),
  );
  return async (request) => {
    const token = tokenOf(request);
    const answer = before?.(token);
    if (answer !== undefined) return answer;
    try {
      const key = await importJWK({ ...set.issuer.signingKey().publicKey } as { kty: string }, 'ES256');
      const { payload } = await jwtVerify(token, key, asked);
      return after(payload) ? ALLOW : DENY;
    } catch {
      return DENY;
    }
  };
}

/** The names of the rows of this kind that are taken. */
async function acceptedBy(
  judge: (request: RequestDescription) => Promise<MatrixAnswer>,
  kind: string,
): Promise<readonly string[]> {
  const failures = await runMatrix({
    rows: attackMatrix({ alg: 'ES256', conditions: ['scopes', 'direct'] }).filter(({ name }) =>
      name.startsWith(kind),
    ),
    material: materialAt(placeOf({}), set),
    judge,
  });
  return failures.flatMap(({ kind: failure, name }) => (failure === 'accepted' ? [name] : []));
}

const jsonHeaderAlg = (token: string): string => String(partsOf(token)[0]?.['alg']).toLowerCase();
const claimsAllow = (token: string): MatrixAnswer => {
  const claims = partsOf(token)[1];
  const isOurs = claims?.['iss'] === set.issuer.url && claims['aud'] === AUDIENCE;
  return isOurs && partsOf(token)[0]?.['typ'] === 'at+jwt' ? ALLOW : DENY;
};
const pem = (): string =>
  createPublicKey({ key: { ...set.issuer.signingKey().publicKey } as JsonWebKey, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();

/** Each verifier, a row that must find it out, and what it takes. */
const WEAKENED: Readonly<Record<string, readonly [find: string, service: () => Service]>> = {
  'does not ask for an audience': ['aud/near/', () => ({ without: ['audience'] })],
  'does not ask for an issuer': ['iss/near/', () => ({ without: ['issuer'] })],
  'ignores typ': ['other-token/id-token', () => ({ without: ['typ'] })],
  'does not ask for exp': ['time/missing/exp', () => ({ without: ['requiredClaims'] })],
  'has a clock skew of ten years': [
    'time/exp/two-minutes-ago',
    () => ({ options: { clockTolerance: '10 years' } }),
  ],
  'does not ask how long a token lives': ['time/exp/far-', () => ({})],
  'knows no cnf': ['cnf/', () => ({})],
  'takes the last of two equal members': ['duplicate/payload/', () => ({})],
  'decodes leniently': ['unused-bits/signature/', () => ({})],
  'asks for no kid': ['kid/', () => ({})],
  'asks for no scopes': ['grant/scope-near/', () => ({ after: () => true })],
  'finds scopes inside other words': [
    'grant/scope-joined/',
    () => ({
      after: ({ scope }) => ['orders:read', 'orders:write'].every((name) => String(scope).includes(name)),
    }),
  ],
  'finds the audience inside other words': [
    'aud/near/',
    () => ({
      without: ['audience'],
      after: ({ aud, ...rest }) => String(aud).includes(AUDIENCE) && hasScopes(rest),
    }),
  ],
  'trusts whatever starts like the issuer': [
    'iss/near/',
    () => ({
      without: ['issuer'],
      after: ({ iss = '', ...rest }) => iss.startsWith(set.issuer.url) && hasScopes(rest),
    }),
  ],
  'takes alg none': [
    'none/',
    () => ({ before: (token) => (jsonHeaderAlg(token) === 'none' ? claimsAllow(token) : undefined) }),
  ],
  'refuses none in lower case alone': [
    'none/NoNe-',
    () => ({
      before: (token) =>
        jsonHeaderAlg(token) === 'none' &&
        !token.startsWith(Buffer.from('{"alg":"none"').toString('base64url').slice(0, 16))
          ? claimsAllow(token)
          : undefined,
    }),
  ],
  'takes the public key for a secret': [
    'confusion/spki-pem-hs256',
    () => ({
      before: (token) => {
        if (jsonHeaderAlg(token) !== 'hs256') return undefined;
        const at = token.lastIndexOf('.');
        const mac = createHmac('sha256', pem()).update(token.slice(0, at)).digest('base64url');
        return mac === token.slice(at + 1) ? claimsAllow(token) : DENY;
      },
    }),
  ],
  'does not look at the signature': ['signature/', () => ({ before: claimsAllow })],
  'takes an empty signature': [
    'signature/bytes/empty',
    () => ({ before: (token) => (token.endsWith('.') ? claimsAllow(token) : undefined) }),
  ],
  'cuts off what follows the third segment': [
    'compact-form/segments/',
    () => ({ before: (token) => (token.split('.').length === 4 ? claimsAllow(token) : undefined) }),
  ],
};

describe('a verifier that', () => {
  it.each(Object.entries(WEAKENED))('%s is found out', async (_, [find, service]) => {
    const accepted = await acceptedBy(judgeWith(service()), find);
    expect(accepted).not.toEqual([]);
    // `jose` leaves some to the application. Anything else must come from what was weakened.
    const isPlain = Object.keys(service()).length === 0;
    const before = isPlain ? [] : await acceptedBy(judgeWith({}), find);
    expect(accepted.length).toBeGreaterThan(before.length);
  });

  it('trusts the key in the header is found out', async () => {
    const judge = async (request: RequestDescription): Promise<MatrixAnswer> => {
      const token = tokenOf(request);
      try {
        const jwk = partsOf(token)[0]?.['jwk'] as { kty: string } | undefined;
        if (jwk === undefined) return DENY;
        await jwtVerify(token, await importJWK(jwk, 'ES256'), { currentDate: new Date(NOW) });
        return ALLOW;
      } catch {
        return DENY;
      }
    };
    const accepted = await acceptedBy(judge, 'embedded-key/');
    expect(accepted).toContain('embedded-key/jwk-own-kid');
  });

  it('refuses everything is found out by the oddities', async () => {
    const rows = oddityMatrix({ alg: 'ES256', conditions: 'all' });
    const failures = await runMatrix({
      rows,
      material: materialAt(placeOf({}), set),
      judge: () => Promise.resolve(DENY),
    });
    expect(failures.map(({ kind }) => kind)).toEqual(rows.map(() => 'refused'));
  });

  it('allows everything is found out by every attack', async () => {
    const rows = attackMatrix({ alg: 'ES256', conditions: 'all' });
    const material = { ...materialAt(placeOf({}), set) };
    const failures = await runMatrix({ rows, material, judge: () => Promise.resolve(ALLOW) });
    expect(failures.map(({ kind }) => kind)).toEqual(rows.map(() => 'accepted'));
  });

  it('answers with another code is found out, and one that throws as well', async () => {
    const rows = attackMatrix({ alg: 'ES256' }).slice(0, 20);
    const material = materialAt(placeOf({}), set);
    const judges = [
      () => Promise.resolve({ ...DENY, code: 'policy.unavailable' }),
      () => Promise.resolve({ ...DENY, status: 500 }),
      () => Promise.reject(new Error('broken')),
    ];
    const kinds = await Promise.all(
      judges.map(
        async (judge) => new Set((await runMatrix({ rows, material, judge })).map(({ kind }) => kind)),
      ),
    );
    expect(kinds).toEqual([new Set(['wrong code']), new Set(['wrong status']), new Set(['threw'])]);
  });
});
