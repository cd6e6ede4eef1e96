import { deny, inWords } from '../decision/denial.js';
import { canonicalType } from '../policy/compile.js';
import type { Check } from './question.js';

/**
 * Is it the kind of token that the issuer gives for this use? RFC 8725 §3.11, RFC 9068 §4.
 * An ID token is signed by the same issuer with the same key, and often for the same audience.
 */
export const type: Check = {
  layer: 'type',
  check({ token: { header, issuer } }) {
    if (header.typ !== undefined && canonicalType(header.typ) === issuer.type) return undefined;
    return deny('type.mismatch', { expected: `typ ${issuer.type}`, actual: inWords(header.typ) });
  },
};
