/** Keys that are used, as they may be written into a log: what their publisher says of them in public, and no more. */

import type { Algorithm } from '../../jose/algorithms.js';
import type { VerificationKey } from './admission.js';
import { printableKid } from './rejected-keys.js';

/** A key that is used. */
export interface AdmittedKeyReport {
  /** Its `kid`, where it has one. */
  readonly keyId?: string;
  /** The one algorithm that it is used with (RFC 8725 §3.1). */
  readonly alg: Algorithm;
  /** Its `kty` (RFC 7518 §6.1, RFC 8037 §2). */
  readonly kty: 'RSA' | 'EC' | 'OKP' | 'oct';
}

/** The keys, with printable names. */
export function reportAdmitted(keys: readonly VerificationKey[]): readonly AdmittedKeyReport[] {
  return keys.map(({ keyId, algorithm }) => ({
    ...(keyId === undefined ? {} : { keyId: printableKid(keyId) }),
    alg: algorithm,
    kty: typeOf(algorithm),
  }));
}

/** A key is bound to one algorithm, which is for one type of key. */
function typeOf(algorithm: Algorithm): AdmittedKeyReport['kty'] {
  if (algorithm.startsWith('HS')) return 'oct';
  if (algorithm.startsWith('ES')) return 'EC';
  return algorithm.startsWith('Ed') ? 'OKP' : 'RSA';
}
