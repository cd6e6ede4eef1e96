/**
 * JSON as tokens may use it: an object, no member twice, bounded depth and size, finite numbers, whole characters.
 * `JSON.parse` keeps the last of two equal members; another service's parser may keep the first.
 */

import type { JsonValue } from '../identity.js';

/** How much a text may hold. */
export interface JsonLimits {
  /** The deepest nesting of arrays and objects. */
  readonly depth: number;
  /** Members and elements, counted together by the commas between them: fewer than this. */
  readonly members: number;
}

/** What a header or a payload may hold. */
export const TOKEN_JSON_LIMITS: JsonLimits = { depth: 16, members: 1024 };

/** Why a text is refused. */
export type JsonProblem = 'malformed' | 'duplicate_member';

/** A deeply frozen object without prototype, or what is wrong. Syntax comes before duplicates. */
export function parseStrictJson(
  text: string,
  limits: JsonLimits = TOKEN_JSON_LIMITS,
): { readonly [member: string]: JsonValue } | JsonProblem {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed';
  const structure = scan(text, limits);
  if (structure !== undefined) return structure;
  const copy = freezeCopy(value);
  return copy === undefined ? 'malformed' : (copy as { readonly [member: string]: JsonValue });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Walks text that `JSON.parse` took, so its grammar is known to be right. */
function scan(text: string, limits: JsonLimits): JsonProblem | undefined {
  const open: (Set<string> | undefined)[] = [];
  let members = 0;
  let duplicate = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === ',') members += 1;
    else if (character === '"') {
      const end = endOfString(text, index);
      const names = open.at(-1);
      if (names !== undefined && isName(text, end)) {
        const name = JSON.parse(text.slice(index, end)) as string;
        duplicate ||= names.has(name);
        names.add(name);
      }
      index = end - 1;
    }
    if (open.length > limits.depth || members >= limits.members) return 'malformed';
  }
  return duplicate ? 'duplicate_member' : undefined;
}

/** The index behind the closing quote. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

const COLON = /[ \t\n\r]*:/uy;

/** A string is a member's name when a colon follows. */
function isName(text: string, end: number): boolean {
  COLON.lastIndex = end;
  return COLON.test(text);
}

/** `undefined` for what JSON can spell and a claim must not be: an infinite number, half a surrogate pair. */
function freezeCopy(value: unknown): JsonValue | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? value : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (const item of value) {
      const copy = freezeCopy(item);
      if (copy === undefined) return undefined;
      items.push(copy);
    }
    return Object.freeze(items);
  }
  if (typeof value !== 'object' || value === null) return value as boolean | null;
  const members = Object.create(null) as Record<string, JsonValue>;
  for (const [name, member] of Object.entries(value)) {
    const copy = name.isWellFormed() ? freezeCopy(member) : undefined;
    if (copy === undefined) return undefined;
    members[name] = copy;
  }
  return Object.freeze(members);
}
