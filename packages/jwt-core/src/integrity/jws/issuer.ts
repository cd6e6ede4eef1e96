/** Whom does the token claim to come from, and does this service believe them? RFC 7519 §4.1.1, RFC 8725 §3.8. */

import { type Denial, deny, inWords, quote } from '../../decision/denial.js';
import type { IssuerEntry, ServicePolicy } from '../../policy/compile/service-policy.js';
import { trustDomainOf } from '../../policy/model/spiffe-id.js';
import { readUntrusted, type ParsedToken } from './format.js';

/** An untrusted token whose issuer, if it tells the truth, is one that the service accepts. */
export interface AttributedToken {
  readonly token: ParsedToken;
  readonly entry: IssuerEntry;
}

type Issuers = Pick<ServicePolicy, 'issuers' | 'trustDomains'>;

/** Exact comparison: no normalisation, no default. A token with an `iss` is selected by its `iss` alone. */
export function attribute(token: ParsedToken, { issuers, trustDomains }: Issuers): AttributedToken | Denial {
  const { iss, sub } = readUntrusted(token.claims);
  if (iss === undefined) return attributeBySubject(token, sub, trustDomains);
  if (typeof iss !== 'string')
    return deny('issuer.malformed', { expected: 'iss as a string', actual: inWords(iss) });
  const entry = issuers.get(iss);
  return entry === undefined ? untrusted(issuers, iss) : { token, entry };
}

/** A JWT-SVID need not have an `iss`: the trust domain of its SPIFFE ID says whose keys sign it. */
function attributeBySubject(
  token: ParsedToken,
  subject: unknown,
  trustDomains: Issuers['trustDomains'],
): AttributedToken | Denial {
  const trustDomain = typeof subject === 'string' ? trustDomainOf(subject) : undefined;
  if (trustDomains.size === 0 || trustDomain === undefined)
    return deny('issuer.missing', { expected: 'iss' });
  const entry = trustDomains.get(trustDomain);
  return entry === undefined ? untrusted(trustDomains, trustDomain) : { token, entry };
}

function untrusted(known: ReadonlyMap<string, IssuerEntry>, found: string): Denial {
  const some: string[] = [];
  for (const name of known.keys()) if (some.push(quote(name)) === 5) break; // of perhaps ten thousand
  return deny('issuer.untrusted', { expected: `one of ${some.join(', ')}`, actual: inWords(found) });
}
