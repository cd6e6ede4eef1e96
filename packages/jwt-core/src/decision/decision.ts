import type { Identity } from './identity.js';
import type { Denial, WrittenDetail } from './denial.js';
import { headersByName } from './headers.js';
import {
  respond,
  type DenialResponse,
  type HeaderPair,
  type Problem,
  type ProblemBodies,
} from './problem.js';
import { layerOf, type ReasonCode } from './reasons.js';
import { type Layer } from './layers.js';

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

/** The verdict of shadowed rules: whether they would have let the request go on, else why not. */
export type ShadowVerdict =
  { readonly outcome: 'allow' } | { readonly outcome: 'deny'; readonly code: ReasonCode };

/** The request must not go on: answer with `response`, or with `problem` where the transport has no headers. */
export interface Denied {
  readonly outcome: 'deny';
  readonly code: ReasonCode;
  readonly layer: Layer;
  readonly response: DenialResponse;
  /** What `response` says, as plain data: for a WebSocket, a queue, a subscription. */
  readonly problem: Problem;
  /**
   * What was expected, in the words of the decision event: for the server's own log, never for the caller. Not
   * enumerable, so that a decision that is serialised or copied does not hold it.
   */
  readonly expected?: string | undefined;
  /** What was found; likewise. */
  readonly actual?: string | undefined;
}

/** What the verifier says of a request. A value: nothing is thrown. */
export type Decision = Allowed | Denied;

/** Lets a request go on. */
export function allow(
  identity: Identity | undefined,
  shadow?: ShadowVerdict,
  headers: readonly HeaderPair[] = NO_HEADERS,
): Allowed {
  if (shadow === undefined) return { outcome: 'allow', identity, headers };
  return { outcome: 'allow', identity, headers, shadow };
}

const NO_HEADERS: readonly HeaderPair[] = Object.freeze([]);

/**
 * For what a token has allowed that was not in the `Authorization` header. A cache does not keep the response to a request
 * with that header (RFC 9111 §3.5); of a cookie, another header or a parameter it knows nothing (RFC 6750 §2.3).
 */
export const NOT_STORED: readonly HeaderPair[] = Object.freeze([['Cache-Control', 'no-store']]);

/** The verdict of shadowed rules, from their denial. */
export function shadowVerdict(denial: Denial | undefined): ShadowVerdict {
  return denial === undefined ? { outcome: 'allow' } : { outcome: 'deny', code: denial.code };
}

/** The decision of a denial. `describe` gives the words for the server's log, where they are asked for. */
export function deniedBy(
  denial: Denial,
  service: string,
  bodies: ProblemBodies,
  describe: () => WrittenDetail,
): Denied {
  return new DeniedRequest(denial, respond(denial, service, bodies), bodies, describe);
}

/** Its words are accessors of the class: `JSON.stringify`, a spread and `structuredClone` leave them out. */
class DeniedRequest implements Denied {
  readonly outcome = 'deny';
  readonly code: ReasonCode;
  readonly layer: Layer;
  readonly response: DenialResponse;
  readonly problem: Problem;
  readonly #describe: () => WrittenDetail;

  constructor(
    denial: Denial,
    response: DenialResponse,
    bodies: ProblemBodies,
    describe: () => WrittenDetail,
  ) {
    this.code = denial.code;
    this.layer = layerOf(denial.code);
    this.response = response;
    this.problem = bodies.problemOf(denial);
    this.#describe = describe;
  }

  get expected(): string | undefined {
    return this.#describe().expected;
  }

  get actual(): string | undefined {
    return this.#describe().actual;
  }
}

/**
 * A denial as an error, for frameworks whose error handlers write the response. `status`, `headers` and `expose`
 * are what Express, Koa and the `http-errors` package look for. `expected` and `actual` are for the server's own log:
 * they are in neither `message` nor `stack`, and not enumerable, so that no error handler sends them.
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
  readonly #expected: string | undefined;
  readonly #actual: string | undefined;

  constructor({ code, response, problem, expected, actual }: Denied) {
    super(problem.title);
    this.status = response.status;
    this.statusCode = response.status;
    // An error handler writes a body of its own, of another type.
    this.headers = headersByName(response.headers.filter(([name]) => name !== 'Content-Type'));
    this.code = code;
    this.body = response.body;
    this.#expected = expected;
    this.#actual = actual;
  }

  /** What was expected, in the words of the decision event. */
  get expected(): string | undefined {
    return this.#expected;
  }

  /** What was found, in the words of the decision event. */
  get actual(): string | undefined {
    return this.#actual;
  }
}
