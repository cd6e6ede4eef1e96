import type { Identity } from '../identity.js';
import type { Denial } from './denial.js';
import { headersByName } from './headers.js';
import { respond, type DenialResponse, type Disclosure, type HeaderPair } from './problem.js';
import { layerOf, type Layer, type ReasonCode } from './reasons.js';

/** The request may go on. */
export interface Allowed {
  readonly outcome: 'allow';
  /** Who it is; `undefined` for an anonymous or public request. */
  readonly identity: Identity | undefined;
  /** Headers for the response. */
  readonly headers: readonly HeaderPair[];
  /** What the rules of an operation with `mode: shadow` say, which are not enforced yet. */
  readonly shadow?: ShadowVerdict;
}

/** The verdict of rules on trial: whether they would have let the request go on, else why not. */
export type ShadowVerdict =
  { readonly outcome: 'allow' } | { readonly outcome: 'deny'; readonly code: ReasonCode };

/** The request must not go on: answer with `response`. */
export interface Denied {
  readonly outcome: 'deny';
  readonly code: ReasonCode;
  readonly layer: Layer;
  readonly response: DenialResponse;
}

/** What the verifier says of a request. A value: nothing is thrown. */
export type Decision = Allowed | Denied;

/** Lets a request go on. */
export function allow(identity: Identity | undefined, shadow?: ShadowVerdict): Allowed {
  if (shadow === undefined) return { outcome: 'allow', identity, headers: NO_HEADERS };
  return { outcome: 'allow', identity, headers: NO_HEADERS, shadow };
}

const NO_HEADERS: readonly HeaderPair[] = Object.freeze([]);

/** The verdict of rules on trial, from their objection. */
export function shadowVerdict(denial: Denial | undefined): ShadowVerdict {
  return denial === undefined ? { outcome: 'allow' } : { outcome: 'deny', code: denial.code };
}

/** Refuses a request. */
export function refuse(denial: Denial, service: string, disclosure: Disclosure): Denied {
  const { code } = denial;
  return { outcome: 'deny', code, layer: layerOf(code), response: respond(denial, service, disclosure) };
}

/**
 * A refusal as an error, for frameworks whose error handlers write the response. `status`, `headers` and `expose`
 * are what Express, Koa and the `http-errors` package look for.
 */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedError';
  readonly status: number;
  readonly statusCode: number;
  /** By name; several values of one name as a list. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly expose = true;
  readonly code: ReasonCode;
  /** The body that the verifier would have sent. */
  readonly body: string;

  constructor({ code, response }: Denied) {
    super((JSON.parse(response.body) as { title: string }).title);
    this.status = response.status;
    this.statusCode = response.status;
    // An error handler writes a body of its own, of another type.
    this.headers = headersByName(response.headers.filter(([name]) => name !== 'Content-Type'));
    this.code = code;
    this.body = response.body;
  }
}
