/** How a token selects its issuer. RFC 7519 §4.1.1, RFC 8725 §3.8. */

import { trustDomainOf } from '../model/spiffe-id.js';
import type { IssuerEntry, ServicePolicy } from './service-policy.js';

/** The accepted issuers that a token can select, and by which name it selects one of them. */
export interface IssuerSelection {
  readonly name: string;
  readonly accepted: ReadonlyMap<string, IssuerEntry>;
}

/**
 * A token with an `iss` is selected by its `iss` alone: compared exactly, without normalisation. A JWT-SVID need not have
 * one: the trust domain of the SPIFFE ID in `sub` says whose keys sign it. `undefined`: the token names no issuer.
 */
export function selectIssuer(
  { issuers, trustDomains }: Pick<ServicePolicy, 'issuers' | 'trustDomains'>,
  { iss, sub }: { readonly iss?: unknown; readonly sub?: unknown },
): IssuerSelection | undefined {
  if (typeof iss === 'string') return { name: iss, accepted: issuers };
  if (iss !== undefined || trustDomains.size === 0 || typeof sub !== 'string') return undefined;
  const name = trustDomainOf(sub);
  return name === undefined ? undefined : { name, accepted: trustDomains };
}
