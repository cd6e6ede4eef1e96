/** One decision about one request: attach its identity and go on, write the response to a denial, or throw an error. */

import { AccessDeniedError, type Decision } from '../decision/decision.js';
import { headersByName } from '../decision/headers.js';
import type { DenialResponse } from '../decision/problem.js';
import { asError } from './as-error.js';
import { attachIdentity } from './attachment.js';

/**
 * What a framework does for {@link enforce}. `Exchange` is one request with its response, as the framework has them.
 */
export interface ExchangePort<Exchange, Key extends object = object> {
  /** The object that identifies the request wherever the application sees it. The identity is attached to it. */
  key(exchange: Exchange): Key;
  /** Whether the response was sent already, by a time limit for instance. */
  isAnswered(exchange: Exchange): boolean;
  /** Sets headers in place of those of the same names. A name with several values is sent several times. */
  setHeaders(exchange: Exchange, headers: Readonly<Record<string, string | string[]>>): void;
  /** Sends this response, and adds nothing to it. */
  respond(exchange: Exchange, response: DenialResponse): void;
}

/** What happens after a denial: its response is sent, or an {@link AccessDeniedError} is thrown. */
export type OnDeny = 'respond' | 'throw';

/**
 * Whether the request may go on. After `false` the response is sent.
 *
 * No identity stays attached after a denial or an error, because an error handler may let the request go on.
 *
 * @throws an Error, also where `decide` rejected with another value: frameworks take some other values for "go on".
 */
export async function enforce<Exchange>(
  port: ExchangePort<Exchange>,
  exchange: Exchange,
  decide: (exchange: Exchange) => Promise<Decision>,
  onDeny: OnDeny,
): Promise<boolean> {
  try {
    const decision = await decide(exchange);
    attachIdentity(port.key(exchange), decision);
    if (port.isAnswered(exchange)) return false;
    if (decision.outcome === 'allow') {
      if (decision.headers.length > 0) port.setHeaders(exchange, headersByName(decision.headers));
      return true;
    }
    if (onDeny === 'throw') throw new AccessDeniedError(decision);
    port.respond(exchange, decision.response);
    return false;
  } catch (reason) {
    attachIdentity(port.key(exchange), undefined);
    throw asError(reason);
  }
}
