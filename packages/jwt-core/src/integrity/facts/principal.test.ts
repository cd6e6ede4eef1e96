import { describe, expect, it } from 'vitest';
import type { Claims } from '../../json/json-value.js';
import { principalOf } from './principal.js';

const ALICE = { subject: 'alice', clientId: 'web' } as const;
const WITHOUT_SUBJECT = { subject: undefined, clientId: 'web' } as const;
const EVENT: Claims = { events: {} };

describe('who is meant by a token', () => {
  it.each(['auto', 'marked', 'workload'] as const)(
    'is a program where sub is lacking, and the issuer says so: %s',
    (principal) => {
      expect(principalOf({ principal, subjectOptional: true }, {}, WITHOUT_SUBJECT)).toBe('workload');
    },
  );

  it('is told by the marks of programs, where the issuer says so', () => {
    const marked = (claims: Claims): unknown =>
      principalOf({ principal: 'marked', subjectOptional: false }, claims, ALICE);
    expect([marked({ sub: 'alice' }), marked(EVENT)]).toEqual(['user', 'workload']);
  });

  it.each(['user', 'auto'] as const)('is no person where a mark says so: %s', (principal) => {
    expect(principalOf({ principal, subjectOptional: false }, EVENT, ALICE)).toBeUndefined();
  });
});
