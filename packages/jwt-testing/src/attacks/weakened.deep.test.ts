/** Verifiers that are wrong in one way each, and the class of attacks that must detect each of them. */

import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { importJWK, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AUDIENCE,
  createMatrixFixture,
  materialFor,
  NOW,
  baselineFor,
  type KeySetUnderTest,
  type MatrixFixture,
} from '../../test/matrix-fixture.js';
import { runMatrix, type MatrixAnswer, type RequestDescription } from '../index.js';
import { attackMatrix } from './index.js';
import { edgeCaseMatrix } from '../edge-cases/index.js';

let fixture: MatrixFixture;
let set: KeySetUnderTest;

beforeAll(async () => {
  fixture = await createMatrixFixture([2, 8]);
  const [first] = fixture.sets;
  if (first === undefined) throw new Error('no key set');
  set = first;
});

afterAll(() => fixture.close());

const ALLOW: MatrixAnswer = { outcome: 'allow' };
const DENY: MatrixAnswer = { outcome: 'deny' };

/** A small verifier with `jose`, correct in what it checks. */
interface Service {
  readonly options?: Partial<JWTVerifyOptions>;
  readonly without?: readonly ('audience' | 'issuer' | 'typ' | 'requiredClaims')[];
  /** Decides before `jose`, when it returns an answer. */
  readonly before?: (token: string) => MatrixAnswer | undefined;
  /** A check of the claims. */
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

function verifierWith({
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

/** The names of the rows of this kind that are allowed. */
async function allowedBy(
  decide: (request: RequestDescription) => Promise<MatrixAnswer>,
  kind: string,
): Promise<readonly string[]> {
  const failures = await runMatrix({
    rows: attackMatrix({ alg: 'ES256', conditions: ['scopes', 'roleNames', 'auto', 'direct'] }).filter(
      ({ name }) => name.startsWith(kind),
    ),
    material: materialFor(baselineFor({}), set),
    decide,
  });
  return failures.flatMap(({ kind: failure, name }) => (failure === 'allowed' ? [name] : []));
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

/** Each mistake, the rows that must detect it, and the verifier with it. */
const WEAKENED: Readonly<Record<string, readonly [find: string, service: () => Service]>> = {
  'does not check the audience': ['aud/near/', () => ({ without: ['audience'] })],
  'does not check the issuer': ['iss/near/', () => ({ without: ['issuer'] })],
  'ignores typ': ['other-token/id-token', () => ({ without: ['typ'] })],
  'does not require exp': ['time/missing/exp', () => ({ without: ['requiredClaims'] })],
  'has a clock skew of ten years': [
    'time/exp/two-minutes-ago',
    () => ({ options: { clockTolerance: '10 years' } }),
  ],
  'does not limit the lifetime': ['time/exp/far-', () => ({})],
  'ignores cnf': ['cnf/', () => ({})],
  'uses the last of two equal members': ['duplicate/payload/', () => ({})],
  'decodes leniently': ['unused-bits/signature/', () => ({})],
  'does not require kid': ['kid/', () => ({})],
  'does not check scopes': ['grant/scope-near/', () => ({ after: () => true })],
  'finds scopes as substrings': [
    'grant/scope-joined/',
    () => ({
      after: ({ scope }) => ['orders:read', 'orders:write'].every((name) => String(scope).includes(name)),
    }),
  ],
  'ignores spaces in scopes': [
    'grant/scope-split/',
    () => ({
      after: ({ scope }) =>
        ['orders:read', 'orders:write'].every((name) => String(scope).replaceAll(' ', '').includes(name)),
    }),
  ],
  'rounds numbers': ['inexact-number/', () => ({})],
  'takes null for a claim that is there': ['absence/sub/null', () => ({})],
  'finds the audience as a substring': [
    'aud/near/',
    () => ({
      without: ['audience'],
      after: ({ aud, ...rest }) => String(aud).includes(AUDIENCE) && hasScopes(rest),
    }),
  ],
  'trusts every iss with the right prefix': [
    'iss/near/',
    () => ({
      without: ['issuer'],
      after: ({ iss = '', ...rest }) => iss.startsWith(set.issuer.url) && hasScopes(rest),
    }),
  ],
  'allows alg none': [
    'none/',
    () => ({ before: (token) => (jsonHeaderAlg(token) === 'none' ? claimsAllow(token) : undefined) }),
  ],
  'denies none in lower case alone': [
    'none/NoNe-',
    () => ({
      before: (token) =>
        jsonHeaderAlg(token) === 'none' &&
        !token.startsWith(Buffer.from('{"alg":"none"').toString('base64url').slice(0, 16))
          ? claimsAllow(token)
          : undefined,
    }),
  ],
  'uses the public key as a secret': [
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
  'does not check the signature': ['signature/', () => ({ before: claimsAllow })],
  'allows an empty signature': [
    'signature/bytes/empty',
    () => ({ before: (token) => (token.endsWith('.') ? claimsAllow(token) : undefined) }),
  ],
  'ignores a fourth segment': [
    'compact-form/segments/',
    () => ({ before: (token) => (token.split('.').length === 4 ? claimsAllow(token) : undefined) }),
  ],
};

describe('attacks detect a verifier that', () => {
  it.each(Object.entries(WEAKENED))('%s', async (_, [find, service]) => {
    const allowed = await allowedBy(verifierWith(service()), find);
    expect(allowed).not.toEqual([]);
    // `jose` leaves some checks to the application. Every other row must be allowed because of the mistake.
    const isPlain = Object.keys(service()).length === 0;
    const before = isPlain ? [] : await allowedBy(verifierWith({}), find);
    expect(allowed.length).toBeGreaterThan(before.length);
  });

  it('trusts the key in the header', async () => {
    const decide = async (request: RequestDescription): Promise<MatrixAnswer> => {
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
    const allowed = await allowedBy(decide, 'embedded-key/');
    expect(allowed).toContain('embedded-key/jwk-own-kid');
  });

  it('finds a role as a word of another one', async () => {
    const rolesOf = ({ roles }: JWTPayload): readonly unknown[] => [roles].flat();
    const whole = verifierWith({ after: (claims) => rolesOf(claims).includes('buyer') });
    const split = verifierWith({
      after: (claims) => rolesOf(claims).some((role) => String(role).split(' ').includes('buyer')),
    });
    expect(await allowedBy(whole, 'grant/role-words/')).toEqual([]);
    expect(await allowedBy(split, 'grant/role-words/')).toContain('grant/role-words/last-word');
  });

  it('denies every request, by the edge cases', async () => {
    const rows = edgeCaseMatrix({ alg: 'ES256', conditions: 'all' });
    const failures = await runMatrix({
      rows,
      material: materialFor(baselineFor({}), set),
      decide: () => Promise.resolve(DENY),
    });
    expect(failures.map(({ kind }) => kind)).toEqual(rows.map(() => 'denied'));
  });

  it('allows every request, by every attack', async () => {
    const rows = attackMatrix({ alg: 'ES256', conditions: 'all' });
    const material = { ...materialFor(baselineFor({}), set) };
    const failures = await runMatrix({ rows, material, decide: () => Promise.resolve(ALLOW) });
    expect(failures.map(({ kind }) => kind)).toEqual(rows.map(() => 'allowed'));
  });

  it('answers with another code or status, or throws', async () => {
    const rows = attackMatrix({ alg: 'ES256' }).slice(0, 20);
    const material = materialFor(baselineFor({}), set);
    const verifiers = [
      () => Promise.resolve({ ...DENY, code: 'policy.unavailable' }),
      () => Promise.resolve({ ...DENY, status: 500 }),
      () => Promise.reject(new Error('broken')),
    ];
    const kinds = await Promise.all(
      verifiers.map(
        async (decide) => new Set((await runMatrix({ rows, material, decide })).map(({ kind }) => kind)),
      ),
    );
    expect(kinds).toEqual([new Set(['wrong code']), new Set(['wrong status']), new Set(['threw'])]);
  });
});
