import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { asError } from './as-error.js';

describe('what was thrown', () => {
  it('stays the error that it is', () => {
    const error = new TypeError('no');
    expect(asError(error)).toBe(error);
  });

  it('stays the error that it is, also of another realm, as under Jest', () => {
    const error: unknown = runInNewContext('new TypeError("no")');
    expect(error).not.toBeInstanceOf(Error);
    expect(asError(error)).toBe(error);
  });

  it.each([undefined, null, 'route', 0])('is made an error when it is %s', (reason) => {
    expect(asError(reason)).toMatchObject({ cause: reason });
    expect(asError(reason)).toBeInstanceOf(Error);
  });
});
