/** Claims whose type is known: a matcher of another type never holds, and the policy can say so when it is read. */

import { pointerTo } from '../../json/json-pointer.js';
import type { ProfileName } from '../document/document.js';
import { parseClaimPath } from '../model/claim-path.js';
import type { ResolvedIssuer } from '../model/resolved-policy.js';

/** `texts`: one text, or a list of them. */
export type ClaimType = 'text' | 'texts' | 'number';

/** By JSON Pointer, whichever way the policy spells the claim's name. */
export type ClaimTypes = ReadonlyMap<string, ClaimType>;

/** RFC 7519 §4.1, RFC 8693 §4, RFC 9068 §2.2, OpenID Connect Core §2. */
const STANDARD = {
  text: ['iss', 'sub', 'jti', 'client_id', 'azp', 'nonce', 'acr', 'sid'],
  texts: ['aud', 'scope', 'amr'],
  number: ['exp', 'nbf', 'iat'],
} as const;

const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

/** What the provider writes as text, whatever it looks like: ids and versions look like numbers, `ref_protected` like a boolean. */
const TEXTS_OF: Readonly<Partial<Record<ProfileName, readonly string[]>>> = {
  // https://docs.github.com/en/actions/reference/security/oidc: everything but the times.
  'github-actions': words(`
    actor actor_id base_ref check_run_id enterprise enterprise_id environment environment_node_id event_name head_ref
    job_workflow_ref job_workflow_sha ref ref_protected ref_type repository repository_id repository_owner
    repository_owner_id repository_visibility run_attempt run_id run_number runner_environment sha workflow
    workflow_ref workflow_sha`),
  // https://github.com/kubernetes/kubernetes/blob/master/pkg/serviceaccount/claims.go
  'kubernetes-sa': words(`
    namespace pod/name pod/uid node/name node/uid secret/name secret/uid serviceaccount/name serviceaccount/uid`).map(
    (member) => `/kubernetes.io/${member}`,
  ),
  // https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
  'entra-v2': words('azpacr idtyp name oid preferred_username tid uti ver'),
  // https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles
  auth0: words('gty org_id org_name'),
  // https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_categories
  keycloak: words('email family_name given_name name preferred_username session_state typ'),
  // https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
  cognito: words('device_key event_id origin_jti token_use username'),
  // https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
  google: words('at_hash email family_name given_name hd name picture profile'),
  // https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
  'oidc-id-token': words('email family_name given_name name preferred_username'),
};

/** What holds for the tokens of every issuer, and for the actor in them (RFC 8693 §4.1). */
export const STANDARD_CLAIM_TYPES: ClaimTypes = new Map(
  (['text', 'texts', 'number'] as const).flatMap((type) =>
    STANDARD[type].map((claim): readonly [string, ClaimType] => [keyOf(claim), type]),
  ),
);

/** What holds for the tokens of one issuer: its profile says so, or the token is denied otherwise. */
export function claimTypesOf(issuer: ResolvedIssuer): ClaimTypes {
  const { profile, clientClaim, tenantClaim, scopeClaim, roleClaim } = issuer;
  const texts = [clientClaim, ...((profile && TEXTS_OF[profile]) ?? [])].map(parseClaimPath);
  if (tenantClaim !== undefined) texts.push(tenantClaim);
  return new Map([
    ...STANDARD_CLAIM_TYPES,
    ...texts.map((path) => [pointerTo(path), 'text'] as const),
    ...[scopeClaim, roleClaim].map((path) => [pointerTo(path), 'texts'] as const),
  ]);
}

/** What holds for the tokens of all of these issuers. */
export function commonClaimTypes(all: readonly ClaimTypes[]): ClaimTypes {
  const [first = STANDARD_CLAIM_TYPES, ...others] = all;
  return new Map([...first].filter(([claim, type]) => others.every((types) => types.get(claim) === type)));
}

/** One spelling for `sub` and `/sub`. */
export function keyOf(claim: string): string {
  return pointerTo(parseClaimPath(claim));
}
