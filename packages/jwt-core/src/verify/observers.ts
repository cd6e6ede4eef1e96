/** Who receives the events of a verifier: observers of all kinds, and one function for each kind. */

import { EventSink, observerOf, type EventObserver } from '../io/event-sink.js';
import type { KeyEvent, KeyEventSink } from '../keys/key-event.js';
import { aFunction, listOf, type OptionKinds } from '../options/read-options.js';
import type { PolicyEvent, PolicyEventSink } from '../policy/source/policy-event.js';
import type { DecisionEvent, DecisionSink } from '../report/decision-event.js';

/**
 * Everything that a verifier reports. `type` says what it is: `decision`, or a word after `keys.` or `policy.`. No event
 * holds a token, a key or a secret.
 */
export type VerifierEvent = DecisionEvent | KeyEvent | PolicyEvent;

/** Receives every event of a verifier. */
export type Observer = (event: VerifierEvent) => void;

/**
 * The observers of a verifier. Each is called synchronously; an asynchronous one is not awaited. One that throws or rejects
 * is reported once, by a warning of the process with its name; no decision changes, and the others get their events.
 * An event that several observers receive is frozen.
 *
 * Where no observer receives the key events, or the policy events, the process warns of what an operator must know.
 */
export interface ObserverOptions {
  /** Each receives every event, of all kinds. With at least one, the process does not warn of keys and policies. */
  readonly observers?: readonly Observer[];
  /** Receives one event per decision. */
  readonly onDecision?: DecisionSink;
  /**
   * Receives one event when keys are fetched, fail, change, grow too old or are rejected. With it, the process does not
   * warn of an issuer that cannot be reached and a key that is rejected (`JWT_POLICY_KEYS_FAILED` and others).
   */
  readonly onKeyEvent?: KeyEventSink;
  /**
   * Receives one event when a policy comes in force, is rejected, cannot be read, or grows too old. With it, the process
   * does not warn of what is wrong after the start (`JWT_POLICY_REJECTED` and others).
   */
  readonly onPolicyEvent?: PolicyEventSink;
}

/** What each option about events may be. */
export const OBSERVER_OPTIONS: OptionKinds<ObserverOptions> = {
  observers: listOf(aFunction),
  onDecision: aFunction,
  onKeyEvent: aFunction,
  onPolicyEvent: aFunction,
};

/** One sink for each kind of event. */
export interface EventSinks {
  readonly decisions: EventSink<DecisionEvent>;
  readonly keys: EventSink<KeyEvent>;
  readonly policies: EventSink<PolicyEvent>;
}

/** The sinks of a verifier. An observer of all kinds is in each of them. */
export function openSinks(options: ObserverOptions): EventSinks {
  const { observers = [], onDecision, onKeyEvent, onPolicyEvent } = options;
  const all = observers.map((observer, index) => observerOf(`observers[${String(index)}]`, observer));
  return {
    decisions: new EventSink('decision', [...ownObserver('onDecision', onDecision), ...all]),
    keys: new EventSink('key', [...ownObserver('onKeyEvent', onKeyEvent), ...all]),
    policies: new EventSink('policy', [...ownObserver('onPolicyEvent', onPolicyEvent), ...all]),
  };
}

function ownObserver<Event>(
  name: string,
  observe: ((event: Event) => void) | undefined,
): readonly EventObserver<Event>[] {
  return observe === undefined ? [] : [observerOf(name, observe)];
}
