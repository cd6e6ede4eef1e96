import { describe, expect, it } from 'vitest';
import { forge } from '../../test/mint.js';
import { ISS, loginWith, ordersPolicy } from '../../test/orders.js';
import { Denial } from '../decision/denial.js';
import { compileService } from '../policy/compile.js';
import { parseToken } from './format.js';
import { attribute } from './issuer.js';

const { issuers } = compileService(
  ordersPolicy({
    login: loginWith({ discovery: 'oidc' }),
    partner: loginWith({ discovery: 'oidc' }, { iss: 'https://id.example/t/one/' }),
  }),
  'orders',
);

function attributeTo(claims: object): string {
  const token = parseToken({ scheme: 'Bearer', token: forge({ alg: 'ES256' }, claims) });
  if (token instanceof Denial) return token.code;
  const result = attribute(token, issuers);
  return result instanceof Denial ? result.code : result.issuer.name;
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
