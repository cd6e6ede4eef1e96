/** Events for the application. What its observers do with them changes nothing here. */

import { isPromise } from 'node:util/types';
import { deepFreeze } from '../json/plain.js';
import { warn } from './warning.js';

/** Receives events, and never throws. */
export type EventObserver<Event> = (event: Event) => void;

/** A function of the application as an observer. That it throws, or rejects, is reported once, with its name. */
export function observerOf<Event>(name: string, observe: (event: Event) => unknown): EventObserver<Event> {
  let hasWarned = false;
  const report = (): void => {
    if (hasWarned) return;
    hasWarned = true;
    warn('JWT_POLICY_SINK', `${name} threw: its events are being lost.`);
  };
  return (event) => {
    try {
      const outcome = observe(event);
      // An async function may observe as well; its rejection is not handled elsewhere.
      if (isPromise(outcome)) outcome.catch(report);
    } catch {
      report();
    }
  };
}

/** Hands the events of one kind to all observers of that kind. */
export class EventSink<Event> {
  readonly #kind: string;
  readonly #observers: readonly EventObserver<Event>[];
  #hasWarned = false;

  /** @param kind - One word, for the message where an event cannot be made. */
  constructor(kind: string, observers: readonly EventObserver<Event>[]) {
    this.#kind = kind;
    this.#observers = observers;
  }

  get isObserved(): boolean {
    return this.#observers.length > 0;
  }

  /** This sink; or, where it has no observer, one with this observer. */
  orElse(observer: EventObserver<Event>): EventSink<Event> {
    return this.isObserved ? this : new EventSink(this.#kind, [observer]);
  }

  /** The event is only made where it is observed. One for several observers is frozen: none changes what another sees. */
  emit(make: () => Event): void {
    if (!this.isObserved) return;
    const event = this.#made(make);
    if (event === undefined) return;
    if (this.#observers.length > 1) deepFreeze(event);
    for (const observe of this.#observers) observe(event);
  }

  /** `undefined` where it cannot be made: a clock of the application may return what is not a time. */
  #made(make: () => Event): Event | undefined {
    try {
      return make();
    } catch {
      if (!this.#hasWarned)
        warn('JWT_POLICY_SINK', `The ${this.#kind} events cannot be made: they are being lost.`);
      this.#hasWarned = true;
      return undefined;
    }
  }
}
