/** Audience, time and claims: is the token meant for this service and this moment? */

import type { ClientClaim } from '../../src/policy/document/provider.js';
import { clientOf, kindOf, needs, principalOf } from './kinds.js';
import { faultOfRequired } from './matchers.js';
import {
  claimOf,
  isName,
  isObject,
  name,
  own,
  rolesAt,
  said,
  secondsOf,
  tightest,
  type Known,
} from './words.js';

type Fault = string | undefined;

/** RFC 7519 §4.1.3; where there is no `aud`, what the issuer says takes its place. */
export function faultOfAudience(known: Known): Fault {
  const { claims, issuer, service, case: asked } = known;
  const aud = own(claims, 'aud');
  const instead = issuer.lacks?.aud;
  if (instead !== undefined && 'pinnedBy' in instead) {
    const fault = faultOfClient(known, instead.pinnedBy);
    if (fault !== undefined || aud === undefined) return fault;
  }
  const isByScopes = instead !== undefined && 'shownBy' in instead && aud === undefined;
  if (aud === undefined && !isByScopes) return 'audience.missing';
  const named: readonly unknown[] = isByScopes ? serversOf(known) : [aud].flat();
  if (!named.every((each) => typeof each === 'string')) return 'audience.malformed';
  const ours: readonly unknown[] = audiencesOf(known);
  if (!named.some((each) => ours.includes(each)))
    return isByScopes ? 'audience.missing' : 'audience.mismatch';
  // OpenID Connect Core §3.1.3.7 asks the same of each ID token.
  const modes = [asked.document.defaults?.audienceMode, service.audienceMode];
  const isExclusive = modes.includes('exclusive') || issuer.tokens === 'id';
  return isExclusive && named.some((each) => !ours.includes(each)) ? 'audience.not_exclusive' : undefined;
}

/** The client must be one of those that the service lists. */
function faultOfClient({ claims, service, issuerName }: Known, claim: ClientClaim): Fault {
  const entry = service.accept.find((each) => typeof each === 'object' && each.issuer === issuerName);
  const listed = typeof entry === 'object' ? (entry[claim] ?? []) : [];
  const client = said(own(claims, claim));
  if (client === undefined) return 'audience.missing';
  if (typeof client !== 'string') return 'audience.malformed';
  return listed.includes(client) ? undefined : 'audience.mismatch';
}

/** `https://orders.example/read` is a scope of the server before its last slash. */
function serversOf(known: Known): readonly string[] {
  return (scopesOf(known) ?? [])
    .filter((scope) => scope.includes('/'))
    .map((scope) => scope.replace(/[/][^/]*$/u, ''));
}

/** The service's names, or those that it accepts of this issuer. */
function audiencesOf({ service, issuerName }: Known): readonly string[] {
  const own = service.accept.find((each) => typeof each === 'object' && each.issuer === issuerName);
  return [(typeof own === 'object' ? own.audience : undefined) ?? service.audience].flat();
}

/** RFC 7519 §4.1.4-6. */
export function faultOfTime({ case: asked, service, operation, issuer, claims }: Known): Fault {
  const defaults = asked.document.defaults ?? {};
  const narrower = typeof operation === 'object' ? operation : {};
  const skew = tightest(defaults.clockSkew ?? '5s', issuer.clockSkew, service.clockSkew);
  const { iat: noIat, shortLife } = issuer.lacks ?? {};
  // Until its day, a long life takes the place of the default, and of no limit that is written nearer.
  const isLong = shortLife !== undefined && asked.clockMs < Date.parse(shortLife.until);
  const usual = isLong ? shortLife.maxLifetime : (defaults.maxLifetime ?? '1h');
  const longest = tightest(usual, issuer.maxLifetime, service.maxLifetime, narrower.maxLifetime);
  const ages = [defaults.maxAge, service.maxAge, narrower.maxAge].filter((each) => each !== undefined);
  const now = asked.clockMs / 1000;
  const exp = own(claims, 'exp');
  const [iat, nbf] = [said(own(claims, 'iat')), said(own(claims, 'nbf'))];
  const mayLackIat = noIat !== undefined && ages.length === 0;
  if (exp === undefined || (iat === undefined && !mayLackIat)) return 'time.missing';
  if (typeof exp !== 'number' || (iat !== undefined && typeof iat !== 'number')) return 'time.malformed';
  if (nbf !== undefined && typeof nbf !== 'number') return 'time.malformed';
  if (now >= exp + skew) return 'time.expired';
  if (nbf !== undefined && nbf > now + skew) return 'time.not_yet_valid';
  if (iat !== undefined && iat > now + skew) return 'time.issued_in_future';
  if (ages.some((age) => iat !== undefined && now - iat > secondsOf(age) + skew)) return 'time.too_old';
  // What is left is measured where it is not known what was given.
  const [from, most] =
    iat === undefined
      ? [now + skew, Math.min(longest, secondsOf(noIat?.maxRemaining ?? '0s'))]
      : [iat, longest];
  if (exp - from > most) return 'time.lifetime_too_long';
  // No issuer signs what has ended already, or what ends before it begins.
  return [iat, nbf].some((each) => each !== undefined && exp <= each) ? 'time.contradictory' : undefined;
}

/** RFC 9068 §2.2, RFC 8693 §4.1, and what the issuer's `require` says. Types are checked, used or not. */
export function faultOfClaims(known: Known): Fault {
  const { issuer, claims } = known;
  const [sub, jti, act] = [name(own(claims, 'sub')), name(own(claims, 'jti')), said(own(claims, 'act'))];
  const client = clientOf({ issuer, claims });
  const required = faultOfRequired(
    [kindOf({ issuer, audiences: audiencesOf(known) }), issuer.require],
    claims,
  );
  const needed = needs(issuer);
  if (required === 'claims.missing') return required;
  if ((needed.sub && sub === undefined) || (needed.client && client === undefined)) return 'claims.missing';
  if ([sub, client, jti].some((each) => each !== undefined && !isName(each))) return 'claims.malformed';
  if (scopesOf({ issuer, claims }) === undefined) return 'claims.malformed';
  if (rolesOf({ issuer, claims }) === undefined) return 'claims.malformed';
  if (act !== undefined && !isObject(act)) return 'claims.malformed';
  const actor = name(own(act, 'sub'));
  if (actor !== undefined && !isName(actor)) return 'claims.malformed';
  const isUnclear = principalOf({ issuer, claims }) === undefined;
  return required ?? (isUnclear ? 'claims.mismatch' : undefined);
}

type Grantor = Pick<Known, 'issuer' | 'claims'>;

/** RFC 6749 §3.3: printable ASCII without quotes and backslashes, one space between two. `undefined`: malformed. */
export function scopesOf({ issuer, claims }: Grantor): readonly string[] | undefined {
  const names = namesOf(claimOf(claims, issuer.scopes ?? 'scope'));
  return names?.every((each) => /^[!#-[\]-~]+$/u.test(each)) === true ? names : undefined;
}

/** Any characters but control characters. A string is one role, with the spaces that it has. */
export function rolesOf({ issuer, claims }: Grantor): readonly string[] | undefined {
  const { claim, as } = rolesAt(issuer);
  const held = claimOf(claims, claim);
  const isMap = as === 'memberNames' && isObject(held);
  // What holds nothing is nothing, in whichever type.
  const isNothing = held === undefined || held === '' || (Array.isArray(held) && held.length === 0);
  if (isObject(held) ? as !== 'memberNames' : as === 'memberNames' && !isNothing) return undefined;
  const members = isMap
    ? Object.keys(held).filter((each) => ![null, false].includes(held[each] as null))
    : held;
  const names = namesOf(typeof held === 'string' && as !== 'spaceDelimited' ? [held] : members);
  return names?.every(isName) === true ? names : undefined;
}

/** A text with spaces, or a list of texts. Empty names are none. */
function namesOf(value: unknown): readonly string[] | undefined {
  if (said(value) === undefined) return [];
  const names: unknown = typeof value === 'string' ? value.split(' ') : value;
  return Array.isArray(names) && names.every((each) => typeof each === 'string')
    ? names.filter((each) => each !== '')
    : undefined;
}
