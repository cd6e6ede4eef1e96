import { challengeFor } from './challenge.js';
import type { Denial } from './denial.js';
import { REASONS, type ReasonCode } from './reasons.js';

/** One header of a response. A name may occur more than once. */
export type HeaderPair = readonly [name: string, value: string];

/** What to answer, whole. An adapter writes it and adds nothing. */
export interface DenialResponse {
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  /** `application/problem+json` (RFC 9457). */
  readonly body: string;
}

/** How much the caller may read: with `code`, the precise reason. For development. */
export type Disclosure = 'status' | 'code';

const DOCUMENTATION = 'https://github.com/org/jwt/blob/main/docs/reference/reason-codes.md';
const DEFAULT_RETRY_AFTER = 5;

/**
 * The public name of a refusal: its OAuth error, else what its status says. The link in the body ends in it; the
 * precise code would tell an attacker which check to work on.
 */
export function problemName(code: ReasonCode): string {
  const { status, error } = REASONS[code];
  if (error !== undefined) return error;
  if (status === 401) return 'unauthenticated';
  return status === 403 ? 'forbidden' : 'unavailable';
}

/** The response to a refusal. */
export function respond(denial: Denial, service: string, disclosure: Disclosure): DenialResponse {
  const { status } = REASONS[denial.code];
  const headers: HeaderPair[] = [
    ['Content-Type', 'application/problem+json'],
    ['Cache-Control', 'no-store'],
  ];
  const challenge = challengeFor(denial, service);
  if (challenge !== undefined) headers.push(['WWW-Authenticate', challenge]);
  if (status === 503) headers.push(['Retry-After', String(denial.retryAfter ?? DEFAULT_RETRY_AFTER)]);
  return { status, headers, body: BODIES[disclosure](denial.code) };
}

/** A body says nothing of the request: there is one text for each code. */
const BODIES: Readonly<Record<Disclosure, (code: ReasonCode) => string>> = {
  status: onceForEach((code) => JSON.stringify(problemOf(code))),
  code: onceForEach((code) => JSON.stringify({ ...problemOf(code), code })),
};

function problemOf(code: ReasonCode): { type: string; title: string; status: number } {
  const { status, title } = REASONS[code];
  return { type: `${DOCUMENTATION}#${problemName(code)}`, title, status };
}

function onceForEach(make: (code: ReasonCode) => string): (code: ReasonCode) => string {
  const made = new Map<ReasonCode, string>();
  return (code) => {
    const text = made.get(code) ?? make(code);
    made.set(code, text);
    return text;
  };
}
