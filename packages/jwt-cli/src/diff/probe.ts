/** A token that both documents are asked about, while it is put together. */

import type { JsonValue } from '@org/jwt-core';
import type { ClaimPath } from '@org/jwt-core/policy';

/** Claims as data. */
export type Claims = Readonly<Record<string, JsonValue>>;

/** A token, and the tenant that its request names. */
export interface Probe {
  readonly typ: string | undefined;
  readonly claims: Claims;
  readonly tenant: string | undefined;
}

/** See {@link Probe}. */
export interface ProbeDraft {
  typ: string | undefined;
  readonly claims: Record<string, JsonValue>;
  tenant: string | undefined;
}

/** Sets a claim; `undefined` leaves it out. What is on the way, and is no object, becomes one. */
export function setClaim(
  claims: Record<string, JsonValue>,
  path: ClaimPath,
  value: JsonValue | undefined,
): void {
  const [step = '', ...more] = path;
  if (more.length === 0) {
    if (value === undefined) Reflect.deleteProperty(claims, step);
    else claims[step] = value;
    return;
  }
  const before = claims[step];
  if (!isObject(before) && value === undefined) return;
  const inner: Record<string, JsonValue> = isObject(before) ? { ...before } : {};
  setClaim(inner, more, value);
  claims[step] = inner;
}

function isObject(value: JsonValue | undefined): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
