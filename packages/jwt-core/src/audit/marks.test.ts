import { expect, it } from 'vitest';
import type { Verifier } from '../verifier.js';
import { markMiddleware, markOf } from './marks.js';

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
  ['a function that says it itself', Object.assign(() => undefined, { verifier: ours, operation: 'x' })],
  ['what is not a function', { verifier: ours, operation: 'x' }],
  ['nothing', undefined],
])('knows nothing of %s', (_what, middleware) => {
  expect(markOf(middleware, ours)).toBeUndefined();
});
