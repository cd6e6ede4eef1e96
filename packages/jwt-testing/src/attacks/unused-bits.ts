/** Unused bits at the end of a segment (RFC 4648 §3.5): when set, they are a second spelling of the same bytes. */

import { onToken } from '../alterations/alteration.js';
import { signSegments } from '../alterations/segments.js';
import { encodeSegment, splitToken } from '../issuer/compact.js';
import { signatureLength } from './values/curve.js';
import { attacksOf, type AttackClass } from './row.js';
import type { Aim } from './target.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** JSON text with spaces at its end, so that its last group has this many bytes: one leaves four bits, two leave two. */
function withLastGroup(json: string, bytes: 1 | 2): string {
  return json + ' '.repeat((bytes - (Buffer.byteLength(json) % 3) + 3) % 3);
}

function setBits(segment: string, bits: number): string {
  return segment.slice(0, -1) + ALPHABET.charAt(ALPHABET.indexOf(segment.slice(-1)) | bits);
}

const bitsFor = (bytes: number): readonly number[] =>
  Array.from({ length: bytes === 1 ? 15 : 3 }, (_, index) => index + 1);

/** For each length of the last group, every non-zero value of the unused bits. */
const ENDINGS: Readonly<Record<string, readonly [1 | 2, number]>> = Object.fromEntries(
  ([1, 2] as const).flatMap((bytes) =>
    bitsFor(bytes).map((bits) => [`${String(bytes)}-bytes-bits-${String(bits)}`, [bytes, bits] as const]),
  ),
);

function signatureBits({ alg }: Aim): Readonly<Record<string, number>> {
  const rest = signatureLength(alg) % 3;
  return rest === 0 ? {} : Object.fromEntries(bitsFor(rest).map((bits) => [`bits-${String(bits)}`, bits]));
}

/** Unused bits in each segment, signed in this form. */
export const UNUSED_BITS: AttackClass = {
  name: 'unused-bits',
  summary: 'The unused bits at the end of a segment are not zero.',
  attacks: (aim) => [
    ...attacksOf('unused-bits/header', ENDINGS, ([bytes, bits], label) => ({
      summary: `The unused bits of the header are: ${label}.`,
      code: 'format.not_canonical',
      apply: onToken((_, material) => {
        const header = encodeSegment(withLastGroup(JSON.stringify(material.issuer.header()), bytes));
        return signSegments(material, setBits(header, bits), encodeSegment(material.claims));
      }),
    })),
    ...attacksOf('unused-bits/payload', ENDINGS, ([bytes, bits], label) => ({
      summary: `The unused bits of the payload are: ${label}.`,
      code: 'format.not_canonical',
      apply: onToken((_, material) => {
        const payload = encodeSegment(withLastGroup(JSON.stringify(material.claims), bytes));
        return signSegments(material, encodeSegment(material.issuer.header()), setBits(payload, bits));
      }),
    })),
    ...attacksOf('unused-bits/signature', signatureBits(aim), (bits, label) => ({
      summary: `The unused bits of the signature are: ${label}.`,
      code: 'format.not_canonical',
      apply: onToken((token) => {
        const [header, payload, signature] = splitToken(token);
        return `${header}.${payload}.${setBits(signature, bits)}`;
      }),
    })),
    ...attacksOf(
      'unused-bits/impossible-length',
      { header: 0, payload: 1, signature: 2 },
      (which, label) => ({
        summary: `A segment has a length that base64url text cannot have: ${label}.`,
        code: 'format.malformed',
        apply: onToken((token) =>
          splitToken(token)
            .map((segment, index) => (index === which ? segment + 'A'.repeat(lengthen(segment)) : segment))
            .join('.'),
        ),
      }),
    ),
  ],
};

/** The number of characters that make the length one more than a multiple of four. */
function lengthen(segment: string): number {
  return (5 - (segment.length % 4)) % 4;
}
