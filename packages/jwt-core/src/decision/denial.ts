import { createRecord } from '../policy/plain.js';
import type { ReasonCode } from './reasons.js';

/** What goes with a reason: for the operator's eyes, never for the caller's. */
export interface DenialDetail {
  /** What was asked for, in words. Never a key or a secret. */
  readonly expected?: string;
  /** What was found, in words. Never the token. */
  readonly actual?: string;
  /** The scopes to ask for, with `operation.scope`. */
  readonly scopes?: readonly string[];
  /** Seconds after which another try makes sense, with a 503. */
  readonly retryAfter?: number;
}

const LONGEST_TEXT = 200;

/** One refusal: what a step or a check returns in place of its result. */
export class Denial {
  readonly code: ReasonCode;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
  readonly scopes: readonly string[];
  readonly retryAfter: number | undefined;

  constructor(code: ReasonCode, detail: DenialDetail = {}) {
    // Own members alone: `Object.prototype` may be polluted.
    const { expected, actual, scopes = [], retryAfter }: DenialDetail = Object.assign(createRecord(), detail);
    this.code = code;
    this.expected = expected;
    this.actual = actual;
    this.scopes = scopes;
    this.retryAfter = retryAfter;
  }
}

/** Refuses with one reason. */
export function deny(code: ReasonCode, detail?: DenialDetail): Denial {
  return new Denial(code, detail);
}

/** How every JSON Web Token begins: `{"`, in base64url. */
const TOKEN = /eyJ[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)*/gu;

/**
 * A value of a token as one short line for an operator: JSON, with everything escaped that a terminal would obey. A token
 * within a token is as little for the log as the outer one.
 */
export function inWords(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value).replace(/\p{C}/gu, encodeURIComponent);
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return short.replace(TOKEN, '(a token)');
}
