import { describe, expect, it } from 'vitest';
import { verdict } from '../../test/policy-questions.js';
import { type } from './type.js';

describe('the type of a token', () => {
  it.each(['at+jwt', 'AT+JWT', 'At+Jwt', 'application/at+jwt', 'Application/AT+JWT'])(
    '%s is at+jwt',
    (typ) => {
      expect(verdict(type, { typ })).toBe('passed');
    },
  );

  it.each([
    undefined,
    '',
    'JWT',
    'id_token',
    'at+jwt ',
    'jwt',
    'text/at+jwt',
    'application/application/at+jwt',
    'dpop+jwt',
  ])('%s is not at+jwt', (typ) => {
    expect(verdict(type, { typ })).toBe('type.mismatch');
  });

  it.each([
    ['JWT', 'jwt'],
    ['application/at+jwt', 'at+jwt'],
  ])('%s in the policy takes %s', (wanted, typ) => {
    expect(verdict(type, { issuer: { typ: wanted }, typ })).toBe('passed');
  });
});

describe('a profile whose tokens may lack typ', () => {
  const issuer = { profile: 'oidc-id-token', keys: { discovery: 'oidc' }, algs: ['ES256'] } as const;

  it.each([undefined, 'JWT', 'jwt'])('takes %s', (typ) => {
    expect(verdict(type, { issuer, typ })).toBe('passed');
  });

  it.each(['at+jwt', 'logout+jwt', '', 'undefined'])('does not take %s', (typ) => {
    expect(verdict(type, { issuer, typ })).toBe('type.mismatch');
  });

  it('asks for it again where the document names it', () => {
    expect(verdict(type, { issuer: { ...issuer, typ: 'JWT' }, typ: undefined })).toBe('type.mismatch');
  });
});
