/** Events for the application. What its functions do with them changes nothing here. */

import { deepFreeze } from '../json/plain.js';
import { warn } from './warning.js';

/** Takes events, and never throws. */
export type EventTaker<Event> = (event: Event) => void;

/** A function of the application as a taker. That it throws, or rejects, is reported once, with its name. */
export function takerOf<Event>(name: string, take: (event: Event) => unknown): EventTaker<Event> {
  let hasWarned = false;
  const report = (): void => {
    if (hasWarned) return;
    hasWarned = true;
    warn('JWT_POLICY_SINK', `${name} threw: its events are being lost.`);
  };
  return (event) => {
    try {
      const outcome = take(event);
      // An async function may take events as well; its rejection is not handled elsewhere.
      if (outcome instanceof Promise) outcome.catch(report);
    } catch {
      report();
    }
  };
}

/** Passes the events of one kind on to all that take them. */
export class EventSink<Event> {
  readonly #kind: string;
  readonly #takers: readonly EventTaker<Event>[];
  #hasWarned = false;

  /** @param kind - One word, for the message where an event cannot be made. */
  constructor(kind: string, takers: readonly EventTaker<Event>[]) {
    this.#kind = kind;
    this.#takers = takers;
  }

  /** Whether the events are taken. */
  get isObserved(): boolean {
    return this.#takers.length > 0;
  }

  /** This sink; or one with this taker, where nothing takes the events of this one. */
  orElse(taker: EventTaker<Event>): EventSink<Event> {
    return this.isObserved ? this : new EventSink(this.#kind, [taker]);
  }

  /** The event is only made where it is taken. One that several take is frozen: none can change what another one sees. */
  send(make: () => Event): void {
    if (!this.isObserved) return;
    const event = this.#made(make);
    if (event === undefined) return;
    if (this.#takers.length > 1) deepFreeze(event);
    for (const take of this.#takers) take(event);
  }

  /** `undefined` where it cannot be made: a clock of the application may return what is not a time. */
  #made(make: () => Event): Event | undefined {
    try {
      return make();
    } catch {
      if (!this.#hasWarned) warn('JWT_POLICY_SINK', `A ${this.#kind} event cannot be made: it is lost.`);
      this.#hasWarned = true;
      return undefined;
    }
  }
}
