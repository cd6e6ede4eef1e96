import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScanResistantCache } from './scan-resistant-cache.js';

const NEVER = Number.POSITIVE_INFINITY;

function filled(capacity: number, keys: readonly string[]): ScanResistantCache<string> {
  const cache = new ScanResistantCache<string>(capacity);
  for (const key of keys) cache.set(key, `value of ${key}`, NEVER, 0);
  return cache;
}

const range = (count: number, name: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}${String(index)}`);

describe('an entry', () => {
  it('is found by its key, and by no other', () => {
    const cache = filled(10, ['a']);
    expect(cache.get('a', 0)).toBe('value of a');
    expect(cache.get('b', 0)).toBeUndefined();
    expect(cache.get('__proto__', 0)).toBeUndefined();
  });

  it('is replaced by a later one with its key', () => {
    const cache = filled(10, ['a']);
    cache.set('a', 'other', NEVER, 0);
    expect(cache.get('a', 0)).toBe('other');
    expect(cache.size).toBe(1);
  });

  it('is gone when it has expired', () => {
    const cache = new ScanResistantCache<string>(10);
    cache.set('a', 'x', 5, 0);
    expect(cache.get('a', 4.999)).toBe('x');
    expect(cache.get('a', 5)).toBeUndefined();
    expect(cache.size).toBe(0);
    expect(cache.get('a', 0)).toBeUndefined();
  });

  it('is never taken in when it has expired', () => {
    const cache = filled(10, ['a']);
    cache.set('a', 'late', 5, 5);
    expect(cache.get('a', 0)).toBeUndefined();
  });

  it('that was deleted gives its place to the next, and takes no later one of its name along', () => {
    const cache = filled(2, ['a', 'b']);
    cache.delete('a');
    cache.set('a', 'later', NEVER, 0);
    expect([cache.get('a', 0), cache.get('b', 0)]).toEqual(['later', 'value of b']);
  });

  it('is gone when it is deleted, and all are when it is cleared', () => {
    const cache = filled(10, ['a', 'b']);
    cache.delete('a');
    cache.delete('unknown');
    expect(cache.get('a', 0)).toBeUndefined();
    cache.clear();
    expect(cache.get('b', 0)).toBeUndefined();
    cache.set('c', 'x', NEVER, 0);
    expect(cache.get('c', 0)).toBe('x');
  });
});

describe('the working set', () => {
  it.each([2, 3, 10, 1000])('is kept whole where it fits, however it comes round: %i', (capacity) => {
    const keys = range(capacity, 'k');
    const cache = filled(capacity, keys);
    for (let round = 0; round < 3; round += 1) {
      expect(keys.filter((key) => cache.get(key, 0) === undefined)).toEqual([]);
    }
  });

  it('comes back after a flood that filled everything', () => {
    const cache = filled(1000, range(5000, 'once'));
    const working = range(500, 'hot');
    for (let round = 0; round < 3; round += 1) {
      for (const key of working) if (cache.get(key, 0) === undefined) cache.set(key, 'x', NEVER, 0);
    }
    expect(working.filter((key) => cache.get(key, 0) !== undefined)).toHaveLength(500);
  });

  it('survives a flood of keys that come once', () => {
    const working = range(50, 'hot');
    const cache = new ScanResistantCache<string>(100);
    const touch = (): number =>
      working.filter((key) => {
        const isKnown = cache.get(key, 0) !== undefined;
        if (!isKnown) cache.set(key, 'x', NEVER, 0);
        return isKnown;
      }).length;
    const flood = range(10_000, 'once');
    // Each of the working set comes again every ten newcomers: more often than the small queue is long.
    let hits = 0;
    flood.forEach((key, index) => {
      cache.set(key, 'x', NEVER, 0);
      const hot = working[index % 5] ?? '';
      if (cache.get(hot, 0) === undefined) cache.set(hot, 'x', NEVER, 0);
      else hits += 1;
    });
    expect(hits / flood.length).toBeGreaterThan(0.99);
    touch();
    expect(cache.size).toBeLessThanOrEqual(100);
  });

  it('makes room for another that is used more', () => {
    const cache = new ScanResistantCache<string>(20);
    for (const name of ['old', 'new']) {
      for (let round = 0; round < 50; round += 1) {
        for (const key of range(10, name)) {
          if (cache.get(key, 0) === undefined) cache.set(key, 'x', NEVER, 0);
          cache.get(key, 0);
        }
        for (const key of range(3, `${name}-noise-${String(round)}-`)) cache.set(key, 'x', NEVER, 0);
      }
    }
    expect(range(10, 'new').filter((key) => cache.get(key, 0) !== undefined)).toHaveLength(10);
  });

  it('loses those first that have expired', () => {
    const cache = new ScanResistantCache<string>(20);
    for (const key of range(18, 'short')) {
      cache.set(key, 'x', 10, 0);
      cache.get(key, 0);
    }
    for (const key of range(200, 'later')) {
      cache.set(key, 'x', NEVER, 11);
      cache.get(key, 11);
    }
    expect(range(18, 'short').filter((key) => cache.get(key, 0) !== undefined)).toEqual([]);
  });
});

describe('whatever happens', () => {
  const key = fc.stringMatching(/^[a-f]{1,2}$/u);
  const step = fc.oneof(
    fc.record({ does: fc.constant('get' as const), key }),
    fc.record({ does: fc.constant('set' as const), key, expiresIn: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ does: fc.constant('delete' as const), key }),
    fc.record({ does: fc.constant('wait' as const), time: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ does: fc.constant('clear' as const) }),
  );

  it('never holds more than it may, and never tells what a plain map would not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.array(step, { maxLength: 200 }), (capacity, steps) => {
        const cache = new ScanResistantCache<number>(capacity);
        const model = new Map<string, { readonly value: number; readonly expiresAt: number }>();
        let now = 0;
        steps.forEach((each, value) => {
          if (each.does === 'wait') now += each.time;
          if (each.does === 'clear') [cache, model].forEach((both) => both.clear());
          if (each.does === 'delete') [cache, model].forEach((both) => both.delete(each.key));
          if (each.does === 'set') {
            const expiresAt = now + each.expiresIn;
            cache.set(each.key, value, expiresAt, now);
            model.set(each.key, { value, expiresAt });
          }
          if (each.does === 'get') {
            const known = model.get(each.key);
            const wanted = known !== undefined && now < known.expiresAt ? known.value : undefined;
            expect([wanted, undefined]).toContain(cache.get(each.key, now));
          }
          expect(cache.size).toBeLessThanOrEqual(capacity);
        });
      }),
    );
  });
});
