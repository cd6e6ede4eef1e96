/** Options of functions, checked where they are taken. An option that is not understood would be a check that is missing. */

import { createRecord, isPlainObject } from '../json/plain.js';
import { ConfigurationError } from './configuration-error.js';
import { UNSET_HINT } from './unset-hint.js';
import { listed, nearest } from './did-you-mean.js';

/** What one option may be: a value, a list, or an object of options, each with its kind. */
export type OptionKind = ValueKind | ListKind | ObjectKind;

interface ValueKind {
  /** In words, for the message. */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  /** The words to choose from. */
  readonly words?: readonly string[];
}

interface ListKind {
  readonly items: OptionKind;
}

interface ObjectKind {
  readonly members: Readonly<Record<string, OptionKind>>;
  /** Whether `false` may take the place of the object. */
  readonly orFalse: boolean;
}

/** A kind for each option of a type: an option without a kind does not compile. */
export type OptionKinds<Options> = { readonly [Name in keyof Required<Options>]: OptionKind };

/** `true` or `false`, and no text that looks like one of them. */
export const aBoolean: OptionKind = {
  expected: 'true or false',
  fits: (value) => typeof value === 'boolean',
};

/** A number. Its range is checked where its meaning is known. */
export const aNumber: OptionKind = { expected: 'a number', fits: (value) => typeof value === 'number' };

/** A text that is not empty. */
export const aText: OptionKind = {
  expected: 'a string that is not empty',
  fits: (value) => typeof value === 'string' && value !== '',
};

export const aFunction: OptionKind = {
  expected: 'a function',
  fits: (value) => typeof value === 'function',
};

export const aList: OptionKind = { expected: 'a list', fits: Array.isArray };

/** Any value: it is checked where it is used. */
export const anything: OptionKind = { expected: 'a value', fits: () => true };

/** One of these words. */
export function oneOf(...words: readonly string[]): OptionKind {
  const expected = words.map((word) => JSON.stringify(word)).join(' or ');
  return { expected, words, fits: (value) => typeof value === 'string' && words.includes(value) };
}

/** A list whose items are all of one kind. What is read is a copy. */
export function listOf(items: OptionKind): OptionKind {
  return { items };
}

/** An object of options. */
export function optionsOf<Options>(
  members: OptionKinds<Options>,
  { orFalse = false }: { readonly orFalse?: boolean } = {},
): OptionKind {
  return { members, orFalse };
}

/**
 * Reads the options of a function. The answer is a copy without a prototype, so that nothing that is inherited counts
 * as an option: not from a class, and not from a polluted `Object.prototype`.
 *
 * @param caller - The function, for the message.
 * @throws {@link ConfigurationError} with every option that is unknown, undefined or of a wrong type.
 */
export function readOptions<Options extends object>(
  caller: string,
  given: Options,
  members: OptionKinds<Options>,
): Options {
  const problems: string[] = [];
  const read = readMembers('', given, members, problems);
  if (problems.length === 0) return read as Options;
  const text = problems.length === 1 ? ` ${problems.join('')}` : ['', ...problems].join('\n  - ');
  throw new ConfigurationError(`${caller}:${text}`);
}

function readMembers(
  place: string,
  given: unknown,
  members: ObjectKind['members'],
  problems: string[],
): unknown {
  if (!isPlainObject(given)) {
    const name = place === '' ? 'options' : place;
    problems.push(`${name}: expected an object of options, found ${describe(given)}.`);
    return undefined;
  }
  const read = createRecord();
  for (const key of Reflect.ownKeys(given)) {
    const kind = typeof key === 'string' && Object.hasOwn(members, key) ? members[key] : undefined;
    const name = place === '' ? String(key) : `${place}.${String(key)}`;
    if (typeof key === 'symbol' || kind === undefined)
      problems.push(unknownOption(name, String(key), members));
    else read[key] = readValue(name, Reflect.get(given, key), kind, problems);
  }
  return Object.freeze(read);
}

function readValue(name: string, value: unknown, kind: OptionKind, problems: string[]): unknown {
  if (value === undefined) {
    problems.push(`${name} is undefined.${UNSET_HINT} Where nothing is meant, leave it out.`);
    return undefined;
  }
  if ('items' in kind) return readList(name, value, kind.items, problems);
  if ('members' in kind) {
    return kind.orFalse && value === false ? false : readMembers(name, value, kind.members, problems);
  }
  if (!kind.fits(value)) {
    problems.push(`${name}: expected ${kind.expected}, found ${describe(value, kind.words)}.`);
  }
  return value;
}

function readList(name: string, value: unknown, items: OptionKind, problems: string[]): unknown {
  if (!Array.isArray(value)) {
    problems.push(`${name}: expected a list, found ${describe(value)}.`);
    return undefined;
  }
  // `Array.from` reads a hole as undefined, where `map` passes over it.
  const list = Array.from<unknown>(value);
  return Object.freeze(list.map((item, at) => readValue(`${name}[${String(at)}]`, item, items, problems)));
}

function unknownOption(name: string, key: string, members: ObjectKind['members']): string {
  const known = Object.keys(members);
  const near = nearest(key, known);
  const hint = near === undefined ? `Known here: ${listed(known)}.` : `Did you mean "${near}"?`;
  return `there is no option ${JSON.stringify(name.slice(0, MAX_SHOWN))}. ${hint}`;
}

const MAX_SHOWN = 60;

/** The kind of a value. The value itself may be a secret, unless it was to be one of a few words. */
function describe(value: unknown, words?: readonly string[]): string {
  if (words !== undefined && typeof value === 'string') return JSON.stringify(value.slice(0, MAX_SHOWN));
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Promise) return 'a promise (is an await missing?)';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
