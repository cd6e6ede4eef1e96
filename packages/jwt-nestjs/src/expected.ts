/**
 * Rejects values of the wrong kind where options are taken: JavaScript has no types, and a call is easily forgotten.
 */

import { ConfigurationError } from '@org/jwt-core';
import { isVerifier } from '@org/jwt-core/adapter';

/** @throws {@link ConfigurationError} for what cannot hold options, with any content. */
export function expectOptions(options: unknown, place: string): void {
  const found = kindOf(options);
  if (found === 'an object') return;
  throw new ConfigurationError(
    `${place}: expected an object with options, found ${found}.${HINTS[found] ?? ''}`,
  );
}

/** @throws {@link ConfigurationError} for options without the function that gives the options. */
export function expectFactory(options: unknown): void {
  if (kindOf(options) === 'an object' && kindOf(Reflect.get(Object(options), 'useFactory')) === 'a function')
    return;
  throw new ConfigurationError(
    'JwtPolicyModule.forRootAsync: expected an object with a function useFactory.',
  );
}

const HINTS: Readonly<Record<string, string>> = {
  'a verifier': ' Write { verifier }.',
  'a promise':
    ' Options that have to be awaited belong in JwtPolicyModule.forRootAsync({ useFactory }), the promise of a verifier in { verifier }.',
};

/** Only the kind: the value may be a secret. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (isVerifier(value)) return 'a verifier';
  if (value instanceof Promise) return 'a promise';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
