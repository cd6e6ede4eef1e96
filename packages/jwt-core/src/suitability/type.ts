import { deny, inWords, quote } from '../decision/denial.js';
import type { AuthenticatedToken } from '../integrity/evidence.js';
import { canonicalType } from '../jose/media-type.js';
import { claimNameOf, findClaim, type ClaimPath } from '../policy/model/claim-path.js';
import { ONLY_IN_ID_TOKENS } from '../policy/model/id-token.js';
import type { Check } from './question.js';

/**
 * Is it the kind of token that the issuer gives for this use? RFC 8725 §3.11, RFC 9068 §4.
 * An ID token is signed by the same issuer with the same key, and often for the same audience.
 */
export const type: Check = {
  layer: 'type',
  check({ evidence }) {
    const { token } = evidence;
    const issuer = token.entry.policy;
    const typ = token.header.typ === undefined ? undefined : canonicalType(token.header.typ);
    if (!issuer.types.has(typ)) {
      const expected = [...issuer.types].map((each) => each ?? 'none').join(' or ');
      return deny('type.mismatch', { expected: `typ ${expected}`, actual: inWords(token.header.typ) });
    }
    const isUnclear = issuer.shownBy.length > 0 && (typ === undefined || typ === 'jwt');
    return isUnclear ? judgeClaims(token, issuer.shownBy) : undefined;
  },
};

/** Where `typ` says nothing, the claims show which kind of token this is (`lacks: { typ: { shownBy } }`). */
function judgeClaims({ claims }: AuthenticatedToken, shownBy: readonly ClaimPath[]) {
  const missing = shownBy.find((path) => findClaim(claims, path).state !== 'found');
  if (missing !== undefined) {
    const expected = `an access token, shown by ${shownBy.map(claimNameOf).join(', ')}`;
    return deny('type.mismatch', { expected, actual: `no ${claimNameOf(missing)}` });
  }
  const found = ONLY_IN_ID_TOKENS.find((name) => findClaim(claims, [name]).state === 'found');
  if (found === undefined) return undefined;
  const expected = `no ${ONLY_IN_ID_TOKENS.join(', ')}, which ID tokens alone have`;
  return deny('type.mismatch', { expected, actual: quote(found) });
}
