import { describe, expect, it } from 'vitest';
import type { Verifier } from '../verify/verifier.js';
import { markMiddleware, markOf, marksBeforeHandler, operationsOf } from './marks.js';

const [ours, theirs] = [{}, {}] as [Verifier, Verifier];

it('remembers what a middleware asks, and returns the middleware itself', () => {
  const middleware = (): void => undefined;
  expect(markMiddleware(middleware, { verifier: ours, operation: 'x' })).toBe(middleware);
  expect(markOf(middleware, ours)).toEqual({ verifier: ours, operation: 'x' });
});

it.each<[string, unknown]>([
  [
    'a middleware that asks another verifier',
    markMiddleware(() => undefined, { verifier: theirs, operation: 'x' }),
  ],
  ['a function that was not marked', () => undefined],
  ['a function with such properties', Object.assign(() => undefined, { verifier: ours, operation: 'x' })],
  ['what is not a function', { verifier: ours, operation: 'x' }],
  ['nothing', undefined],
])('knows nothing of %s', (_what, middleware) => {
  expect(markOf(middleware, ours)).toBeUndefined();
});

describe('the marks of a route', () => {
  const functions: Readonly<Record<string, () => void>> = {
    a: markMiddleware(() => undefined, { verifier: ours, operation: 'a' }),
    b: markMiddleware(() => undefined, { verifier: ours, operation: 'b' }),
    theirs: markMiddleware(() => undefined, { verifier: theirs, operation: 'c' }),
  };
  const handler = (): void => undefined;

  it.each<[string, string, string, boolean]>([
    ['handler', '', '', false],
    ['a b handler', 'a b', 'a b', false],
    ['handler a', '', '', true],
    ['a handler b', 'a', 'a', true],
    ['handler a handler', 'a', '', false],
    ['a handler b handler', 'a b', 'a', false],
    ['theirs a handler', 'a', '', false],
    ['a b', 'a b', 'a b', false],
  ])(
    'of "%s" are those before the handler: "%s"; "%s" judge later routes',
    (list, judging, leading, late) => {
      const found = marksBeforeHandler(
        list.split(' ').map((name) => functions[name] ?? handler),
        ours,
      );
      expect(operationsOf(found.judging).join(' ')).toBe(judging);
      expect(operationsOf(found.leading).join(' ')).toBe(leading);
      expect(found.isTooLate).toBe(late);
    },
  );
});
