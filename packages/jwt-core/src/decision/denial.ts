import { createRecord } from '../json/plain.js';
import { hideCredentials } from './credential-shape.js';
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

/** What is written of a denial: in events, explanations and the server's own log. */
export interface WrittenDetail {
  readonly expected?: string;
  readonly actual?: string;
}

/** Of `expected` and of `actual`, in UTF-16 units. A policy may list ten thousand scopes; an event must not. */
export const MAX_TEXT_LENGTH = 320;

/** Of one value of a token, in UTF-16 units. */
const MAX_VALUE_LENGTH = 200;

/** What is looked at of a value, so that a long one costs no more than another. */
const MAX_READ_LENGTH = 2_048;

/** Of a list of names in a text. */
const MAX_NAMES = 8;

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
    this.expected = expected && shorten(expected, MAX_TEXT_LENGTH);
    this.actual = actual && shorten(actual, MAX_TEXT_LENGTH);
    this.scopes = scopes;
    this.retryAfter = retryAfter;
  }
}

/** Refuses with one reason. */
export function deny(code: ReasonCode, detail?: DenialDetail): Denial {
  return new Denial(code, detail);
}

/** At most `maxLength` UTF-16 units of a text, and `…` where something is missing. Never half of a character. */
export function shorten(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1).toWellFormed()}…` : text;
}

/** A value of the policy as one line: JSON, with everything escaped that a terminal would obey. */
export function quote(value: unknown): string {
  return JSON.stringify(value).replace(/\p{C}/gu, encodeURIComponent);
}

/** A value of a token or a request as one short line for an operator, without what looks like a credential. */
export function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  return shorten(hideCredentials(shorten(quote(value), MAX_READ_LENGTH)), MAX_VALUE_LENGTH);
}

/** Names of the policy as one short text. */
export function listNames(names: readonly string[]): string {
  const rest = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return rest > 0 ? `${shown} and ${String(rest)} more` : shown;
}
