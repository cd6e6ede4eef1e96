import { describe, expect, it } from 'vitest';
import { ASYMMETRIC_ALGORITHMS, canonicalAlgorithm, HMAC_ALGORITHMS, isHmac } from './algorithms.js';

describe('an algorithm', () => {
  it('of Ed25519 has one name, whichever the token uses', () => {
    expect(canonicalAlgorithm('Ed25519')).toBe('EdDSA');
    expect(canonicalAlgorithm('EdDSA')).toBe('EdDSA');
  });

  it.each(['none', '', 'Ed448', 'es256', 'RS1', 'HS1', 'ES256K', 'RSA-OAEP', 'toString', '__proto__'])(
    '%j is not known',
    (name) => {
      expect(canonicalAlgorithm(name)).toBeUndefined();
    },
  );

  it.each(HMAC_ALGORITHMS)('%s is HMAC', (name) => {
    expect(isHmac(name)).toBe(true);
  });

  it.each(ASYMMETRIC_ALGORITHMS)('%s is not HMAC', (name) => {
    expect(isHmac(name)).toBe(false);
  });
});
