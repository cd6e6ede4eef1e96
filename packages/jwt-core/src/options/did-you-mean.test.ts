import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, listed } from './did-you-mean.js';

/** Edit distance as the textbook defines it. */
function distance(left: string, right: string): number {
  if (left === '' || right === '') return left.length + right.length;
  const [a, b] = [left.slice(1), right.slice(1)];
  if (left[0] === right[0]) return distance(a, b);
  return 1 + Math.min(distance(a, b), distance(a, right), distance(left, b));
}

describe('did you mean', () => {
  it.each([
    ['audiance', ['audience', 'audienceMode'], ' Did you mean "audience"?'],
    ['tenantform', ['tenantFrom', 'tenants'], ' Did you mean "tenantFrom"?'],
    ['ES265', ['ES256', 'RS256'], ' Did you mean "ES256"?'],
    ['AUTH', ['auth', 'allow'], ' Did you mean "auth"?'],
    ['foo', ['audience', 'accept'], ''],
    ['ab', ['xy'], ''],
    ['anything', [], ''],
    ['x'.repeat(65), ['x'.repeat(64)], ''],
  ])('%s among %j: "%s"', (name, known, hint) => {
    expect(didYouMean(name, known)).toBe(hint);
  });

  it('names the nearest of all names', () => {
    const word = fc.string({ unit: fc.constantFrom(...Array.from('abc')), minLength: 4, maxLength: 6 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 5 }), (name, known) => {
        const near = Math.min(...known.map((each) => distance(name, each)));
        const [, named] = /"(.*)"/u.exec(didYouMean(name, known)) ?? [];
        if (near <= 2) expect(distance(name, named ?? '')).toBe(near);
        else expect(named).toBeUndefined();
      }),
    );
  });

  const known = Array.from({ length: 4000 }, (_, index) => `service-${String(index).padStart(5, '0')}`);

  it.each([
    ['service-01234', 'servce-01234'],
    ['service-01234', 'service-01234x'],
    ['service-01234', 'sservice-01234'],
    ['service-01234', 'Service-01234'],
    ['service-03999', 'zervice-03999'],
  ])('finds %s for %s among thousands of names', (name, mistyped) => {
    expect(didYouMean(mistyped, known)).toBe(` Did you mean "${name}"?`);
  });
});

describe('a list of names', () => {
  it('shows up to ten', () => {
    expect(listed(['a', 'b'])).toBe('a, b');
  });

  it('cuts a longer one and says how long it is', () => {
    expect(listed(Array.from({ length: 12 }, (_, index) => `n${index}`))).toBe(
      'n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, … (12 in all)',
    );
  });
});
