import { describe, expect, it } from 'vitest';
import { FetchFailure, failureOf } from './fetch-failure.js';

const withCode = (code: unknown): Error => Object.assign(new Error('connect to 10.0.0.1 SECRET'), { code });

describe('the failure that an error is', () => {
  it.each<[what: string, error: unknown, reason: string]>([
    ['its code, and what that means', withCode('ENOTFOUND'), 'ENOTFOUND (the name is not known here)'],
    ['its code alone, where that says it', withCode('HPE_INVALID_CONSTANT'), 'HPE_INVALID_CONSTANT'],
    ['a code that an object inherits', withCode('toString'), 'toString'],
    ['its message where it has no code', new Error('down\nSECRET'), 'down'],
    ['a part of a long message', new Error('x'.repeat(1000)), `${'x'.repeat(120)}…`],
    ['a fixed text for what is no error', 'SECRET', 'the fetch failed'],
  ])('is %s', (_what, error, reason) => {
    expect(failureOf(error)).toEqual(new FetchFailure(reason));
  });

  it('is the error itself where it is one', () => {
    const failure = new FetchFailure('x'.repeat(1000));
    expect(failureOf(failure)).toBe(failure);
  });
});
