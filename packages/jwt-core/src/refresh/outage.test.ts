import { describe, expect, it } from 'vitest';
import { BadStatus } from './http-answer.js';
import { outageAfter, type BackOff, type Outage } from './outage.js';

const BACK_OFF: BackOff = { firstMs: 5_000, maxMs: 300_000, maxOnDemandMs: 30_000 };
const START = { steady: 0, wall: 0 };

function outageOf(failures: number, chance = 0, error: unknown = new Error('no')): Outage {
  let outage = outageAfter(undefined, error, START, BACK_OFF, () => chance);
  for (let failure = 1; failure < failures; failure += 1)
    outage = outageAfter(outage, error, START, BACK_OFF, () => chance);
  return outage;
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

  it('is up to a fifth shorter, so that services that failed together do not retry together', () => {
    expect([outageOf(1, 0).retryAt, outageOf(1, 1).retryAt]).toEqual([5_000, 4_000]);
    expect([outageOf(20, 0).retryAt, outageOf(20, 1).retryAt]).toEqual([300_000, 240_000]);
  });

  it('is half a minute at most for a request that cannot be answered without a fetch', () => {
    expect([1, 2, 3, 4, 20].map((failures) => outageOf(failures).retryOnDemandAt)).toEqual([
      5_000, 10_000, 20_000, 30_000, 30_000,
    ]);
  });

  it('is at least Retry-After, up to the maximum', () => {
    const asking = (after: string): Outage =>
      outageOf(1, 0.5, new BadStatus({ headers: { 'retry-after': after } }, 'status 503'));
    expect([asking('100').retryAt, asking('100').retryOnDemandAt]).toEqual([100_000, 100_000]);
    expect(asking('99999').retryOnDemandAt).toBe(BACK_OFF.maxMs);
  });

  it('is the maximum after an error that the back-off does not apply to, and then the first wait', () => {
    const backOff = { ...BACK_OFF, appliesTo: (error: unknown) => error === 'down' };
    const first = outageAfter(outageOf(3), 'unusable', START, backOff, () => 0);
    expect(first.retryAt).toBe(300_000);
    expect(outageAfter(first, 'down', START, backOff, () => 0).retryAt).toBe(5_000);
  });
});

it('an outage has the last error, and lasts since the first one', () => {
  const at = (steady: number): typeof START => ({ steady, wall: 0 });
  const first = outageAfter(undefined, 'a', at(1_000), BACK_OFF, () => 0);
  expect(outageAfter(first, 'b', at(9_000), BACK_OFF, () => 0)).toMatchObject({
    error: 'b',
    failures: 2,
    since: 1_000,
    retryAt: 19_000,
  });
});
