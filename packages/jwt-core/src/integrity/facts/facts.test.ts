import { describe, expect, it } from 'vitest';
import { question, type Asking } from '../../../test/policy-questions.js';
import type { TokenFacts } from './facts.js';
import type { Names } from './names.js';
import { MALFORMED, type Reading } from './reading.js';

const read = (asking: Asking): TokenFacts => question(asking).evidence.facts;

function all(facts: TokenFacts): Readonly<Record<string, unknown>> {
  const { subject, clientId, tokenId, tenant, actor, principal, wrongType } = facts;
  const [scopes, roles] = [listOf(facts.scopes), listOf(facts.roles)];
  return { subject, clientId, tokenId, scopes, roles, tenant, actor, principal, wrongType };
}

const listOf = (names: Reading<Names>): unknown => (names === MALFORMED ? names : names.list);

describe('what a token says of itself', () => {
  it('is read once, with its types checked', () => {
    const claims = { jti: 't1', tid: 'eu', act: { sub: 'agent' } };
    expect(all(read({ claims, issuer: { tenant: 'tid' } }))).toEqual({
      subject: 'alice',
      clientId: 'web',
      tokenId: 't1',
      scopes: ['orders:read', 'orders:write'],
      roles: ['clerk'],
      tenant: 'eu',
      actor: { sub: 'agent' },
      principal: 'user',
      wrongType: undefined,
    });
  });

  it('may be nothing', () => {
    const silent = read({ payload: '{"iss":"https://id.example"}', issuer: { principal: 'workload' } });
    expect(all(silent)).toEqual({
      subject: undefined,
      clientId: undefined,
      tokenId: undefined,
      scopes: [],
      roles: [],
      tenant: undefined,
      actor: undefined,
      principal: 'workload',
      wrongType: undefined,
    });
  });

  it('names no tenant where the issuer names no claim for it', () => {
    expect(read({ claims: { tenant: 'eu', tid: 'eu' } }).tenant).toBeUndefined();
  });

  it.each<readonly [what: string, claims: Readonly<Record<string, unknown>>, wrongType: string]>([
    ['sub', { sub: 7 }, 'sub as a string that has no control characters'],
    ['the client', { client_id: 7 }, 'client_id as a string that has no control characters'],
    ['jti', { jti: ['t1'] }, 'jti as a string that has no control characters'],
    ['a scope', { scope: ['a', 1] }, 'scope as a space-delimited string or a list of strings'],
    ['a role', { roles: { a: true } }, 'roles as a string or a list of strings'],
    [
      'the sub of act',
      { act: { sub: 7 } },
      'act as an object, and its sub as a string that has no control characters',
    ],
    ['act', { act: 'agent' }, 'act as an object, and its sub as a string that has no control characters'],
    [
      'the first of several',
      { act: 'agent', roles: 7, sub: 'alice' },
      'roles as a string or a list of strings',
    ],
  ])('tells of a wrong type: %s', (_what, claims, wrongType) => {
    expect(read({ claims }).wrongType).toBe(wrongType);
  });

  it('tells no principal where sub or client_id is malformed', () => {
    expect(read({ claims: { sub: 1 } }).principal).toBeUndefined();
    expect(read({ claims: { client_id: 7 } }).principal).toBeUndefined();
  });
});
