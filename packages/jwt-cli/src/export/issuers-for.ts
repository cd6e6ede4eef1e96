/** The issuers whose tokens a rule can be for. */

import type { ResolvedAcceptance, ResolvedIssuer, ResolvedRule } from '@org/jwt-core/policy';
import { pointerTo } from '../lint/pointer.js';
import type { Exported } from './target.js';

/** An issuer that the service accepts, and how. */
export interface Accepted {
  readonly issuer: ResolvedIssuer;
  readonly acceptance: ResolvedAcceptance;
  /** The JSON Pointer to the issuer. */
  readonly at: string;
}

/** All that the service accepts. */
export function acceptedIssuers({ policy, service }: Exported): readonly Accepted[] {
  return service.accept.flatMap((acceptance) => {
    const issuer = policy.model.issuers[acceptance.issuer];
    const at = pointerTo('issuers', acceptance.issuer);
    return issuer === undefined ? [] : [{ issuer, acceptance, at }];
  });
}

/** Whether a rule can hold for a token of an issuer: it names no other, and asks for a principal that this one signs for. */
export function canBeFor({ who }: ResolvedRule, issuer: ResolvedIssuer): boolean {
  if ('identity' in who) return who.identity.issuer === issuer.name;
  if (who.issuer !== undefined && who.issuer !== issuer.name) return false;
  const only = onlyPrincipal(issuer);
  return who.principal === undefined || only === undefined || only === who.principal;
}

/** The only kind of principal that an issuer's tokens are taken as. */
export function onlyPrincipal({
  onlyPrincipal: only,
  principal,
}: ResolvedIssuer): 'user' | 'workload' | undefined {
  return only ?? (principal === 'user' || principal === 'workload' ? principal : undefined);
}
