/** Scopes and roles: names that a token holds, each once. */

import { Memo } from '../memo.js';
import { SCOPE_TOKEN } from '../../jose/scope-token.js';
import type { Claims, JsonValue } from '../../json/json-value.js';
import { findClaim, type ClaimPath } from '../../policy/model/claim-path.js';
import { MALFORMED, type Reading } from './reading.js';

/** Names as a list for people and as a set for rules. Most tokens hold the same few, and share them. */
export interface Names {
  /** Frozen, in the order of the token. */
  readonly list: readonly string[];
  readonly set: ReadonlySet<string>;
}

/** What a token holds that says nothing. */
export const NO_NAMES: Names = namesOf([]);

/** How names may look, and what was made of claims that were read before: by the text, or by the list as JSON. */
class NameReader {
  readonly #form: RegExp;
  readonly #texts = new Memo<Reading<Names>>();
  readonly #lists = new Memo<Reading<Names>>();

  constructor(form: RegExp) {
    this.#form = form;
  }

  /** A space-delimited string or a list of strings; absent means none. */
  read(claims: Claims, path: ClaimPath): Reading<Names> {
    const lookup = findClaim(claims, path);
    if (lookup.state === 'absent') return NO_NAMES;
    if (lookup.state === 'wrongType') return MALFORMED;
    const { value } = lookup;
    if (typeof value === 'string') return this.#texts.recall(value) ?? this.#readText(value);
    return Array.isArray(value) ? this.#readList(value) : MALFORMED;
  }

  #readText(text: string): Reading<Names> {
    return this.#texts.remember(text, text === '' ? NO_NAMES : this.#check(text.split(' ')));
  }

  #readList(list: readonly JsonValue[]): Reading<Names> {
    const text = JSON.stringify(list);
    return this.#lists.recall(text) ?? this.#lists.remember(text, this.#check(list));
  }

  #check(list: readonly JsonValue[]): Reading<Names> {
    const areNames = list.every((name): name is string => typeof name === 'string' && this.#form.test(name));
    return areNames ? namesOf(list) : MALFORMED;
  }
}

/** Scopes as RFC 6749 §3.3 spells them. */
export const SCOPES: NameReader = new NameReader(SCOPE_TOKEN);

/** At least one character, and no control characters: a name goes into logs, headers, queries and file names. */
const NAME = /^\P{Cc}+$/u;

export const ROLES: NameReader = new NameReader(NAME);

/** Whether a claim is the name of one thing: a subject, a client, a tenant, a token. */
export function isName(value: JsonValue): value is string {
  return typeof value === 'string' && NAME.test(value);
}

function namesOf(list: readonly string[]): Names {
  const set = new Set(list);
  return { list: Object.freeze([...set]), set };
}
