import { createSecretKey } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { NOW } from '../../test/mint.js';
import type { KeySourcePolicy } from './key-issuer.js';
import type { KeyFinder, VerificationKey } from './key-ring.js';
import { keysOf, type KeyLookup } from './set/keys.js';
import { SourceRings, type SourceRing } from './source-rings.js';

const key = (keyId: string): VerificationKey => ({
  material: createSecretKey(Buffer.alloc(32)),
  algorithm: 'ES256',
  keyId,
  fingerprint: keyId,
});

const [first, second] = [key('first'), key('second')];
const FOUND: KeyLookup = { state: 'found', keys: [first] };
const ALSO_FOUND: KeyLookup = { state: 'found', keys: [second] };
const UNKNOWN: KeyLookup = { state: 'unknown', reason: 'no key with this kid' };
const UNSUITABLE: KeyLookup = { state: 'unsuitable', reason: 'another algorithm' };
const out = (retryAfter: number): KeyLookup => ({ state: 'unavailable', reason: 'down', retryAfter });

/** A source that answers so. */
function source(lookup: KeyLookup, rest: Partial<KeySourcePolicy> = {}): SourceRing {
  const keys: KeySourcePolicy['keys'] = {
    use: 'sig',
    fixed: undefined,
    remote: { discovery: 'oidc', jwksOrigin: undefined, allowedNetworks: undefined, maxStaleMs: 1 },
  };
  const policy: KeySourcePolicy = {
    name: 'login',
    place: 'keys',
    kind: 'jwksUri',
    number: [1, 1],
    algorithms: new Set(['ES256']),
    until: undefined,
    keys,
    ...rest,
  };
  const ring: KeyFinder = { find: () => Promise.resolve(lookup), held: () => keysOf(lookup) };
  return { policy, ring: () => ring };
}

const ringsOf = (...sources: readonly SourceRing[]): SourceRings => new SourceRings(sources, () => NOW);

describe('several sources', () => {
  it.each<[string, readonly KeyLookup[], KeyLookup]>([
    ['the keys of all', [FOUND, ALSO_FOUND], { state: 'found', keys: [first, second] }],
    ['the keys of one', [UNKNOWN, ALSO_FOUND, UNSUITABLE], ALSO_FOUND],
    [
      'the keys of one, and that another is out',
      [out(9), FOUND, out(5)],
      { state: 'found', keys: [first], missing: { state: 'unavailable', reason: 'down', retryAfter: 5 } },
    ],
    ['an outage, before what the others do not have', [UNSUITABLE, out(9), UNKNOWN, out(5)], out(5)],
    ['that a key does not fit, before that none has the kid', [UNKNOWN, UNSUITABLE], UNSUITABLE],
    ['that none has the kid', [UNKNOWN, UNKNOWN], UNKNOWN],
  ])('answer with %s', async (_what, lookups, answer) => {
    const rings = ringsOf(...lookups.map((lookup) => source(lookup)));
    expect(await rings.find('k1', 'ES256')).toEqual(answer);
    expect(rings.held('k1', 'ES256')).toEqual(lookups.flatMap(keysOf));
  });

  it('are not asked for other algorithms than their own', async () => {
    const ring = vi.fn(() => source(FOUND).ring());
    const rings = ringsOf({ ...source(FOUND), ring }, source(UNKNOWN, { algorithms: new Set(['RS256']) }));
    expect(await rings.find('k1', 'RS256')).toEqual(UNKNOWN);
    expect(rings.held('k1', 'RS256')).toEqual([]);
    expect(ring).not.toHaveBeenCalled();
  });

  it.each([
    ['before its end', NOW + 1, [first]],
    ['at its end', NOW, []],
    ['after its end', NOW - 1, []],
  ])('use one %s only as long as it has not come', async (_when, until, keys) => {
    const rings = ringsOf(source(FOUND, { until }));
    expect(rings.held('k1', 'ES256')).toEqual(keys);
    expect(keysOf(await rings.find('k1', 'ES256'))).toEqual(keys);
  });

  it('are not used where the clock does not say what time it is', () => {
    const rings = new SourceRings([source(FOUND, { until: NOW + 1 })], () => Number.NaN);
    expect(rings.held('k1', 'ES256')).toEqual([]);
  });

  it('name those that have ended', async () => {
    const [until, number] = [Date.parse('2026-01-31'), [2, 2]] as const;
    const rings = ringsOf(source(FOUND, { until, kind: 'secret' }), source(FOUND, { until, number }));
    expect(await rings.find('k1', 'ES256')).toEqual({
      state: 'unknown',
      reason: 'no source for ES256 is in use: secret ended on 2026-01-31, jwksUri 2 of 2 ended on 2026-01-31',
    });
  });
});
