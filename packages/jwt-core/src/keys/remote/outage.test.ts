import { describe, expect, it } from 'vitest';
import { BACK_OFF, outageAfter, type Outage } from './outage.js';
import { BadStatus } from './remote.js';

const MOMENT = { elapsed: 0, wall: 0 };

function outageOf(failures: number, chance = 0, error: unknown = new Error('no')): Outage {
  let outage: Outage | undefined;
  for (let failure = 1; failure < failures; failure += 1)
    outage = outageAfter(outage, error, MOMENT, () => chance);
  return outageAfter(outage, error, MOMENT, () => chance);
}

describe('the wait after a failed fetch', () => {
  it.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [7, 300_000],
    [1_000, 300_000],
  ])('after %i failures is %i ms', (failures, wait) => {
    expect(outageOf(failures).retryAt).toBe(wait);
  });

  it('is up to a fifth less, so that a fleet does not come back in step', () => {
    expect([outageOf(1, 0).retryAt, outageOf(1, 1).retryAt]).toEqual([5_000, 4_000]);
    expect([outageOf(20, 0).retryAt, outageOf(20, 1).retryAt]).toEqual([300_000, 240_000]);
  });

  it('is half a minute at most for a request that cannot be answered without', () => {
    expect([1, 2, 3, 4, 20].map((failures) => outageOf(failures).retryOnDemandAt)).toEqual([
      5_000, 10_000, 20_000, 30_000, 30_000,
    ]);
  });

  it('is what the provider asks for, within the bound', () => {
    const asking = (after: string): Outage =>
      outageOf(
        1,
        0.5,
        new BadStatus({ status: 503, body: new Uint8Array(), headers: { 'retry-after': after } }),
      );
    expect([asking('100').retryAt, asking('100').retryOnDemandAt]).toEqual([100_000, 100_000]);
    expect(asking('99999').retryOnDemandAt).toBe(BACK_OFF.longest);
  });
});

describe('the reason of a failure', () => {
  it.each<[string, unknown, string]>([
    [
      'a code',
      Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED',
    ],
    ['one short line', new Error('x'.repeat(1000)), 'x'.repeat(120)],
    ['said by us, where something was thrown that is no error', 'SECRET', 'the fetch failed'],
    [
      'the message, where the code is none',
      Object.assign(new Error('status 500'), { code: 7 }),
      'status 500',
    ],
  ])('is %s', (_what, error, reason) => {
    expect(outageOf(1, 0, error).reason).toBe(reason);
  });

  it('is that of the last one, and the outage has lasted since the first', () => {
    const first = outageAfter(undefined, new Error('a'), { elapsed: 1_000, wall: 0 }, () => 0);
    expect(outageAfter(first, new Error('b'), { elapsed: 9_000, wall: 0 }, () => 0)).toMatchObject({
      reason: 'b',
      failures: 2,
      since: 1_000,
      retryAt: 19_000,
    });
  });
});
