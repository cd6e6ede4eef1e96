import { describe, expect, it } from 'vitest';
import { UNKNOWN_COOL_DOWN_MS, UnknownKids } from './unknown-kids.js';

describe('an unknown kid', () => {
  it('that was never published is remembered for one cool-down, however often it is asked for', () => {
    const kids = new UnknownKids();
    for (let times = 0; times < 20; times += 1) {
      kids.add('a', 0);
      expect([kids.has('a', 29_999), kids.has('a', 30_000)]).toEqual([true, false]);
    }
  });

  it('that was withdrawn is remembered twice as long each time, ten minutes at most', () => {
    const kids = new UnknownKids();
    kids.learn([], [{ keyId: 'a' }], 0);
    expect([kids.has('a', 29_999), kids.has('a', 30_000)]).toEqual([true, false]);
    for (const seconds of [60, 120, 240, 480, 600, 600]) {
      kids.add('a', 0);
      expect([kids.has('a', seconds * 1000 - 1), kids.has('a', seconds * 1000)]).toEqual([true, false]);
    }
  });

  it('may be absent', () => {
    const kids = new UnknownKids();
    kids.add(undefined, 0);
    expect([kids.has(undefined, 1), kids.has('undefined', 1)]).toEqual([true, false]);
  });

  it('is forgotten once it is published', () => {
    const kids = new UnknownKids();
    kids.add('a', 0);
    kids.learn([{ keyId: 'a' }], [], 0);
    expect(kids.has('a', 1)).toBe(false);
  });

  it('is forgotten after a thousand others', () => {
    const kids = new UnknownKids();
    for (let each = 0; each < 100_000; each += 1) kids.add(`k${String(each)}`, 0);
    expect(kids.size).toBe(1_000);
    expect([kids.has('k98999', 1), kids.has('k99000', 1)]).toEqual([false, true]);
  });

  it('is not remembered where it is very long', () => {
    const kids = new UnknownKids();
    kids.add('x'.repeat(129), 0);
    expect(kids.size).toBe(0);
  });
});

describe('the issuer', () => {
  it('may be asked at once, and then once in a cool-down', () => {
    const kids = new UnknownKids();
    expect(kids.mayAskAt).toBe(Number.NEGATIVE_INFINITY);
    kids.ask(1_000);
    expect(kids.mayAskAt).toBe(1_000 + UNKNOWN_COOL_DOWN_MS);
  });

  it('must be asked then, where a question was postponed', () => {
    const kids = new UnknownKids();
    kids.ask(1_000);
    expect(kids.mustAskAt).toBe(Number.POSITIVE_INFINITY);
    kids.postpone();
    expect(kids.mustAskAt).toBe(1_000 + UNKNOWN_COOL_DOWN_MS);
    kids.ask(31_000);
    expect(kids.mustAskAt).toBe(Number.POSITIVE_INFINITY);
  });
});
