/** Events on their way to the application. Nothing that happens there changes anything here. */

/** Hands events on. What the application's function throws, or rejects with, is reported once. */
export class EventSink<Event> {
  readonly #name: string;
  readonly #take: ((event: Event) => unknown) | undefined;
  #hasWarned = false;

  constructor(name: string, take: ((event: Event) => unknown) | undefined) {
    this.#name = name;
    this.#take = take;
  }

  /** Whether anybody listens. */
  get isHeard(): boolean {
    return this.#take !== undefined;
  }

  /** The event is only made where somebody listens. */
  send(make: () => Event): void {
    if (this.#take === undefined) return;
    try {
      const outcome = this.#take(make());
      // An async function is a sink as well; nobody else is there to catch its rejection.
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
