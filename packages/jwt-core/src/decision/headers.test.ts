import { describe, expect, it } from 'vitest';
import { headersByName } from './headers.js';

describe('response headers by name', () => {
  it('keep every value of a name that occurs more than once', () => {
    const pairs = [
      ['WWW-Authenticate', 'Bearer realm="a"'],
      ['Cache-Control', 'no-store'],
      ['WWW-Authenticate', 'DPoP'],
      ['WWW-Authenticate', 'Basic'],
    ] as const;
    expect(headersByName(pairs)).toEqual({
      'WWW-Authenticate': ['Bearer realm="a"', 'DPoP', 'Basic'],
      'Cache-Control': 'no-store',
    });
  });
});
