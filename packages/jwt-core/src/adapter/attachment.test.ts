import { describe, expect, it } from 'vitest';
import { attachedIdentity, attachIdentity } from './attachment.js';
import { allow, deniedBy } from '../decision/decision.js';
import { ProblemBodies } from '../decision/problem.js';
import { deny } from '../decision/denial.js';
import { createIdentity, type Identity } from '../decision/identity.js';

const alice: Identity = createIdentity({
  issuer: 'login',
  subject: 'alice',
  clientId: undefined,
  principal: 'user',
  namedIdentity: undefined,
  tenant: undefined,
  actor: undefined,
  scopes: [],
  roles: [],
  claims: {},
  operation: undefined,
});

describe('the identity of a request', () => {
  it('is the one that was attached to this very request', () => {
    const [request, other] = [{}, {}];
    attachIdentity(request, allow(alice));
    expect([attachedIdentity(request), attachedIdentity(other)]).toEqual([alice, undefined]);
  });

  it('is not what other code writes on the request', () => {
    const request = { auth: alice, identity: alice };
    expect(attachedIdentity(request)).toBeUndefined();
  });

  it('leaves no trace on the request', () => {
    const request = {};
    attachIdentity(request, allow(alice));
    expect([attachedIdentity(request), Reflect.ownKeys(request)]).toEqual([alice, []]);
  });

  it('is taken back by an anonymous decision', () => {
    const request = {};
    attachIdentity(request, allow(alice));
    attachIdentity(request, allow(undefined));
    expect(attachedIdentity(request)).toBeUndefined();
  });

  it.each([
    ['a denial', deniedBy(deny('operation.conflict'), 'orders', new ProblemBodies(), () => ({}))],
    ['an error in place of a decision', undefined],
  ])('is taken back by %s', (_what, decision) => {
    const request = {};
    attachIdentity(request, allow(alice));
    attachIdentity(request, decision);
    expect(attachedIdentity(request)).toBeUndefined();
  });
});
