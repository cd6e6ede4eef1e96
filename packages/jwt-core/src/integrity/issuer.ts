/** Whom does the token claim to come from, and does this service believe them? RFC 7519 §4.1.1, RFC 8725 §3.8. */

import type { Denial } from '../decision/denial.js';
import { deny, inWords } from '../decision/denial.js';
import type { IssuerPolicy } from '../policy/service-policy.js';
import { peek, type ParsedToken } from './format.js';

/** An untrusted token whose issuer, if it tells the truth, is one that the service accepts. */
export interface AttributedToken {
  readonly token: ParsedToken;
  readonly issuer: IssuerPolicy;
}

/** Exact comparison: no normalisation, no default. */
export function attribute(
  token: ParsedToken,
  issuers: ReadonlyMap<string, IssuerPolicy>,
): AttributedToken | Denial {
  const { iss } = peek(token.claims);
  if (iss === undefined) return deny('issuer.missing', { expected: 'iss' });
  if (typeof iss !== 'string')
    return deny('issuer.malformed', { expected: 'iss as a string', actual: inWords(iss) });
  const issuer = issuers.get(iss);
  if (issuer === undefined) {
    const known = [...issuers.keys()].slice(0, 5).map(inWords).join(', ');
    return deny('issuer.untrusted', { expected: `one of ${known}`, actual: inWords(iss) });
  }
  return { token, issuer };
}
