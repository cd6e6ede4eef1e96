import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { placeOf, problemsOf, withLine, type Mistake } from '../../../test/policy-documents.js';

const inOperation = (lines: string): string => withLine('route:', lines.replace(/^/gmu, '        '));
const LIST = '/services/orders/operations/list';

beforeAll(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00Z'), toFake: ['Date'] });
});

afterAll(() => {
  vi.useRealTimers();
});

const MISTAKES: readonly Mistake[] = [
  [
    'no end',
    inOperation('mode: shadow'),
    `17:9 missing_key ${LIST}/shadowUntil`,
    'the day from which the rules are enforced',
  ],
  [
    'an end more than 90 days ahead',
    inOperation('mode: shadow\nshadowUntil: 2027-02-22'),
    `18:22 invalid ${LIST}/shadowUntil`,
    'at most 90 days ahead, found 2027-02-22',
  ],
  [
    'an end alone',
    inOperation('shadowUntil: 2026-12-01'),
    `17:22 invalid ${LIST}/shadowUntil`,
    'goes with mode: shadow',
  ],
  [
    'an end and mode: enforce',
    inOperation('mode: enforce\nshadowUntil: 2026-12-01'),
    `18:22 invalid ${LIST}/shadowUntil`,
    'goes with mode: shadow',
  ],
];

describe('shadow mode', () => {
  it.each(MISTAKES)('with %s is refused', async (_name, text, place, says) => {
    const problems = await problemsOf(text);
    expect(
      problems.map((problem) => placeOf(problem).replace(/^1[67]:\d+ missing/u, '17:9 missing')),
    ).toEqual([place]);
    expect(problems[0]?.message).toContain(says);
  });

  it.each([
    ['in the past: from then on the rules are enforced', '2026-01-01'],
    ['today', '2026-11-23'],
    ['90 days ahead', '2027-02-21'],
  ])('may end %s', async (_what, day) => {
    expect(await problemsOf(inOperation(`mode: shadow\nshadowUntil: ${day}`))).toEqual([]);
  });

  it('has no place on a public operation, which has no rules', async () => {
    const text = withLine('route:', '        auth: public\n        mode: shadow').replace(
      / +allow:.*\n/u,
      '',
    );
    expect((await problemsOf(text)).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      `missing_key ${LIST}/allow`,
      `missing_key ${LIST}/shadowUntil`,
      `invalid ${LIST}/mode`,
    ]);
  });
});
