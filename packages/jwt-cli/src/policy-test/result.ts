/** What became of a case. */

import type { Explanation } from '@org/jwt-core';
import type { Path, Place } from './places.js';

/** The outcome of a request: what is expected, and what was decided. */
export interface Outcome {
  readonly outcome: 'allow' | 'deny';
  readonly code?: string | undefined;
  readonly rule?: number | undefined;
}

/**
 * `case`: one that the file lists. `attack`: a token that an alteration has broken. `unlisted`: a caller at an operation
 * that no case of the file lists.
 */
export type ResultKind = 'case' | 'attack' | 'unlisted';

/** One request, and its verdict. */
export interface Result {
  readonly kind: ResultKind;
  readonly file: string;
  readonly place: Place;
  readonly path: Path;
  readonly service: string;
  /** As the engine found it. */
  readonly operation: string | undefined;
  readonly caller: string;
  /** In a few words. */
  readonly title: string;
  /** `skipped`: an alteration of what the policy does not ask for. */
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly expected: Outcome;
  readonly actual: Outcome;
  /** What can be done about it, where there is something to say. */
  readonly advice: string | undefined;
  readonly explanation: Explanation;
}

/** `allow by rule 0`, `deny operation.scope`. */
export function worded({ outcome, code, rule }: Outcome): string {
  if (outcome === 'allow') return rule === undefined ? 'allow' : `allow by rule ${String(rule)}`;
  return code === undefined ? 'deny' : `deny ${code}`;
}

/** Whether the verdict is the expected one. What the case does not say is not compared. */
export function isAsExpected(expected: Outcome, actual: Outcome): boolean {
  return (
    expected.outcome === actual.outcome &&
    (expected.code === undefined || expected.code === actual.code) &&
    (expected.rule === undefined || expected.rule === actual.rule)
  );
}
