import type { Claims } from '../json/json-value.js';
import type { Principal } from '../request/principal.js';

/**
 * The subject of an accepted token, as the application sees it.
 *
 * An `Identity` alone says *who* calls. Only one whose `operation` is set has been allowed to *do* something.
 *
 * `TokenClaims` is the type of its claims. It checks nothing: name in it what the policy checks.
 */
export interface Identity<TokenClaims extends object = Claims> {
  /** The issuer's name in the policy document (not its URL, which is `claims.iss`). */
  readonly issuer: string;
  /** `sub` (RFC 7519 §4.1.2), where the token has one. */
  readonly subject: string | undefined;
  /** `client_id` (RFC 9068 §2.2), where the token has one. */
  readonly clientId: string | undefined;
  /** Person or program, as the issuer's `principal` decides. */
  readonly principal: Principal;
  /** The named identity of the policy that the `allow` rule requires. */
  readonly namedIdentity: string | undefined;
  /** The tenant that the token belongs to, where its issuer names a tenant claim. */
  readonly tenant: string | undefined;
  /** The claims of the current actor (`act`, RFC 8693 §4.1), where another party acts for the subject. */
  readonly actor: Claims | undefined;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** All claims of the token. */
  readonly claims: TokenClaims;
  /** The operation that was allowed; `undefined` after a mere `identify`. */
  readonly operation: string | undefined;
  hasScope(scope: string): boolean;
  hasRole(role: string): boolean;
}

/** Everything of an {@link Identity} but its methods. */
export type IdentityFacts = Omit<Identity, 'hasScope' | 'hasRole'>;

/** A frozen {@link Identity} of frozen facts: no later code can add a scope to it. */
export function createIdentity(facts: IdentityFacts): Identity {
  return Object.freeze(new TokenIdentity(facts));
}

/** Its methods are not its own members: they are not data, and to make them for every request would cost. */
class TokenIdentity implements Identity {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly clientId: string | undefined;
  readonly principal: Principal;
  readonly namedIdentity: string | undefined;
  readonly tenant: string | undefined;
  readonly actor: Claims | undefined;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly claims: Claims;
  readonly operation: string | undefined;

  constructor(facts: IdentityFacts) {
    this.issuer = facts.issuer;
    this.subject = facts.subject;
    this.clientId = facts.clientId;
    this.principal = facts.principal;
    this.namedIdentity = facts.namedIdentity;
    this.tenant = facts.tenant;
    this.actor = facts.actor;
    this.scopes = facts.scopes;
    this.roles = facts.roles;
    this.claims = facts.claims;
    this.operation = facts.operation;
  }

  hasScope(scope: string): boolean {
    return this.scopes.includes(scope);
  }

  hasRole(role: string): boolean {
    return this.roles.includes(role);
  }
}
