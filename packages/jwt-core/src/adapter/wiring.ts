/** Mistakes in the wiring that types do not find in JavaScript, found as early as the framework allows. */

import { ConfigurationError } from '../options/configuration-error.js';
import type { Verifier } from '../verify/verifier.js';

const METHODS = ['decide', 'identify', 'requireOperation'];

/**
 * Rejects a value that is not a verifier. The promise of a verifier would fail with the first request only.
 *
 * @throws {@link ConfigurationError} that says what was found.
 */
export function assertVerifier(value: unknown, taker: string): asserts value is Verifier {
  if (isPromise(value)) {
    throw new ConfigurationError(
      `${taker}: expected a verifier, found a promise. Write await: ${taker}(await createVerifier(...)).`,
    );
  }
  if (isVerifier(value)) return;
  throw new ConfigurationError(
    `${taker}: expected what createVerifier() resolves to, found ${value === null ? 'null' : typeof value}.`,
  );
}

/** Whether a value can be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return has(value, ['then']);
}

/** Whether a value has the methods of a verifier. */
export function isVerifier(value: unknown): value is Verifier {
  return has(value, METHODS);
}

function has(value: unknown, methods: readonly string[]): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return methods.every((name) => typeof Reflect.get(value, name) === 'function');
}

/** How a {@link middlewareFactory} is to be called. */
export interface FactoryRules {
  /** The properties that the framework asks of a function that is to be a middleware. */
  readonly reads: readonly string[];
  readonly maxArguments: 0 | 1;
}

/**
 * A function that makes a middleware, and throws where it is used as one: `app.use(jwt.guard)` in place of
 * `app.use(jwt.guard())`. Otherwise such a request would never be answered, or would pass without a decision.
 *
 * Where the framework reads a property of a function that is to be a middleware, the mistake is found at start.
 * Otherwise it is found when the framework calls the function with a request: it always passes a function to go on
 * with.
 *
 * JavaScript drops arguments that a function does not take. Here they are an error, because they say what the
 * middleware is to do.
 */
export function middlewareFactory<Args extends readonly unknown[], Middleware>(
  call: string,
  make: (...args: Args) => Middleware,
  { reads, maxArguments }: FactoryRules,
): (...args: Args) => Middleware {
  const name = call.replace(/\(.*/u, '');
  const reject = (): never => {
    throw new ConfigurationError(`${name} was used as a middleware: it makes one. Write ${call}.`);
  };
  const factory = (...args: Args): Middleware => {
    if (args.some((each) => typeof each === 'function')) reject();
    if (args.length > maxArguments) {
      const expected = maxArguments === 0 ? 'no argument' : 'at most 1 argument';
      throw new ConfigurationError(
        `${name}: expected ${expected}, found ${String(args.length)}. Write ${call}.`,
      );
    }
    return make(...args);
  };
  for (const each of reads) Object.defineProperty(factory, each, { get: reject });
  return factory;
}
