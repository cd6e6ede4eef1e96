/** Tokens that are signed with a secret. */

import { createHmac } from 'node:crypto';
import type { HmacAlgorithm } from '../src/jose/algorithms.js';
import { segment } from './mint.js';

/** A token under this secret, whatever its header says. */
export function signWithSecret(
  secret: string | Uint8Array,
  claims: object,
  header: Readonly<Record<string, unknown>> = {},
  alg: HmacAlgorithm = 'HS256',
): string {
  const signed = `${segment({ alg, typ: 'at+jwt', ...header })}.${segment(claims)}`;
  return `${signed}.${createHmac(alg.replace('HS', 'sha'), secret).update(signed).digest('base64url')}`;
}
