import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { collecting } from '../../../test/event-sinks.js';
import { malformedJwks, NOTHING, OPTIONAL_MEMBERS, without } from '../../../test/jwk-forms.js';
import { createSigner, NOW } from '../../../test/mint.js';
import { ISS, loginWith, ordersPolicy } from '../../../test/orders.js';
import type { Algorithm } from '../../jose/algorithms.js';
import { compileService } from '../../policy/compile/compile-service.js';
import type { KeySource } from '../../policy/document/document.js';
import type { Jwk } from '../../jose/jwk.js';
import { PolicyError } from '../../policy/policy-error.js';
import type { KeyEvent } from '../key-event.js';
import { KeyRings } from '../key-rings.js';
import type { KeyLookup } from './keys.js';

const MALFORMED = await malformedJwks();
const good = (await createSigner('ES256', 'good')).jwk;
const folder = mkdtempSync(join(tmpdir(), 'jwt-core-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Found {
  readonly events: readonly KeyEvent[];
  /** What a token with this `kid` finds. */
  readonly find: (kid: string | undefined, algorithm?: Algorithm) => Promise<KeyLookup>;
}

/** The keys of an issuer, wherever they come from. `published` are those that are fetched. */
async function open(source: KeySource, alg: Algorithm, published: readonly unknown[] = []): Promise<Found> {
  const algs: readonly Algorithm[] = alg === 'ES256' ? [alg] : [alg, 'ES256'];
  const service = compileService(ordersPolicy({ login: loginWith(source, { algs }) }), 'orders');
  const events: KeyEvent[] = [];
  const rings = await KeyRings.open(service, {
    clock: () => NOW,
    fetcher: () => Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys: published })) }),
    allowHttpLoopback: false,
    events: collecting(events),
  });
  const entry = service.issuers.get(ISS);
  if (entry === undefined) throw new Error('The policy has no issuer.');
  const ring = rings.ringOf(entry);
  return { events, find: (kid, algorithm = alg) => ring.find(kid, algorithm) };
}

/** A malformed `kid` is none: no token can name the key. */
const unusable = ({ member, reason }: { readonly member: string; readonly reason: string }): object =>
  member === 'kid' ? { state: 'unknown' } : { state: 'unsuitable', reason };

describe('a key of a malformed member', () => {
  it('is in the matrix for every key type, every member and many forms', () => {
    const members = new Set(MALFORMED.map(({ alg, member }) => `${alg} ${member}`));
    expect(members.size).toBe(5 * 5 + 4 + 2 + 3 * 2 + 1);
    expect(MALFORMED.length).toBeGreaterThan(400);
  });

  it.each(MALFORMED)(
    'is rejected where it is fetched, with the reason: $alg, $member as $form',
    async (row) => {
      const { events, find } = await open({ jwksUri: `${ISS}/keys` }, row.alg, [row.jwk, good]);
      expect(await find('bad')).toMatchObject(unusable(row));
      expect(await find('good', 'ES256')).toMatchObject({ state: 'found' });
      expect(events.filter(({ type }) => type === 'keys.rejected')).toMatchObject([{ reason: row.reason }]);
    },
  );

  it.each(MALFORMED)(
    'is rejected where it is in a file, with the reason: $alg, $member as $form',
    async (row) => {
      const file = join(folder, 'keys.json');
      writeFileSync(file, JSON.stringify({ keys: [row.jwk, good] }));
      const { events, find } = await open({ file }, row.alg);
      expect(await find('bad')).toMatchObject(unusable(row));
      expect(await find('good', 'ES256')).toMatchObject({ state: 'found' });
      expect(events).toMatchObject([
        { type: 'keys.rejected', reason: row.reason, issuer: 'login', iss: ISS },
      ]);
    },
  );

  it.each(MALFORMED)('is rejected in the policy, with its place: $alg, $member as $form', (row) => {
    const load = (): unknown =>
      ordersPolicy({ login: loginWith({ jwks: { keys: [good, row.jwk] } }, { algs: [row.alg] }) });
    expect(load).toThrow(PolicyError);
    try {
      load();
    } catch (error) {
      const at = '/issuers/login/keys/jwks/keys/1';
      const { pointer, message } = (error as PolicyError).problems[0] ?? {};
      // The document says itself what is wrong with `kty`, and that no text of it has blanks or control characters.
      const value = row.jwk[row.member];
      const isOddText = typeof value === 'string' && /[\s\0]/u.test(value);
      const isRefusedBefore = row.member === 'kty' || isOddText;
      if (!isRefusedBefore) expect(message).toContain(`: ${row.reason}.`);
      expect([at, `${at}/${row.member}`]).toContain(pointer);
    }
  });
});

describe('an entry of a key set that is not an object', () => {
  it.each([null, 'a', 1, true, [], [good]])('is refused, and says why: %j', async (entry) => {
    const { events, find } = await open({ jwksUri: `${ISS}/keys` }, 'ES256', [entry, good]);
    expect(await find('good')).toMatchObject({ state: 'found' });
    expect(events.filter(({ type }) => type === 'keys.rejected')).toMatchObject([
      { reason: 'an entry is not a JSON object' },
    ]);
  });
});

describe('a key that is written as the RFCs want it', () => {
  it.each(['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const)(
    'for %s is taken wherever it comes from',
    async (alg) => {
      const { jwk } = await createSigner(alg, 'k1');
      const file = join(folder, 'good.json');
      writeFileSync(file, JSON.stringify({ keys: [jwk] }));
      const sources: readonly KeySource[] = [{ jwksUri: `${ISS}/k` }, { jwks: { keys: [jwk] } }, { file }];
      for (const source of sources) {
        const { events, find } = await open(source, alg, [jwk]);
        expect(await find('k1')).toMatchObject({ state: 'found' });
        expect(events.filter(({ type }) => type === 'keys.rejected')).toEqual([]);
      }
    },
  );

  it('may begin its coordinates with zero octets', async () => {
    // x = 5 on P-256, and RFC 7518 §6.2.1.2 wants all 32 octets of it.
    const x = Buffer.alloc(32);
    x[31] = 5;
    const y = Buffer.from('RZJDuapYGAb-kTvOmYF63hHKUDxk2aPFM0FcCDJI-8w', 'base64url');
    const jwk: Jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: x.toString('base64url'),
      y: y.toString('base64url'),
      kid: 'k1',
    };
    const { find } = await open({ jwksUri: `${ISS}/keys` }, 'ES256', [jwk]);
    expect(await find('k1')).toMatchObject({ state: 'found' });
  });

  it('may have the sign octet of a modulus, and is the same key without it', async () => {
    const { jwk } = await createSigner('RS256', 'k1');
    const n = Buffer.concat([Buffer.alloc(1), Buffer.from(String(jwk['n']), 'base64url')]).toString(
      'base64url',
    );
    const { events, find } = await open({ jwksUri: `${ISS}/keys` }, 'RS256', [jwk, { ...jwk, n }]);
    expect(await find('k1')).toMatchObject({ state: 'found' });
    expect(events.filter(({ type }) => type === 'keys.rejected')).toEqual([]);
  });

  it.each([{ kid: null }, { kid: '' }, { key_ops: ['verify'] }, { key_ops: ['sign', 'verify'] }])(
    'may say %j of itself',
    async (members) => {
      const { events } = await open({ jwks: { keys: [{ ...good, ...members }] } }, 'ES256');
      expect(events).toEqual([]);
    },
  );
});

describe('a member that serialisers write although it has no value', () => {
  const members = OPTIONAL_MEMBERS.flatMap((member) => NOTHING.map((value) => ({ member, value })));

  it.each(members)('says nothing: $member as $value', async ({ member, value }) => {
    const jwk = { ...good, [member]: value };
    const file = join(folder, 'silent.json');
    writeFileSync(file, JSON.stringify({ keys: [jwk] }));
    const sources: readonly KeySource[] = [{ jwksUri: `${ISS}/k` }, { jwks: { keys: [jwk] } }, { file }];
    for (const source of sources) {
      const { events, find } = await open(source, 'ES256', [jwk]);
      const kid = member === 'kid' ? undefined : 'good';
      expect(await find(kid)).toMatchObject({ state: 'found', keys: [{}] });
      expect(events.filter(({ type }) => type === 'keys.rejected')).toEqual([]);
    }
  });

  it('says nothing where all of them are written at once', async () => {
    const nothing = Object.fromEntries(
      OPTIONAL_MEMBERS.map((member, index) => [member, NOTHING[index % NOTHING.length]]),
    );
    const { find } = await open({ jwksUri: `${ISS}/k` }, 'ES256', [{ ...good, ...nothing }]);
    expect(await find(undefined)).toMatchObject({ state: 'found' });
  });

  it.each(['d', 'p', 'k'])('is private where it has a value: %s', async (member) => {
    const { find } = await open({ jwksUri: `${ISS}/k` }, 'ES256', [{ ...good, [member]: 'AQAB' }]);
    expect(await find('good')).toMatchObject({ state: 'unavailable' });
  });
});

describe('what the prototype of every object says', () => {
  it('is not in a key', async () => {
    Object.defineProperty(Object.prototype, 'kid', { value: 'polluted', configurable: true });
    try {
      const { find } = await open({ jwksUri: `${ISS}/keys` }, 'ES256', [without(good, 'kid')]);
      expect(await find('polluted')).toMatchObject({ state: 'unknown' });
    } finally {
      Reflect.deleteProperty(Object.prototype, 'kid');
    }
  });
});

describe('rejected keys of the policy', () => {
  it('are reported once, and not again when the policy is read again', async () => {
    const weak = { ...(await createSigner('RS256', 'weak')).jwk, e: 'AQ' };
    const policy = ordersPolicy({
      login: loginWith({ jwks: { keys: [good, weak] } }, { algs: ['ES256', 'RS256'] }),
    });
    const events: KeyEvent[] = [];
    const reopen = (previous?: KeyRings): Promise<KeyRings> =>
      KeyRings.open(
        compileService(policy, 'orders'),
        {
          clock: () => NOW,
          fetcher: () => Promise.reject(new Error('nothing may be fetched')),
          allowHttpLoopback: false,
          events: collecting(events),
        },
        previous,
      );
    await reopen(await reopen());
    expect(events).toMatchObject([
      { type: 'keys.rejected', keyId: 'weak', reason: 'the RSA key has an exponent that is even, 1 or huge' },
    ]);
  });

  it('are in the error where no key can be used', async () => {
    const weak = { ...(await createSigner('RS256', 'weak')).jwk, e: 'AQ' };
    await expect(open({ jwks: { keys: [weak] } }, 'RS256')).rejects.toThrow(
      'RSA of at least 2048 bits. Rejected: weak: the RSA key has an exponent that is even, 1 or huge.',
    );
  });
});
