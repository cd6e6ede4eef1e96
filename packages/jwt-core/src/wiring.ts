/** For adapters: mistakes in the wiring that types do not see in JavaScript, found as early as the framework allows. */

import { ConfigurationError } from './policy/problems.js';

const METHODS = ['decide', 'identify', 'operation'];

/**
 * Refuses what is not a verifier. The promise of one looks like one until the first request.
 *
 * @throws {@link ConfigurationError} that says what was found.
 */
export function assertVerifier(value: unknown, taker: string): void {
  if (has(value, ['then'])) {
    throw new ConfigurationError(
      `${taker}: expected a verifier, found a promise. Write await: ${taker}(await createVerifier(...)).`,
    );
  }
  if (has(value, METHODS)) return;
  throw new ConfigurationError(
    `${taker}: expected what createVerifier() resolves to, found ${value === null ? 'null' : typeof value}.`,
  );
}

function has(value: unknown, methods: readonly string[]): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return methods.every((name) => typeof Reflect.get(value, name) === 'function');
}

/**
 * A function that makes a middleware, and does not let itself be used as one: `app.use(jwt.guard)` in place of
 * `app.use(jwt.guard())`. Without this, such a request would never be answered, or would pass by.
 *
 * `reads` are the properties that the framework asks of whatever is to be a middleware: where it does, the mistake is found
 * at start. Else it is found when the framework calls with a request, and always hands over a function to go on with.
 */
export function middlewareFactory<Args extends readonly unknown[], Middleware>(
  call: string,
  make: (...args: Args) => Middleware,
  reads: readonly string[],
): (...args: Args) => Middleware {
  const refuse = (): never => {
    throw new ConfigurationError(
      `${call.replace(/\(.*/u, '')} was used as a middleware: it makes one. Write ${call}.`,
    );
  };
  const factory = (...args: Args): Middleware => {
    if (args.some((each) => typeof each === 'function')) refuse();
    return make(...args);
  };
  for (const name of reads) Object.defineProperty(factory, name, { get: refuse });
  return factory;
}
