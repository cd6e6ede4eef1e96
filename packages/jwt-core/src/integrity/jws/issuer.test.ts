import { describe, expect, it } from 'vitest';
import { forge } from '../../../test/mint.js';
import { ISS, loginWith, ordersPolicy } from '../../../test/orders.js';
import { Denial } from '../../decision/denial.js';
import { compileService } from '../../policy/compile/compile-service.js';
import type { ServicePolicy } from '../../policy/compile/service-policy.js';
import { parseToken } from './format.js';
import { attribute } from './issuer.js';

const policy = compileService(
  ordersPolicy({
    login: loginWith({ discovery: 'oidc' }),
    partner: loginWith({ discovery: 'oidc' }, { iss: 'https://id.example/t/one/' }),
  }),
  'orders',
);

function attributeTo(claims: object, among: ServicePolicy = policy): string {
  const token = parseToken({ scheme: 'Bearer', token: forge({ alg: 'ES256' }, claims) });
  if (token instanceof Denial) return token.code;
  const result = attribute(token, among);
  return result instanceof Denial ? result.code : result.entry.policy.name;
}

describe('the issuer', () => {
  it.each([
    [ISS, 'login'],
    ['https://id.example/t/one/', 'partner'],
  ])('is found by its exact iss: %s', (iss, name) => {
    expect(attributeTo({ iss })).toBe(name);
  });

  it.each([
    ['a slash more', `${ISS}/`],
    ['a slash less', 'https://id.example/t/one'],
    ['another case', 'https://ID.example'],
    ['a port that means the same', 'https://id.example:443'],
    ['a space', `${ISS} `],
    ['a prefix', 'https://id.exampl'],
    ['its name in the policy', 'login'],
    ['nothing in it', ''],
    ['the name of a property of every object', '__proto__'],
  ])('is untrusted with %s', (_what, iss) => {
    expect(attributeTo({ iss })).toBe('issuer.untrusted');
  });

  it('is missing where there is no iss', () => {
    expect(attributeTo({ sub: 'a' })).toBe('issuer.missing');
  });

  it.each([[[ISS]], [1], [null], [{ iss: ISS }]])('is malformed where iss is %j', (iss) => {
    expect(attributeTo({ iss })).toBe('issuer.malformed');
  });
});

describe('a token without iss', () => {
  const spire = { profile: 'spiffe-jwt-svid', keys: { jwksUri: 'https://spire.example/keys' } } as const;
  const mesh = compileService(
    ordersPolicy({
      prod: { ...spire, trustDomain: 'prod.example' },
      named: { ...spire, trustDomain: 'named.example', iss: 'https://spire.named.example' },
    }),
    'orders',
  );

  it('is selected by the trust domain of its subject', () => {
    expect(attributeTo({ sub: 'spiffe://prod.example/web' }, mesh)).toBe('prod');
  });

  it.each([
    ['of a trust domain that the service does not accept', 'spiffe://test.example/web', 'issuer.untrusted'],
    ['of an issuer that has an iss', 'spiffe://named.example/web', 'issuer.untrusted'],
    ['that is no SPIFFE ID', 'https://prod.example/web', 'issuer.missing'],
    ['that is no text', ['spiffe://prod.example/web'], 'issuer.missing'],
    ['that is not there', undefined, 'issuer.missing'],
  ])('and with a subject %s is refused', (_what, sub, code) => {
    expect(attributeTo({ sub }, mesh)).toBe(code);
  });

  it('is never selected where no issuer is to be selected so', () => {
    expect(attributeTo({ sub: 'spiffe://prod.example/web' })).toBe('issuer.missing');
  });

  it.each([
    ['https://other.example', 'issuer.untrusted'],
    ['spiffe://prod.example', 'issuer.untrusted'],
    ['', 'issuer.untrusted'],
    [null, 'issuer.malformed'],
    ['https://spire.named.example', 'named'],
  ])('is another thing than one with the iss %s', (iss, says) => {
    expect(attributeTo({ iss, sub: 'spiffe://prod.example/web' }, mesh)).toBe(says);
  });
});

describe('ten thousand issuers', () => {
  it('are not all named in an explanation', () => {
    const tenants = Array.from({ length: 10_000 }, (_, index) => `t-${String(index)}`);
    const many = compileService(
      ordersPolicy({
        login: loginWith({ discovery: 'oidc' }, { iss: 'https://id.example/{tenant}', tenants }),
      }),
      'orders',
    );
    const token = parseToken({ scheme: 'Bearer', token: forge({ alg: 'ES256' }, { iss: 'x' }) });
    const denial = token instanceof Denial ? token : attribute(token, many);
    expect(denial instanceof Denial ? denial.expected?.length : 0).toBeLessThan(200);
  });
});
