/** What is read in a claim. */

/** A claim is there and has the wrong type. */
export const MALFORMED: unique symbol = Symbol('malformed');

/** A reading, or the wrong type. */
export type Reading<Value> = Value | typeof MALFORMED;

/** A reading, as far as there is one. */
export function wellFormed<Value>(reading: Reading<Value>): Value | undefined {
  return reading === MALFORMED ? undefined : reading;
}
