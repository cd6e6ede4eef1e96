/** Events for the application. What its observer does with them changes nothing here. */

/** Passes events on. That the application's function throws, or rejects, is reported once. */
export class EventSink<Event> {
  readonly #name: string;
  readonly #take: ((event: Event) => unknown) | undefined;
  #hasWarned = false;

  constructor(name: string, take: ((event: Event) => unknown) | undefined) {
    this.#name = name;
    this.#take = take;
  }

  /** Whether there is an observer. */
  get isHeard(): boolean {
    return this.#take !== undefined;
  }

  /** The event is only made where there is an observer. */
  send(make: () => Event): void {
    if (this.#take === undefined) return;
    try {
      const outcome = this.#take(make());
      // An async function is a sink as well; its rejection is not handled elsewhere.
      if (outcome instanceof Promise) outcome.catch(this.#warn);
    } catch {
      this.#warn();
    }
  }

  readonly #warn = (): void => {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    process.emitWarning(`${this.#name} threw: its events are being lost.`, { code: 'JWT_POLICY_SINK' });
  };
}
