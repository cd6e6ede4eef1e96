import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inOperation, LIST } from '../../../test/mistakes/shadows.js';
import { problemsOf, withLine } from '../../../test/policy-documents.js';

beforeAll(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00Z'), toFake: ['Date'] });
});

afterAll(() => {
  vi.useRealTimers();
});

describe('shadow mode', () => {
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
