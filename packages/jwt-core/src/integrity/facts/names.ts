/** Scopes and roles: names that a token holds, each once. */

import { Memo } from '../memo.js';
import { SCOPE_TOKEN } from '../../jose/scope-token.js';
import type { Claims, JsonValue } from '../../json/json-value.js';
import type { RoleForm } from '../../policy/document/provider.js';
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

/** How a claim holds names: what a string is, and whether an object is one that names them. */
interface NamesForm {
  readonly words: string;
  /** What each name must look like. */
  readonly name: RegExp;
  /** The names in a string; `undefined` where a string is of a wrong type. Empty ones are removed: they say that there is none. */
  readonly split: (text: string) => readonly string[] | undefined;
  readonly takes: 'lists' | 'objects';
}

/** Reads names, and remembers what was made of claims that were read before: by the text, or by the value as JSON. */
class NameReader {
  readonly form: string;
  readonly #form: NamesForm;
  readonly #texts = new Memo<Reading<Names>>();
  readonly #values = new Memo<Reading<Names>>();

  constructor(form: NamesForm) {
    this.#form = form;
    this.form = form.words;
  }

  /** The names at a path; absent means none. */
  read(claims: Claims, path: ClaimPath): Reading<Names> {
    const lookup = findClaim(claims, path);
    if (lookup.state === 'absent') return NO_NAMES;
    if (lookup.state === 'wrongType') return MALFORMED;
    const { value } = lookup;
    if (typeof value === 'string') return this.#texts.recall(value) ?? this.#readText(value);
    return typeof value === 'object' && value !== null ? this.#readObject(value) : MALFORMED;
  }

  #readText(text: string): Reading<Names> {
    return this.#texts.remember(text, this.#check(this.#form.split(text)));
  }

  #readObject(value: object): Reading<Names> {
    const text = JSON.stringify(value);
    return this.#values.recall(text) ?? this.#values.remember(text, this.#check(this.#namesIn(value)));
  }

  #namesIn(value: object): readonly unknown[] | undefined {
    if (Array.isArray(value)) return this.#form.takes === 'lists' || value.length === 0 ? value : undefined;
    return this.#form.takes === 'objects' ? grantedMembers(value) : undefined;
  }

  #check(list: readonly unknown[] | undefined): Reading<Names> {
    const names = list?.filter((name) => name !== '');
    const areNames = names?.every(
      (name): name is string => typeof name === 'string' && this.#form.name.test(name),
    );
    return names !== undefined && areNames === true ? namesOf(names) : MALFORMED;
  }
}

/** The names of members that say something. */
function grantedMembers(value: object): readonly string[] {
  return Object.entries(value).flatMap(([name, member]) =>
    member === null || member === false ? [] : [name],
  );
}

const words = (text: string): readonly string[] => text.split(' ');
const whole = (text: string): readonly string[] => [text];
const noText = (text: string): readonly string[] | undefined => (text === '' ? [] : undefined);

const SPACES = {
  words: 'a space-delimited string or a list of strings',
  split: words,
  takes: 'lists',
} as const;

/** Scopes as RFC 6749 §3.3 spells them. */
export const SCOPES: NameReader = new NameReader({ ...SPACES, name: SCOPE_TOKEN });

/** At least one character, and no control characters: a name goes into logs, headers, queries and file names. */
const NAME = /^\P{Cc}+$/u;

/** Roles, in each of the forms that an issuer can name. */
export const ROLES: Readonly<Record<RoleForm, NameReader>> = {
  names: new NameReader({
    words: 'a string or a list of strings',
    name: NAME,
    split: whole,
    takes: 'lists',
  }),
  spaceDelimited: new NameReader({ ...SPACES, name: NAME }),
  memberNames: new NameReader({
    words: 'an object whose member names are the roles',
    name: NAME,
    split: noText,
    takes: 'objects',
  }),
};

/** Whether a claim is the name of one thing: a subject, a client, a tenant, a token. */
export function isName(value: JsonValue): value is string {
  return typeof value === 'string' && NAME.test(value);
}

function namesOf(list: readonly string[]): Names {
  const set = new Set(list);
  return { list: Object.freeze([...set]), set };
}
