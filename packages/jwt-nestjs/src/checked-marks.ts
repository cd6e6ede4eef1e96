/** What the boot check has seen. The guard relies on nothing else. */

import type { DecideOptions } from '@org/jwt-core';
import { readDecideOptions } from '@org/jwt-core/adapter';
import type { Marks } from './marks.js';

/** What the guard asks the verifier for one handler. */
export interface CheckedMark {
  /** `undefined` for a public handler without an operation: nothing is asked. */
  readonly question: DecideOptions | undefined;
}

/** The function that the boot check has seen, as metadata of that function. */
const CHECKED = '@org/jwt-nestjs:checked';

/** The marks of each function that Nest calls, and of the class on whose behalf. Nest shows both to the guard. */
export class CheckedMarks {
  readonly #marks = new Map<object, Map<object, CheckedMark>>();

  /** A handler that several controllers inherit has the marks of each. */
  set(controller: object, handler: object, { operation }: Marks): void {
    const mark = { question: operation === undefined ? undefined : readDecideOptions({ operation }) };
    Reflect.defineMetadata(CHECKED, handler, handler);
    const known = this.#marks.get(handler);
    if (known === undefined) this.#marks.set(handler, new Map([[controller, mark]]));
    else known.set(controller, mark);
  }

  /**
   * OpenTelemetry and others put a function of their own in the place of a handler after the boot check, and copy the
   * metadata of the handler to it: it has the marks of that handler.
   */
  get(controller: object, shown: object): CheckedMark | undefined {
    const original = Reflect.getOwnMetadata(CHECKED, shown) as object | undefined;
    return this.#marks.get(original ?? shown)?.get(controller);
  }
}
