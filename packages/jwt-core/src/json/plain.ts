/** Plain data: what JSON can say, held exactly. */

/** How deep a policy document may nest. */
export const MAX_DEPTH = 40;

/** Keys that mean something to JavaScript objects. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A finite number that is a fraction or a safe integer. */
export function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** An object that inherits nothing: what `Object.prototype` was polluted with is not a key of the document. */
export function createRecord<Value = unknown>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}

/** An object literal, of this realm or of another one: Node and a test runner each have an `Object` of their own. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Reflect.getPrototypeOf(value);
  return prototype === null || Reflect.getPrototypeOf(prototype as object) === null;
}

/** Freezes a plain value and all that it holds. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
