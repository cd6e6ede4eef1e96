/** Forms of JWS and JWE that the library does not support (RFC 7515 §4.1.11, appendix F, RFC 7516, RFC 7797). */

import { CompactEncrypt } from 'jose';
import { splitToken } from '../issuer/compact.js';
import { onHeader, onToken, type Alteration } from './alteration.js';

const unsupported = (name: string, summary: string, apply: Alteration['apply']): Alteration => ({
  name,
  summary,
  code: 'format.unsupported',
  apply,
});

/** Alterations that use a feature which access tokens do not need. */
export const UNSUPPORTED_FORM_ALTERATIONS: readonly Alteration[] = [
  unsupported(
    'encrypted-token',
    'The token is encrypted (JWE, five segments).',
    onToken((token) =>
      new CompactEncrypt(Buffer.from(token))
        .setProtectedHeader({ alg: 'dir', enc: 'A128GCM', typ: 'at+jwt' })
        .encrypt(new Uint8Array(16)),
    ),
  ),
  unsupported(
    'detached-payload',
    'The payload segment is empty (RFC 7515 appendix F).',
    onToken((token) => {
      const [header, , signature] = splitToken(token);
      return `${header}..${signature}`;
    }),
  ),
  unsupported(
    'crit',
    'The header has a critical extension.',
    onHeader((header) => ({ ...header, crit: ['exp'], exp: 1 })),
  ),
  unsupported(
    'crit-empty',
    'crit is an empty list, which RFC 7515 §4.1.11 forbids.',
    onHeader((header) => ({ ...header, crit: [] })),
  ),
  unsupported(
    'crit-null',
    'crit is null.',
    onHeader((header) => ({ ...header, crit: null })),
  ),
  unsupported(
    'unencoded-payload',
    'b64 is false (RFC 7797).',
    onHeader((header) => ({ ...header, crit: ['b64'], b64: false })),
  ),
  unsupported(
    'b64-without-crit',
    'b64 is false and crit does not name it.',
    onHeader((header) => ({ ...header, b64: false })),
  ),
  unsupported(
    'compressed-payload',
    'The header says that the payload is compressed.',
    onHeader((header) => ({ ...header, zip: 'DEF' })),
  ),
];
