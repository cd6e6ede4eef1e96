/** What the boot check has seen, which is all that the guard believes. */

import type { Marks } from './marks.js';

/** The marks that hold for each function that Nest calls, and the class on whose behalf. Both show them to the guard. */
export class CheckedMarks {
  readonly #marks = new Map<object, Map<object, Marks>>();

  /** A handler that several controllers inherit has the marks of each. */
  set(controller: object, handler: object, marks: Marks): void {
    const known = this.#marks.get(handler);
    if (known === undefined) this.#marks.set(handler, new Map([[controller, marks]]));
    else known.set(controller, marks);
  }

  get(controller: object, handler: object): Marks | undefined {
    return this.#marks.get(handler)?.get(controller);
  }
}
