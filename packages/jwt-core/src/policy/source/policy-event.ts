/** The events of a policy document. */

import { reasonOf } from '../../io/reason.js';
import { PolicyError } from '../policy-error.js';
import { type PolicyProblem } from '../problem.js';
import type { PolicyStamp } from '../compile/service-policy.js';

/** What happened to a policy document, for logs and alerts. It never holds the document's text, nor a secret. */
export type PolicyEvent =
  PolicyActivated | PolicyUnboundOperation | PolicyRejected | PolicyUnreadable | PolicyAge;

interface PolicyEventBase {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The path of the file, or the URL without credentials and query. */
  readonly location: string;
}

/** Another policy is in force: the first one, a newer one, or an older one again. */
export interface PolicyActivated extends PolicyEventBase {
  readonly type: 'policy.activated';
  readonly policy: PolicyStamp;
  /** What was in force before; absent at start. */
  readonly previous?: PolicyStamp;
}

/**
 * The policy that came in force does not have operations that the program has bound (`operation(name)`, `@Operation(name)`).
 * Their requests are denied with `operation.unknown`: to keep the policy before would keep open what it closes.
 */
export interface PolicyUnboundOperation extends PolicyEventBase {
  readonly type: 'policy.unbound_operation';
  readonly policy: PolicyStamp;
  /** By name, in the order in which the program has bound them. */
  readonly operations: readonly string[];
}

/** A document was read, and cannot be used. What was in force stays in force. */
export interface PolicyRejected extends PolicyEventBase {
  readonly type: 'policy.rejected';
  /** In one sentence. */
  readonly reason: string;
  /** Everything that is wrong with the document; empty where it does not fit this service or its environment. */
  readonly problems: readonly PolicyProblem[];
}

/** No document could be read. What was in force stays in force. */
export interface PolicyUnreadable extends PolicyEventBase {
  readonly type: 'policy.unreadable';
  readonly reason: string;
}

/** `policy.stale`: the source has not confirmed the policy for `maxStaleMs`. `policy.fresh`: it has again. Each is sent once. */
export interface PolicyAge extends PolicyEventBase {
  readonly type: 'policy.stale' | 'policy.fresh';
  readonly policy: PolicyStamp;
  /** What happens to requests while it is stale. */
  readonly onStale: 'warn' | 'deny';
}

type WithoutBase<Event> = Event extends PolicyEvent ? Omit<Event, keyof PolicyEventBase> : never;

/** An event without its time and location. */
export type PolicyEventBody = WithoutBase<PolicyEvent>;

/** Takes every policy event. That it throws is reported once and changes nothing. */
export type PolicyEventSink = (event: PolicyEvent) => void;

/** Why a document cannot be used. A {@link PolicyError}'s own message prints lines of the document, so it stays out. */
export function explainRejection(error: unknown): Pick<PolicyRejected, 'reason' | 'problems'> {
  if (!(error instanceof PolicyError)) return { reason: reasonOf(error), problems: [] };
  const { problems } = error;
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  return { reason: `The document has ${count}.`, problems };
}
