import { describe, expect, it } from 'vitest';
import { question } from '../../test/policy-questions.js';
import { knownOperation } from './question.js';

describe('the operation of a question', () => {
  it('is the one that the policy knows', () => {
    expect(knownOperation(question())?.name).toBe('act');
  });

  it.each(['unknown', 'identify'] as const)('is none where it is %s', (operation) => {
    expect(knownOperation(question({ operation }))).toBeUndefined();
  });
});
