import { describe, expect, it } from 'vitest';
import { ISS, loginWith, ordersPolicy } from '../../../test/orders.js';
import { Denial } from '../../decision/denial.js';
import type { Algorithm } from '../../jose/algorithms.js';
import { compileService } from '../../policy/compile/compile-service.js';
import { checkAlgorithm } from './algorithm.js';

function check(alg: string, algs: readonly Algorithm[]): string {
  const issuer = compileService(
    ordersPolicy({ login: loginWith({ discovery: 'oidc' }, { algs }) }),
    'orders',
  ).issuers.get(ISS)?.policy;
  if (issuer === undefined) return 'no issuer';
  const result = checkAlgorithm({ alg, kid: undefined, typ: undefined }, issuer);
  return result instanceof Denial ? result.code : result;
}

describe('the algorithm of a token', () => {
  it.each(['RS256', 'PS512', 'ES384'] as const)('%s is taken where the policy lists it', (alg) => {
    expect(check(alg, ['RS256', 'PS512', 'ES384'])).toBe(alg);
  });

  it.each([
    ['EdDSA', 'EdDSA'],
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'EdDSA'],
    ['Ed25519', 'Ed25519'],
  ] as const)('%s is taken where the policy says %s: two names for one algorithm', (alg, listed) => {
    expect(check(alg, [listed])).toBe('EdDSA');
  });

  it.each([
    'none',
    'None',
    'NONE',
    '',
    'HS256',
    'RS256 ',
    'rs256',
    'ES256',
    'ES256K',
    'Ed448',
    'RSA1_5',
    'dir',
    '__proto__',
    'constructor',
  ])('"%s" is refused where the policy lists RS256 alone', (alg) => {
    expect(check(alg, ['RS256'])).toBe('algorithm.not_allowed');
  });
});
