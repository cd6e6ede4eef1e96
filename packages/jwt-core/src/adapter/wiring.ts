/** For adapters: mistakes in the wiring that types do not see in JavaScript, found as early as the framework allows. */

import { ConfigurationError } from '../options/configuration-error.js';

const METHODS = ['decide', 'identify', 'requireOperation'];

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

/** How a {@link middlewareFactory} is to be called. */
export interface FactoryRules {
  readonly reads: readonly string[];
  readonly most: 0 | 1;
}

/**
 * A function that makes a middleware, and does not let itself be used as one: `app.use(jwt.guard)` in place of
 * `app.use(jwt.guard())`. Without this, such a request would never be answered, or would pass by.
 *
 * `reads` are the properties that the framework asks of whatever is to be a middleware: where it does, the mistake is found
 * at start. Else it is found when the framework calls with a request, and always hands over a function to go on with.
 *
 * `most` is how many arguments it takes. JavaScript would drop the others, which say what the middleware is to do.
 */
export function middlewareFactory<Args extends readonly unknown[], Middleware>(
  call: string,
  make: (...args: Args) => Middleware,
  { reads, most }: FactoryRules,
): (...args: Args) => Middleware {
  const name = call.replace(/\(.*/u, '');
  const refuse = (): never => {
    throw new ConfigurationError(`${name} was used as a middleware: it makes one. Write ${call}.`);
  };
  const factory = (...args: Args): Middleware => {
    if (args.some((each) => typeof each === 'function')) refuse();
    if (args.length > most) {
      const expected = most === 0 ? 'no argument' : `at most ${String(most)} argument`;
      throw new ConfigurationError(
        `${name}: expected ${expected}, found ${String(args.length)}. Write ${call}.`,
      );
    }
    return make(...args);
  };
  for (const each of reads) Object.defineProperty(factory, each, { get: refuse });
  return factory;
}
