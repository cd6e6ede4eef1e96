import { describe, expect, it } from 'vitest';
import { question, type Asking } from '../../test/policy-questions.js';
import { MALFORMED, type TokenFacts } from './facts.js';

const read = (asking: Asking): TokenFacts => question(asking).facts;

function all(facts: TokenFacts): Omit<TokenFacts, never> {
  const { subject, clientId, tokenId, scopes, roles, tenant, actor, principal } = facts;
  return { subject, clientId, tokenId, scopes, roles, tenant, actor, principal };
}

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
    });
  });

  it('names no tenant where the issuer names no claim for it', () => {
    expect(read({ claims: { tenant: 'eu', tid: 'eu' } }).tenant).toBeUndefined();
  });

  it('has each scope and role once', () => {
    const facts = read({ claims: { scope: 'a b a', roles: ['x', 'x'] } });
    expect(facts).toMatchObject({ scopes: ['a', 'b'], roles: ['x'] });
  });

  it('is the list of the token itself where that has each role once', () => {
    const { facts, token } = question({ claims: { roles: ['x', 'y'] } });
    expect(facts.roles).toBe(token.claims['roles']);
  });

  it('cannot be changed by whoever reads it', () => {
    const { scopes, roles } = read({});
    expect(Object.isFrozen(scopes) && Object.isFrozen(roles)).toBe(true);
  });

  it('is malformed as a whole where one entry of a list is', () => {
    expect(read({ claims: { scope: ['a', 1] } }).scopes).toBe(MALFORMED);
  });

  it('tells no principal where sub or client_id is malformed', () => {
    expect(read({ claims: { sub: 1 } }).principal).toBeUndefined();
    expect(read({ claims: { client_id: '' } }).principal).toBeUndefined();
  });
});
