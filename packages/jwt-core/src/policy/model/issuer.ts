/** An issuer with its profile applied: what is known of a provider, narrowed by what the document says. */

import type { Algorithm } from '../../jose/algorithms.js';
import type { ClaimMatchers, IssuerDocument, KeySource } from '../document/document.js';
import type { Profile } from './profile.js';
import { PROFILES } from './profiles.js';

/** What holds for an issuer, wherever it was written. */
export interface ResolvedIssuer {
  readonly profile: Profile | undefined;
  /** The exact `iss`, or a template with `{tenant}`. */
  readonly iss: string | undefined;
  readonly keys: KeySource | undefined;
  readonly algs: readonly Algorithm[] | undefined;
  /** The accepted `typ` values. Empty where neither the document nor a profile names one. */
  readonly types: readonly string[];
  readonly principal: Profile['principal'];
  readonly tenant: string | undefined;
  readonly scopes: string;
  readonly roles: string;
  /** All of these must hold: the profile's matchers, then the document's. */
  readonly require: readonly ClaimMatchers[];
}

/** Applies the profile. A `typ` in the document takes the place of all that the profile would take. */
export function resolveIssuer(issuer: IssuerDocument): ResolvedIssuer {
  const profile = issuer.profile === undefined ? undefined : PROFILES[issuer.profile];
  return {
    profile,
    iss: issuer.iss ?? (issuer.trustDomain === undefined ? profile?.iss : undefined),
    keys: issuer.keys ?? profile?.keys,
    algs: issuer.algs ?? profile?.algs,
    types: issuer.typ === undefined ? (profile?.types ?? []) : [issuer.typ],
    principal: issuer.principal ?? (profile === undefined ? 'auto' : profile.principal),
    tenant: issuer.tenant ?? profile?.tenant,
    scopes: issuer.scopes ?? profile?.scopes ?? 'scope',
    roles: issuer.roles ?? profile?.roles ?? 'roles',
    require: [profile?.require, issuer.require].filter((matchers) => matchers !== undefined),
  };
}

const PLACEHOLDER = '{tenant}';

/** Whether an `iss` stands for one `iss` a tenant. */
export function isTemplate(iss: string): boolean {
  return iss.includes(PLACEHOLDER);
}

/** The exact text for one tenant. */
export function expandTemplate(template: string, tenant: string): string {
  return template.replaceAll(PLACEHOLDER, tenant);
}

/** The exact `iss` of every token of this issuer, with the tenant that it stands for. */
export function expandIss(
  iss: string,
  tenants: readonly string[] | undefined,
): readonly { readonly iss: string; readonly tenant: string | undefined }[] {
  if (!isTemplate(iss)) return [{ iss, tenant: undefined }];
  return (tenants ?? []).map((tenant) => ({ iss: expandTemplate(iss, tenant), tenant }));
}
