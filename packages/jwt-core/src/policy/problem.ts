/** A mistake in a policy document. */

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

/** Takes one problem. */
export type Report = (code: PolicyProblemCode, path: Path, message: string) => void;
