/** Keys that are not used, as they may be written into a log. */

import type { RejectedKey } from './admission.js';

/** A key that is not used, and why. */
export interface RejectedKeyReport {
  /** Its `kid`, where it has one. */
  readonly keyId?: string;
  readonly reason: string;
}

/** The keys, with printable names. */
export function reportOf(keys: readonly RejectedKey[]): readonly RejectedKeyReport[] {
  return keys.map(({ keyId, reason }) => ({
    ...(keyId === undefined ? {} : { keyId: printableKid(keyId) }),
    reason,
  }));
}

/**
 * No key of a set can be used. An outage passes; this does not: the publisher made a mistake, or the policy asks for keys
 * of another kind.
 */
export class UnusableKeySet extends Error {
  readonly keys: readonly RejectedKey[];

  constructor(keys: readonly RejectedKey[]) {
    const found = keys.length === 0 ? 'the set is empty' : inWords(keys);
    super(`no key of the set can be used: ${found}`);
    this.keys = keys;
  }
}

const MAX_IN_WORDS = 3;

/** The first few keys, each with its reason. */
export function inWords(keys: readonly RejectedKey[]): string {
  const words = keys.slice(0, MAX_IN_WORDS).map(({ keyId, reason }) => `${printableKid(keyId)}: ${reason}`);
  const more = keys.length - words.length;
  return [...words, ...(more > 0 ? [`and ${String(more)} more`] : [])].join('; ');
}

const MAX_NAME_LENGTH = 64;

/** A `kid` as one short word: its publisher could otherwise write lines into the log of the application. */
export function printableKid(keyId: string | undefined): string {
  if (keyId === undefined) return '(no kid)';
  const plain = keyId.toWellFormed().replace(/[^\x20-\x7e]/gu, encodeURIComponent);
  return plain.length > MAX_NAME_LENGTH ? `${plain.slice(0, MAX_NAME_LENGTH)}…` : plain;
}
