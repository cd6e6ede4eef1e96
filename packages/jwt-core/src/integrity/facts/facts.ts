/** What an authenticated token says, read once and with its types checked: used or not, a wrong type is a failure. */

import type { Principal } from '../../request/principal.js';
import type { Claims, JsonValue } from '../../json/json-value.js';
import type { IssuerEntry, IssuerPolicy } from '../../policy/compile/service-policy.js';
import { firstMismatch, type ClaimTest, type Mismatch } from '../../policy/compile/matchers.js';
import { claimNameOf, findClaim, type ClaimPath } from '../../policy/model/claim-path.js';
import { isName, ROLES, SCOPES, type Names } from './names.js';
import { principalOf } from './principal.js';
import { MALFORMED, type Reading } from './reading.js';

/** The readings that more than one check or the identity needs. */
export class TokenFacts {
  readonly subject: Reading<string | undefined>;
  readonly clientId: Reading<string | undefined>;
  readonly tokenId: Reading<string | undefined>;
  /** The current actor alone: nested `act` claims are history (RFC 8693 §4.1). */
  readonly actor: Reading<Claims | undefined>;
  readonly scopes: Reading<Names>;
  readonly roles: Reading<Names>;
  readonly tenant: Reading<string | undefined>;
  /** `undefined` where the claims do not say. */
  readonly principal: Principal | undefined;
  /** What the first reading of a wrong type should have been, in words; `undefined` where there is none. */
  readonly wrongType: string | undefined;
  /** What the issuer requires and the token does not show, in the order of the policy. */
  readonly unmet: readonly Mismatch[];

  constructor({ claims, entry }: { readonly claims: Claims; readonly entry: IssuerEntry }) {
    const issuer = entry.policy;
    this.subject = readName(claims['sub']);
    this.clientId = readName(claims[issuer.clientClaim]);
    this.tokenId = readName(claims['jti']);
    this.actor = readActor(claims['act']);
    this.scopes = SCOPES.read(claims, issuer.scopeClaim);
    this.roles = ROLES[issuer.roleForm].read(claims, issuer.roleClaim);
    this.tenant = issuer.tenantClaim === undefined ? entry.tenant : readTenant(claims, issuer.tenantClaim);
    this.principal = principalOf(issuer, claims, this);
    this.wrongType = wrongTypeIn(this, issuer);
    this.unmet = unmetIn(claims, issuer.require);
  }
}

/** What the first reading of a wrong type must be, in words. The tenant's is left to its own check. */
function wrongTypeIn(
  facts: Omit<TokenFacts, 'wrongType' | 'unmet'>,
  { clientClaim, scopeClaim, roleClaim, roleForm }: IssuerPolicy,
): string | undefined {
  if (facts.subject === MALFORMED) return `sub as ${A_NAME}`;
  if (facts.clientId === MALFORMED) return `${clientClaim} as ${A_NAME}`;
  if (facts.tokenId === MALFORMED) return `jti as ${A_NAME}`;
  if (facts.scopes === MALFORMED) return `${claimNameOf(scopeClaim)} as ${SCOPES.form}`;
  if (facts.roles === MALFORMED) return `${claimNameOf(roleClaim)} as ${ROLES[roleForm].form}`;
  return facts.actor === MALFORMED ? `act as an object, and its sub as ${A_NAME}` : undefined;
}

const A_NAME = 'a string that has no control characters';

/** `null` and an empty name say, as an absent claim does, that there is none. */
function readName(value: JsonValue | undefined): Reading<string | undefined> {
  if (value === undefined || value === null || value === '') return undefined;
  return isName(value) ? value : MALFORMED;
}

function readTenant(claims: Claims, path: ClaimPath): Reading<string | undefined> {
  const lookup = findClaim(claims, path);
  if (lookup.state === 'absent') return undefined;
  return lookup.state === 'found' ? readName(lookup.value) : MALFORMED;
}

function readActor(act: JsonValue | undefined): Reading<Claims | undefined> {
  if (act === undefined || act === null) return undefined;
  if (typeof act !== 'object' || Array.isArray(act)) return MALFORMED;
  const actor = act as Claims;
  return readName(actor['sub']) === MALFORMED ? MALFORMED : actor;
}

function unmetIn(claims: Claims, required: readonly ClaimTest[]): readonly Mismatch[] {
  if (firstMismatch(required, claims) === undefined) return NONE;
  return required.flatMap((test) => firstMismatch([test], claims) ?? []);
}

const NONE: readonly Mismatch[] = [];
