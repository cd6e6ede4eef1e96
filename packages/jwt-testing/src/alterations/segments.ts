/** Another spelling of the same bytes, signed in this form. */

import { encodeSegment } from '../issuer/compact.js';
import { signBytes } from '../issuer/signing-key.js';
import type { TokenMaterial } from './alteration.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A token of exactly these header and payload segments, with a signature that is good for them. */
export function signSegments({ issuer }: TokenMaterial, header: string, payload: string): string {
  const { algorithm, privateKey } = issuer.signingKey();
  const signingInput = `${header}.${payload}`;
  return `${signingInput}.${encodeSegment(signBytes(algorithm, privateKey, Buffer.from(signingInput)))}`;
}

/** JSON text with spaces at its end, so that its last base64url character has unused bits. */
export function withUnusedBits(json: string): string {
  const length = Buffer.byteLength(json);
  return json + ' '.repeat((4 - (length % 3)) % 3);
}

/**
 * The same segment with its unused bits set (RFC 4648 §3.5): most decoders return the same bytes.
 *
 * @throws TypeError when the last character has no unused bits.
 */
export function setUnusedBits(segment: string): string {
  if (segment.length % 4 === 0)
    throw new TypeError('Expected a segment whose last character has unused bits.');
  const last = ALPHABET.indexOf(segment.slice(-1));
  return segment.slice(0, -1) + ALPHABET.charAt(last | 1);
}
