/** A mistake in a policy document. */

import { pointerTo } from '../json/json-pointer.js';

/** The kind of a mistake. Stable; the sentences are not. */
export type PolicyProblemCode =
  | 'syntax'
  | 'unreadable'
  | 'duplicate_key'
  | 'unknown_key'
  | 'missing_key'
  | 'invalid'
  | 'not_supported_yet'
  | 'undefined_reference'
  | 'widening'
  | 'ambiguous_route'
  | 'unreachable';

/** One mistake in a policy document. */
export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  /** A JSON Pointer (RFC 6901) to the place. */
  readonly pointer: string;
  /** One sentence: what is wrong, and what to write instead. */
  readonly message: string;
  /** Line and column, from 1; absent for a policy that was written in code. */
  readonly line?: number;
  readonly column?: number;
}

/** The order of a text. */
export function byPlace(left: PolicyProblem, right: PolicyProblem): number {
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}

/** The steps to a place in a document. */
export type Path = readonly (string | number)[];

/** A hostile document has a hundred thousand, and each costs time to describe. */
export const MAX_PROBLEMS = 1000;

/** A place in a document, and the list that its problems are reported to. */
export class DocumentPlace {
  readonly path: Path;
  readonly #problems: PolicyProblem[];

  constructor(path: Path, problems: PolicyProblem[]) {
    this.path = path;
    this.#problems = problems;
  }

  /** A place inside this one. */
  at(...steps: Path): DocumentPlace {
    return new DocumentPlace([...this.path, ...steps], this.#problems);
  }

  /** Reports a problem of this place. */
  report(code: PolicyProblemCode, message: string): void {
    if (this.#problems.length >= MAX_PROBLEMS) return;
    this.#problems.push({ code, pointer: pointerTo(this.path), message });
  }

  /** Reports a value that cannot be used. */
  invalid(message: string): void {
    this.report('invalid', message);
  }

  /** Reports a key that is missing here, and what it is for. */
  missing(key: string, purpose?: string): void {
    const message = `"${key}" is missing here${purpose === undefined ? '' : `: ${purpose}`}.`;
    this.at(key).report('missing_key', message);
  }
}
