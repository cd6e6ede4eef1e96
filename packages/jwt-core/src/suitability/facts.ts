/** What a signed token says of itself, read once and with its types checked: used or not, a wrong type is a failure. */

import type { Claims, JsonValue, Principal } from '../identity.js';
import { Memo } from '../cache/memo.js';
import { findClaim, type ClaimPath } from '../policy/claim-path.js';
import { firstMismatch } from '../policy/matchers.js';
import type { PrincipalPolicy } from '../policy/service-policy.js';
import type { SignedToken } from '../integrity/signature.js';

/** A claim is there and has the wrong type. */
export const MALFORMED: unique symbol = Symbol('malformed');

/** A reading, or the wrong type. */
export type Reading<Value> = Value | typeof MALFORMED;

/** The readings that more than one check or the identity needs. */
export class TokenFacts {
  readonly scopes: Reading<readonly string[]>;
  readonly roles: Reading<readonly string[]>;
  readonly tenant: Reading<string | undefined>;
  /** `undefined` where the claims that tell are missing. */
  readonly principal: Principal | undefined;
  readonly #token: SignedToken;

  constructor(token: SignedToken) {
    const { claims, entry } = token;
    const issuer = entry.policy;
    this.#token = token;
    this.scopes = readNames(claims, issuer.scopeClaim, SCOPE);
    this.roles = readNames(claims, issuer.roleClaim, ROLE);
    this.tenant = issuer.tenantClaim === undefined ? entry.tenant : readTenant(claims, issuer.tenantClaim);
    this.principal = tellPrincipal(issuer.principal, claims, this);
  }

  get subject(): Reading<string | undefined> {
    return readString(this.#token.claims['sub']);
  }

  get clientId(): Reading<string | undefined> {
    return readString(this.#token.claims[this.#token.entry.policy.clientClaim]);
  }

  get tokenId(): Reading<string | undefined> {
    return readString(this.#token.claims['jti']);
  }

  /** The current actor alone: nested `act` claims are history (RFC 8693 §4.1). */
  get actor(): Reading<Claims | undefined> {
    return readActor(this.#token.claims['act']);
  }
}

/** Reads a signed token, once: its claims are frozen, and so is what they say. */
export function readFacts(token: SignedToken): TokenFacts {
  return (token.facts ??= new TokenFacts(token));
}

function readString(value: JsonValue | undefined): Reading<string | undefined> {
  if (value === undefined) return undefined;
  return typeof value === 'string' && value !== '' ? value : MALFORMED;
}

/** What a name may be, and what was made of the lists that are written as one text: most tokens have the same few. */
interface NameForm {
  readonly form: RegExp;
  readonly known: Memo<Reading<readonly string[]>>;
}

/** RFC 6749 §3.3 `scope-token`. */
const SCOPE: NameForm = { form: /^[\x21\x23-\x5B\x5D-\x7E]+$/u, known: new Memo() };
const ROLE: NameForm = { form: /^\P{Cc}+$/u, known: new Memo() };
export const NO_NAMES: readonly string[] = Object.freeze([]);

/** A space-delimited string or a list of strings; absent means none. */
function readNames(claims: Claims, path: ClaimPath, names: NameForm): Reading<readonly string[]> {
  const lookup = findClaim(claims, path);
  if (lookup.state === 'absent') return NO_NAMES;
  if (lookup.state === 'misfit') return MALFORMED;
  const { value } = lookup;
  if (typeof value === 'string') return names.known.recall(value) ?? splitNames(value, names);
  return Array.isArray(value) ? checkNames(value, names) : MALFORMED;
}

function splitNames(text: string, names: NameForm): Reading<readonly string[]> {
  return names.known.remember(text, text === '' ? NO_NAMES : checkNames(text.split(' '), names));
}

/** Each once, in the order of the token: the token's own list where it is so already. */
function checkNames(list: readonly JsonValue[], { form }: NameForm): Reading<readonly string[]> {
  const areNames = list.every((name): name is string => typeof name === 'string' && form.test(name));
  if (!areNames) return MALFORMED;
  const names = new Set(list);
  return names.size === list.length && Object.isFrozen(list) ? list : Object.freeze([...names]);
}

function readTenant(claims: Claims, path: ClaimPath): Reading<string | undefined> {
  const lookup = findClaim(claims, path);
  if (lookup.state === 'absent') return undefined;
  return lookup.state === 'found' && typeof lookup.value === 'string' && lookup.value !== ''
    ? lookup.value
    : MALFORMED;
}

function readActor(act: JsonValue | undefined): Reading<Claims | undefined> {
  if (act === undefined) return undefined;
  return typeof act === 'object' && act !== null && !Array.isArray(act) ? (act as Claims) : MALFORMED;
}

function tellPrincipal(
  policy: PrincipalPolicy,
  claims: Claims,
  { subject, clientId }: Pick<TokenFacts, 'subject' | 'clientId'>,
): Principal | undefined {
  if (policy === 'auto') {
    // RFC 9068 §5: a client that acts for itself is its own subject.
    if (typeof subject !== 'string' || typeof clientId !== 'string') return undefined;
    return subject === clientId ? 'workload' : 'user';
  }
  if (typeof policy === 'string') return policy;
  if (firstMismatch(policy.workload, claims) === undefined) return 'workload';
  return firstMismatch(policy.user, claims) === undefined ? 'user' : undefined;
}
