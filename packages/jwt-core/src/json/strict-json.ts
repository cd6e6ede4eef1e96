/**
 * JSON as tokens may use it: an object, no member twice, bounded depth and size, finite numbers, whole characters.
 * `JSON.parse` keeps the last of two equal members; another service's parser may keep the first.
 */

import type { JsonValue } from './json-value.js';

/** How much a text may hold. */
export interface JsonLimits {
  /** The deepest nesting of arrays and objects. */
  readonly depth: number;
  /** Members and elements, counted together by the commas between them: fewer than this. */
  readonly members: number;
}

/** What a header or a payload may hold. */
export const TOKEN_JSON_LIMITS: JsonLimits = { depth: 16, members: 1024 };

/** Why a text is refused. `too_deep` and `too_large` are about the limits. */
export type JsonProblem = 'malformed' | 'duplicate_member' | 'too_deep' | 'too_large';

/** How much a text was to hold, where it holds more. */
export function passedLimit(problem: JsonProblem, { depth, members }: JsonLimits): string | undefined {
  if (problem === 'too_deep') return `at most ${String(depth)} levels`;
  return problem === 'too_large' ? `fewer than ${String(members)} members and elements` : undefined;
}

/** For a text that is the value of a member: that text, or an equal one that others have as well. */
export type Share = (name: string, text: string) => string;

/** A deeply frozen object that inherits nothing, or what is wrong. Syntax comes before duplicates. */
export function parseStrictJson(
  text: string,
  limits: JsonLimits = TOKEN_JSON_LIMITS,
  share: Share = (_name, value) => value,
): { readonly [member: string]: JsonValue } | JsonProblem {
  const value = looksLikeObject(text) ? parseObject(text) : undefined;
  if (value === undefined) return 'malformed';
  const isWhole = text.isWellFormed() && !text.includes('\\');
  const copier = new Copier(isWhole, limits.depth, share);
  const copy = copier.copyObject(value, 1);
  if (copier.separators >= limits.members) return 'too_large';
  // A text that could not be shorter holds nothing but what was read of it.
  if (!isWhole || text.length !== copier.shortest) {
    const names = countNames(text, limits);
    if (typeof names === 'string') return names;
    // Of equal members `JSON.parse` keeps one: then there are more names in the text than in the value.
    if (copier.names !== names) return 'duplicate_member';
  }
  return copier.isFit ? copy : 'malformed';
}

/** Whether it begins and ends as an object must (RFC 8259 §2): what does not would cost an error that is not read. */
function looksLikeObject(text: string): boolean {
  return text.trimStart().startsWith('{') && text.trimEnd().endsWith('}');
}

/** The stack of an error that is caught here is not read, and collecting it costs more than all the rest of a denial. */
function parseObject(text: string): object | undefined {
  const { stackTraceLimit } = Error;
  limitStackTraces(0);
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  } finally {
    limitStackTraces(stackTraceLimit);
  }
}

function limitStackTraces(frames: number): void {
  try {
    Error.stackTraceLimit = frames;
  } catch {
    // The application has frozen the built-in objects: then each error has its stack.
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** How many members the text names, within the limits. `JSON.parse` took it, so its grammar is right. */
function countNames(text: string, limits: JsonLimits): number | JsonProblem {
  let names = 0;
  let separators = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index);
        break;
      case COLON:
        names += 1;
        break;
      case COMMA:
        separators += 1;
        if (separators >= limits.members) return 'too_large';
        break;
      case OPEN:
      case OPEN_LIST:
        depth += 1;
        if (depth > limits.depth) return 'too_deep';
        break;
      case CLOSE:
      case CLOSE_LIST:
        depth -= 1;
    }
  }
  return names;
}

/** The index of the closing quote: the first one after an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
}

/**
 * An object that inherits nothing. `Object.create(null)` would be a hash table to the runtime: it costs three times the
 * memory, in each of ten thousand remembered tokens.
 */
class JsonObject {
  [member: string]: JsonValue;

  static {
    Reflect.deleteProperty(this.prototype, 'constructor');
    Object.freeze(Object.setPrototypeOf(this.prototype, null));
  }
}

/** Copies what `JSON.parse` made into frozen values, and counts. */
class Copier {
  names = 0;
  separators = 0;
  /** How long the shortest text is that says this and has no escapes; `NaN` where that is not known. */
  shortest = 0;
  /** No more once there was what JSON can spell and a claim must not be: an infinite number, half a surrogate pair. */
  isFit = true;
  readonly #isWhole: boolean;
  readonly #maxDepth: number;
  readonly #share: Share;

  /** `isWhole`: there is no half surrogate pair in the text, and no escape that could spell one. */
  constructor(isWhole: boolean, maxDepth: number, share: Share) {
    this.#isWhole = isWhole;
    this.#maxDepth = maxDepth;
    this.#share = share;
  }

  copyObject(value: object, depth: number): { readonly [member: string]: JsonValue } {
    const members = value as Record<string, unknown>;
    const copy = new JsonObject();
    let size = 0;
    // Made by `JSON.parse`: all its members are its own, and all can be counted.
    for (const name in members) {
      size += 1;
      this.#copyText(name);
      const member = this.#copy(members[name], depth);
      copy[name] = typeof member === 'string' ? this.#share(name, member) : member;
    }
    this.names += size;
    this.shortest += size; // the colons
    this.#enclose(size);
    return Object.freeze(copy);
  }

  #copy(value: unknown, depth: number): JsonValue {
    if (typeof value === 'string') return this.#copyText(value);
    if (typeof value === 'number') {
      this.isFit &&= Number.isFinite(value);
      this.shortest += shortestOf(value);
      return value;
    }
    if (typeof value !== 'object' || value === null) {
      this.shortest += String(value).length;
      return value as boolean | null;
    }
    // What is too deep is not counted either, so that the text is longer than that.
    if (depth === this.#maxDepth) return null;
    return Array.isArray(value) ? this.#copyList(value, depth + 1) : this.copyObject(value, depth + 1);
  }

  #copyList(list: readonly unknown[], depth: number): readonly JsonValue[] {
    this.#enclose(list.length);
    return Object.freeze(list.map((item) => this.#copy(item, depth)));
  }

  /** The brackets around this number of members or elements, and the commas between them. */
  #enclose(size: number): void {
    const separators = Math.max(0, size - 1);
    this.separators += separators;
    this.shortest += separators + 2;
  }

  /** The text between its quotes is as long as itself, where there are no escapes. */
  #copyText(text: string): string {
    this.shortest += text.length + 2;
    if (!this.#isWhole) this.isFit &&= text.isWellFormed();
    return text;
  }
}

/** An exponent makes a whole number shorter where it ends in three zeros; other numbers have odder spellings. */
function shortestOf(number: number): number {
  return Number.isSafeInteger(number) && number % 1000 !== 0 ? String(number).length : Number.NaN;
}
