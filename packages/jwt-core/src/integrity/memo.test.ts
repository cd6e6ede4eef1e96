import { describe, expect, it } from 'vitest';
import { Memo } from './memo.js';

describe('a memo', () => {
  it('knows what it was told', () => {
    const memo = new Memo<number>();
    expect([memo.recall('a'), memo.remember('a', 1), memo.recall('a'), memo.recall('b')]).toEqual([
      undefined,
      1,
      1,
      undefined,
    ]);
  });

  it('keeps no long texts', () => {
    const memo = new Memo<number>();
    const [longest, longer] = ['x'.repeat(512), 'x'.repeat(513)];
    expect([memo.remember(longest, 1), memo.remember(longer, 2)]).toEqual([1, 2]);
    expect([memo.recall(longest), memo.recall(longer)]).toEqual([1, undefined]);
  });

  it('begins anew when it is full, and never holds more than 256', () => {
    const memo = new Memo<number>();
    const texts = Array.from({ length: 257 }, (_, index) => String(index));
    const held = (): number => texts.filter((text) => memo.recall(text) !== undefined).length;
    for (const [index, text] of texts.slice(0, 256).entries()) memo.remember(text, index);
    expect(held()).toBe(256);
    memo.remember('256', 256);
    expect([held(), memo.recall('256')]).toEqual([1, 256]);
  });
});
