/** Makes attacks from tables. The name of a row is the class, a slash, and its name in the table. */

import type { ReasonCode } from '@org/jwt-core';
import type { Alteration } from '../alterations/alteration.js';
import { ATTACK_CONDITIONS, type AttackCondition } from './conditions.js';
import type { Aim } from './target.js';

/** A class of attacks. */
export interface AttackClass {
  /** Stable. The names of its attacks start with it. */
  readonly name: string;
  /** The common property of its attacks, in one sentence. */
  readonly summary: string;
  /** Makes the rows. A token is signed when its row is applied. */
  readonly attacks: (aim: Aim) => readonly Alteration[];
}

/** The parts of a row besides its name. */
export interface RowParts {
  readonly summary: string;
  readonly code: ReasonCode;
  readonly only?: AttackCondition | undefined;
  readonly apply: Alteration['apply'];
}

/** One attack. */
export function attack(name: string, { summary, code, only, apply }: RowParts): Alteration {
  return { name, summary, code, ...(only === undefined ? {} : { onlyWith: ATTACK_CONDITIONS[only] }), apply };
}

/** One attack for each entry of a table. */
export function attacksOf<Value>(
  prefix: string,
  table: Readonly<Record<string, Value>>,
  make: (value: Value, label: string) => RowParts,
): readonly Alteration[] {
  return Object.entries(table).map(([label, value]) => attack(`${prefix}/${label}`, make(value, label)));
}

/** Every pair of two tables, under `first-second`. */
export function pairs<First, Second>(
  first: Readonly<Record<string, First>>,
  second: Readonly<Record<string, Second>>,
): Readonly<Record<string, readonly [First, Second]>> {
  return Object.fromEntries(
    Object.entries(first).flatMap(([one, left]) =>
      Object.entries(second).map(([other, right]) => [`${one}-${other}`, [left, right] as const]),
    ),
  );
}

/** A table whose values are the names themselves. */
export function named(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [printable(name), name]));
}

/** The text with every character escaped that a log or a test report cannot show. */
export function printable(text: string): string {
  const shown = text.replace(/[^\x21-\x7e]/gu, (each) => `{${(each.codePointAt(0) ?? 0).toString(16)}}`);
  return shown === '' ? '{empty}' : shown;
}
