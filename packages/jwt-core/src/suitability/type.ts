import { deny, inWords } from '../decision/denial.js';
import { canonicalType } from '../jose/media-type.js';
import type { Check } from './question.js';

/**
 * Is it the kind of token that the issuer gives for this use? RFC 8725 §3.11, RFC 9068 §4.
 * An ID token is signed by the same issuer with the same key, and often for the same audience.
 */
export const type: Check = {
  layer: 'type',
  check({ evidence }) {
    const { header, entry } = evidence.token;
    const issuer = entry.policy;
    if (issuer.types.has(header.typ)) return undefined; // as most issuers spell it
    const typ = header.typ === undefined ? undefined : canonicalType(header.typ);
    if (issuer.types.has(typ)) return undefined;
    const expected = [...issuer.types].map((each) => each ?? 'none').join(' or ');
    return deny('type.mismatch', { expected: `typ ${expected}`, actual: inWords(header.typ) });
  },
};
