/** Whom does the token claim to come from, and does this service believe them? RFC 7519 §4.1.1, RFC 8725 §3.8. */

import { type Denial, deny, inWords, quote } from '../../decision/denial.js';
import { selectIssuer } from '../../policy/compile/select-issuer.js';
import type { IssuerEntry, ServicePolicy } from '../../policy/compile/service-policy.js';
import { readUntrusted, type ParsedToken } from './format.js';

/** An untrusted token whose issuer, if it tells the truth, is one that the service accepts. */
export interface AttributedToken {
  readonly token: ParsedToken;
  readonly entry: IssuerEntry;
}

type Issuers = Pick<ServicePolicy, 'issuers' | 'trustDomains'>;

/** The issuer that the token selects, if the service accepts it. */
export function attribute(token: ParsedToken, issuers: Issuers): AttributedToken | Denial {
  const claims = readUntrusted(token.claims);
  const { iss } = claims;
  if (iss !== undefined && typeof iss !== 'string')
    return deny('issuer.malformed', { expected: 'iss as a string', actual: inWords(iss) });
  const selection = selectIssuer(issuers, claims);
  if (selection === undefined) return deny('issuer.missing', { expected: 'iss' });
  const { name, accepted } = selection;
  const entry = accepted.get(name);
  return entry === undefined ? untrusted(accepted, name) : { token, entry };
}

function untrusted(known: ReadonlyMap<string, IssuerEntry>, found: string): Denial {
  const some: string[] = [];
  for (const name of known.keys()) if (some.push(quote(name)) === 5) break; // of perhaps ten thousand
  return deny('issuer.untrusted', { expected: `one of ${some.join(', ')}`, actual: inWords(found) });
}
