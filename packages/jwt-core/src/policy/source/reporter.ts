/** Reports to the application what happened to each document: each event once. */

import type { Clock } from '../../io/clock.js';
import type { EventSink } from '../../io/event-sink.js';
import type { PolicyStamp } from '../compile/service-policy.js';
import { explainRejection, type PolicyEvent, type PolicyEventBody } from './policy-event.js';
import { UnreadableError } from './reading.js';
import { rejectionOf, type PolicyRejection } from './rejection.js';

/** Different failures in a row. Then the memory starts again. */
const MAX_REMEMBERED = 64;

/** Makes the events of one source. */
export class PolicyReporter {
  readonly #location: string;
  readonly #clock: Clock;
  readonly #events: EventSink<PolicyEvent>;
  readonly #reported = new Set<string>();
  #lastFailure: string | undefined;
  #rejection: PolicyRejection | undefined;

  constructor(location: string, clock: Clock, events: EventSink<PolicyEvent>) {
    this.#location = location;
    this.#clock = clock;
    this.#events = events;
  }

  activated(policy: PolicyStamp, previous: PolicyStamp | undefined): void {
    this.#emit({ type: 'policy.activated', policy, ...(previous !== undefined && { previous }) });
  }

  unbound(policy: PolicyStamp, operations: readonly string[]): void {
    this.#emit({ type: 'policy.unbound_operation', policy, operations });
  }

  /** A failure that is repeated at each read is reported once. */
  failed(error: unknown): void {
    const event =
      error instanceof UnreadableError
        ? { type: 'policy.unreadable' as const, reason: error.message }
        : { type: 'policy.rejected' as const, ...explainRejection(error) };
    const key = JSON.stringify(event);
    const stamped = { ...this.#base(), ...event };
    if (key !== this.#lastFailure) this.#rejection = rejectionOf(stamped);
    this.#lastFailure = key;
    if (this.#reported.has(key)) return;
    if (this.#reported.size >= MAX_REMEMBERED) this.#reported.clear();
    this.#reported.add(key);
    this.#events.emit(() => stamped);
  }

  /** The last failure, as long as nothing good has come after it. */
  get rejection(): PolicyRejection | undefined {
    return this.#rejection;
  }

  /** A read was good: the next failure is reported, also where it was reported before. */
  recovered(): void {
    this.#reported.clear();
    this.#lastFailure = undefined;
    this.#rejection = undefined;
  }

  aged(type: 'policy.stale' | 'policy.fresh', policy: PolicyStamp, onStale: 'warn' | 'deny'): void {
    this.#emit({ type, policy, onStale });
  }

  #emit(event: PolicyEventBody): void {
    this.#events.emit(() => ({ ...this.#base(), ...event }));
  }

  #base(): Pick<PolicyEvent, 'time' | 'location'> {
    return { time: new Date(this.#clock()).toISOString(), location: this.#location };
  }
}
