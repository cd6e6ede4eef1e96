/** What is asked about a request: the options of `identify` and of `decide`. */

import { aText, oneOf, readOptions, type OptionKind, type OptionKinds } from '../options/read-options.js';
import { ConfigurationError } from '../options/configuration-error.js';

/** How authentication alone treats a request without credential. */
export interface IdentifyOptions {
  /** `optional`: such a request is anonymous. `required` (default): it is denied. A bad credential always is. */
  readonly auth?: 'required' | 'optional';
  /** Ends the waiting: the promise rejects with the signal's reason, nothing is decided, and no event reported. */
  readonly signal?: AbortSignal;
}

/** What is to be decided. */
export interface DecideOptions<Operation extends string = string> {
  /** The operation. Left out, it is found by the request's method and path. */
  readonly operation?: Operation;
  /** Ends the waiting: the promise rejects with the signal's reason, nothing is decided, and no event reported. */
  readonly signal?: AbortSignal;
}

/** What is asked about a request. */
export type AccessQuestion =
  /** Who is it? */
  | {
      readonly kind: 'identify';
      readonly auth: 'required' | 'optional';
      readonly signal: AbortSignal | undefined;
    }
  /** May it do this operation? `undefined`: the one that its route is. */
  | {
      readonly kind: 'decide';
      readonly operation: string | undefined;
      readonly signal: AbortSignal | undefined;
    };

const aSignal: OptionKind = {
  expected: 'an AbortSignal',
  fits: (value) => value instanceof AbortSignal,
};

const IDENTIFY_OPTIONS: OptionKinds<IdentifyOptions> = {
  auth: oneOf('required', 'optional'),
  signal: aSignal,
};

const DECIDE_OPTIONS: OptionKinds<DecideOptions> = { operation: aText, signal: aSignal };

/** What was read before. Reading costs more than some decisions: adapters do it once, when a middleware is made. */
const READ = new WeakMap<object, AccessQuestion>();

/**
 * For adapters: reads the options of `identify` once, at start.
 *
 * @throws {@link ConfigurationError} for an option that is unknown or of a wrong type.
 */
export function readIdentifyOptions(options: IdentifyOptions): IdentifyOptions {
  const read = readOptions('identify', options, IDENTIFY_OPTIONS);
  const { auth = 'required', signal } = read;
  READ.set(read, { kind: 'identify', auth, signal });
  return read;
}

/** The same for the options of `decide` and `explain`. */
export function readDecideOptions(options: DecideOptions): DecideOptions {
  const read = readOptions('decide', options, DECIDE_OPTIONS);
  const { operation, signal } = read;
  READ.set(read, { kind: 'decide', operation, signal });
  return read;
}

const IDENTIFY: AccessQuestion = { kind: 'identify', auth: 'required', signal: undefined };
const DECIDE: AccessQuestion = { kind: 'decide', operation: undefined, signal: undefined };

/** What `identify(request, ...given)` asks. */
export function identifyQuestion(given: readonly unknown[]): AccessQuestion {
  return given.length === 0
    ? IDENTIFY
    : questionOf(given[0] as IdentifyOptions, 'identify', readIdentifyOptions);
}

/** What `decide(request, ...given)` asks. Options that are `undefined` are a mistake, and not "by its route". */
export function decideQuestion(given: readonly unknown[]): AccessQuestion {
  return given.length === 0 ? DECIDE : questionOf(given[0] as DecideOptions, 'decide', readDecideOptions);
}

/** The usual form, `{ operation: 'name' }`, read at a tenth of the cost. */
function usual(options: unknown, kind: AccessQuestion['kind']): AccessQuestion | undefined {
  if (kind !== 'decide' || typeof options !== 'object' || options === null || !('operation' in options))
    return undefined;
  if (Reflect.getPrototypeOf(options) !== Object.prototype || Reflect.ownKeys(options).length !== 1)
    return undefined;
  const { operation } = options;
  if (!Object.hasOwn(options, 'operation') || typeof operation !== 'string' || operation === '')
    return undefined;
  return { kind: 'decide', operation, signal: undefined };
}

function questionOf<Options extends object>(
  options: Options,
  kind: AccessQuestion['kind'],
  read: (options: Options) => Options,
): AccessQuestion {
  const known = READ.get(options) ?? usual(options, kind) ?? READ.get(read(options));
  if (known?.kind === kind) return known;
  throw new ConfigurationError(`${kind}: these options were read for another question.`);
}
