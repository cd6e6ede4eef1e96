import { describe, expect, it } from 'vitest';
import { outageAfter } from '../../refresh/outage.js';
import { reasonOfOutage } from './key-set-events.js';
import { BACK_OFF } from './key-set-fetches.js';

describe('the reason of a failed fetch', () => {
  it.each<[string, unknown, string]>([
    [
      'the code of the error',
      Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED (no server listens there)',
    ],
    ['one short line', new Error('x'.repeat(1000)), `${'x'.repeat(120)}…`],
    ['a fixed text for a value that is not an error', 'SECRET', 'the fetch failed'],
    [
      'the message where the code is not a string',
      Object.assign(new Error('status 500'), { code: 7 }),
      'status 500',
    ],
  ])('is %s', (_what, error, reason) => {
    const outage = outageAfter(undefined, error, { steady: 0, wall: 0 }, BACK_OFF, () => 0);
    expect(reasonOfOutage(outage)).toBe(reason);
  });
});
