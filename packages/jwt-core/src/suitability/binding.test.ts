import { describe, expect, it } from 'vitest';
import { JSON_VALUES, verdict } from '../../test/policy-questions.js';
import { binding } from './binding.js';

describe('a token that is bound to a key', () => {
  it.each(Object.entries(JSON_VALUES))(
    'is refused as a plain bearer token, also where cnf is %s',
    (_what, cnf) => {
      expect(verdict(binding, { claims: { cnf } })).toBe('binding.required');
    },
  );

  it.each(['identify', 'unknown'] as const)('is refused with %s', (operation) => {
    expect(verdict(binding, { claims: { cnf: { jkt: 'x' } }, operation })).toBe('binding.required');
  });

  it('is not one without cnf', () => {
    expect(verdict(binding)).toBe('passed');
  });
});
