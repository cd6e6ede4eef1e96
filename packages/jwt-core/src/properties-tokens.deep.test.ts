/** What must hold of every token: only these bytes, of this issuer, and nothing that was not asked for. */

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, NOW, segment, type Signer } from '../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from '../test/orders.js';
import type { Algorithm } from './jose/algorithms.js';
import { type Verifier } from './verify/verifier.js';
import { createVerifier } from './verify/create-verifier.js';

const OTHER_ISS = 'https://other.example';
/** Every printable character of ASCII. */
const ALPHABET = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

interface Place {
  readonly login: Signer;
  readonly other: Signer;
  readonly verifier: Verifier;
}

const places = new Map<Algorithm, Place>();

beforeAll(async () => {
  for (const alg of ['EdDSA', 'ES256'] as const) {
    const [login, other] = [await createSigner(alg), await createSigner(alg)];
    const policy = ordersPolicy({
      login: loginWith({ jwks: { keys: [login.jwk] } }, { algs: [alg] }),
      other: loginWith({ jwks: { keys: [other.jwk] } }, { iss: OTHER_ISS, algs: [alg] }),
    });
    places.set(alg, { login, other, verifier: await createVerifier({ policy, clock: () => NOW }) });
  }
});

function at(alg: Algorithm): Place {
  const place = places.get(alg);
  if (place === undefined) throw new Error(`There is no place for ${alg}.`);
  return place;
}

/** `allow`, or the code. */
async function verdict(verifier: Verifier, token: string): Promise<string> {
  const decision = await verifier.decide(asking(token));
  return decision.outcome === 'allow' ? 'allow' : decision.code;
}

describe.each(['EdDSA', 'ES256'] as const)('a token signed with %s', (alg) => {
  it('is refused after any edit of a single character', async () => {
    const { login, verifier } = at(alg);
    const token = await login.sign(goodClaims());
    expect(await verdict(verifier, token)).toBe('allow');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length),
        fc.constantFrom(...ALPHABET),
        fc.constantFrom(0, 1, 2),
        async (index, character, kind) => {
          // In place of the character, before it, or without it.
          const rest = token.slice(index + (kind === 1 ? 0 : 1));
          const edited = `${token.slice(0, index)}${kind === 2 ? '' : character}${rest}`;
          fc.pre(edited !== token && edited.trim() !== token);
          expect(await verdict(verifier, edited)).not.toBe('allow');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is refused with the parts of another good token in it', async () => {
    const { login, verifier } = at(alg);
    const [one, two] = [
      await login.sign(goodClaims()),
      await login.sign(goodClaims({ sub: 'bob', jti: 'x' })),
    ];
    const [left, right] = [one.split('.'), two.split('.')];
    await fc.assert(
      fc.asyncProperty(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), async (choice) => {
        const mixed = choice.map((isLeft, index) => (isLeft ? left : right)[index]).join('.');
        const isWhole = mixed === one || mixed === two;
        expect((await verdict(verifier, mixed)) === 'allow').toBe(isWhole);
      }),
    );
  });

  it('never passes as one of another issuer', async () => {
    const { login, other, verifier } = at(alg);
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.constantFrom('k1', 'k2', undefined), async (isLogin, kid) => {
        const claims = goodClaims(isLogin ? {} : { iss: OTHER_ISS });
        const header = { kid, jwk: login.jwk, iss: OTHER_ISS };
        const [own, foreign] = isLogin ? [login, other] : [other, login];
        expect(await verdict(verifier, await own.sign(claims, header))).toBe(
          kid === 'k2' ? 'key.unknown' : 'allow',
        );
        expect(await verdict(verifier, await foreign.sign(claims, header))).not.toBe('allow');
      }),
      { numRuns: 40 },
    );
  });
});

/** The order of the group of P-256 (SEC 2, §2.4.2). */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

it('the twin (r, n-s) of an ES256 signature says the same, and no other (r, s) near it is good', async () => {
  const { login, verifier } = at('ES256');
  const token = await login.sign(goodClaims());
  const end = token.lastIndexOf('.') + 1;
  const bytes = Buffer.from(token.slice(end), 'base64url').toString('hex');
  const [r, s] = [bytes.slice(0, 64), bytes.slice(64)].map((each) => BigInt(`0x${each}`)) as [bigint, bigint];
  const signedWith = (...numbers: readonly bigint[]): string =>
    token.slice(0, end) +
    Buffer.from(numbers.map((each) => each.toString(16).padStart(64, '0')).join(''), 'hex').toString(
      'base64url',
    );
  expect(await verdict(verifier, signedWith(r, ORDER - s))).toBe('allow');
  await fc.assert(
    fc.asyncProperty(fc.bigInt(-3n, 3n), fc.bigInt(-3n, 3n), fc.boolean(), async (left, right, isTwin) => {
      fc.pre(left !== 0n || right !== 0n);
      const twin = isTwin ? ORDER - s : s;
      expect(await verdict(verifier, signedWith(r + left, twin + right))).toBe('signature.invalid');
      expect(await verdict(verifier, signedWith(left < 0n ? 0n : left, right < 0n ? 0n : right))).not.toBe(
        'allow',
      );
    }),
    { numRuns: 60 },
  );
});

const names = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });

describe('the claims of a token', () => {
  it('may stand in any order, with any spacing and escapes', async () => {
    const { login, verifier } = at('EdDSA');
    const members = Object.entries(goodClaims());
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(members, { minLength: members.length }),
        fc.nat(3),
        async (order, space) => {
          const text = JSON.stringify(Object.fromEntries(order), null, space);
          const escaped = text.replace('iss', '\\u0069\\u0073\\u0073').replace('orders', '\\u006frders');
          expect(await verdict(verifier, await login.sign(text))).toBe('allow');
          expect(await verdict(verifier, await login.sign(escaped))).toBe('allow');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that the policy does not name change nothing, nor do unknown headers', async () => {
    const { login, verifier } = at('EdDSA');
    const named = [
      'iss',
      'aud',
      'exp',
      'iat',
      'nbf',
      'sub',
      'client_id',
      'jti',
      'scope',
      'roles',
      'act',
      'cnf',
    ];
    const known = ['alg', 'kid', 'typ', 'crit', 'b64', 'zip'];
    const extra = (taken: readonly string[]): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
      fc.dictionary(
        names.filter((name) => !taken.includes(name)),
        fc.jsonValue({ maxDepth: 2, noUnicodeString: false }),
        { maxKeys: 4 },
      );
    await fc.assert(
      fc.asyncProperty(extra(named), extra(known), fc.boolean(), async (claims, header, isGood) => {
        const base = goodClaims(isGood ? {} : { scope: 'orders:none' });
        const text = segment({ alg: 'EdDSA', kid: 'k1', typ: 'at+jwt', ...header });
        fc.pre(text.length < 3000);
        const token = await login.sign({ ...claims, ...base }, header);
        expect(await verdict(verifier, token)).toBe(isGood ? 'allow' : 'operation.scope');
      }),
      { numRuns: 150 },
    );
  });

  it('hold scopes in any order, as often as they like, as a text or as a list', async () => {
    const { login, verifier } = at('EdDSA');
    const scopes = fc.array(fc.constantFrom('orders:read', 'orders:write', 'a', 'b'), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(scopes, async (held) => {
        const expected = held.includes('orders:read') ? 'allow' : 'operation.scope';
        for (const scope of [held, held.join(' '), [...held, ...held], held.toReversed()]) {
          expect(await verdict(verifier, await login.sign(goodClaims({ scope })))).toBe(expected);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a hostile request', () => {
  it('gets a decision, never an exception', async () => {
    const { verifier } = at('EdDSA');
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, text, fc.array(text, { maxLength: 8 }), async (method, target, rawHeaders) => {
        const request = { method, target, rawHeaders: ['Authorization', `Bearer ${target}`, ...rawHeaders] };
        expect((await verifier.decide(request)).outcome).toBe('deny');
        expect((await verifier.identify(request)).outcome).toBe('deny');
        expect((await verifier.explain(request)).outcome).toBe('deny');
      }),
      { numRuns: 500 },
    );
  });

  it('is refused in bounded time and memory, whatever fills the token up to its cap and beyond', async () => {
    const { verifier } = at('EdDSA');
    const header = segment({ alg: 'EdDSA', kid: 'k1', typ: 'at+jwt' });
    const fill = fc.constantFrom(
      '[',
      '{"a":',
      '"\\u0000',
      '1e',
      '\\',
      '{"a":1,"a":1,',
      '[[],',
      '.',
      'A',
      '=',
      ' ',
    );
    const before = process.memoryUsage().heapUsed;
    await fc.assert(
      fc.asyncProperty(
        fill,
        fc.integer({ min: 6000, max: 2_000_000 }),
        fc.boolean(),
        async (piece, size, isJson) => {
          const body = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
          const token = isJson ? `${header}.${segment(body)}.c2ln` : body;
          const started = performance.now();
          const code = await verdict(verifier, token);
          expect(performance.now() - started).toBeLessThan(500);
          expect(code).toMatch(token.length > 8192 ? /^credential\./u : /^(?:credential|format|issuer)\./u);
        },
      ),
      { numRuns: 100 },
    );
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(400_000_000);
  });
});
