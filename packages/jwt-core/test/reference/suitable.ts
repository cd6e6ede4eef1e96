/** Type, audience, time and claims: is the token meant for this service and this moment? */

import { faultOfRequired } from './matchers.js';
import { claimOf, isName, isObject, own, rolesAt, secondsOf, tightest, type Known } from './words.js';

type Fault = string | undefined;

/** RFC 9068 §4, RFC 8725 §3.11: without regard to case, `application/` may be left out. */
export function faultOfType({ header, issuer }: Known): Fault {
  const bare = (type: unknown): string =>
    String(type)
      .toLowerCase()
      .replace(/^application\//u, '');
  const { typ } = header;
  const types = [issuer.typ ?? []].flat().map(bare);
  return typeof typ === 'string' && types.includes(bare(typ)) ? undefined : 'type.mismatch';
}

/** RFC 7519 §4.1.3. */
export function faultOfAudience(known: Known): Fault {
  const aud = own(known.claims, 'aud');
  if (aud === undefined) return 'audience.missing';
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!named.every((each) => typeof each === 'string')) return 'audience.malformed';
  const ours: readonly unknown[] = audiencesOf(known);
  if (!named.some((each) => ours.includes(each))) return 'audience.mismatch';
  const modes = [known.case.document.defaults?.audienceMode, known.service.audienceMode];
  if (modes.includes('exclusive') && named.some((each) => !ours.includes(each)))
    return 'audience.not_exclusive';
  return undefined;
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
  const longest = tightest(
    ...[defaults.maxLifetime ?? '1h', issuer.maxLifetime, service.maxLifetime, narrower.maxLifetime],
  );
  const ages = [defaults.maxAge, service.maxAge, narrower.maxAge].filter((each) => each !== undefined);
  const now = asked.clockMs / 1000;
  const exp = own(claims, 'exp');
  const [iat, nbf] = [said(own(claims, 'iat')), said(own(claims, 'nbf'))];
  if (exp === undefined || iat === undefined) return 'time.missing';
  if (typeof exp !== 'number' || typeof iat !== 'number') return 'time.malformed';
  if (nbf !== undefined && typeof nbf !== 'number') return 'time.malformed';
  if (now >= exp + skew) return 'time.expired';
  if (nbf !== undefined && nbf > now + skew) return 'time.not_yet_valid';
  if (iat > now + skew) return 'time.issued_in_future';
  if (ages.some((age) => now - iat > secondsOf(age) + skew)) return 'time.too_old';
  if (exp - iat > longest) return 'time.lifetime_too_long';
  // No issuer signs what has ended already, or what ends before it begins.
  return exp <= Math.max(iat, nbf ?? iat) ? 'time.contradictory' : undefined;
}

/** RFC 9068 §2.2, RFC 8693 §4.1, and what the issuer's `require` says. Types are checked, used or not. */
export function faultOfClaims({ issuer, claims }: Known): Fault {
  const { client_id: client, jti } = {
    ...claims,
    client_id: name(own(claims, 'client_id')),
    jti: name(own(claims, 'jti')),
  };
  const [sub, act] = [name(own(claims, 'sub')), said(own(claims, 'act'))];
  const isAuto = (issuer.principal ?? 'auto') === 'auto';
  const required = faultOfRequired(issuer.require, claims);
  const isPerson = issuer.principal === 'user';
  if ((isAuto || isPerson) && sub === undefined) return 'claims.missing';
  if (isAuto && client === undefined) return 'claims.missing';
  if (required === 'claims.missing') return required;
  if ([sub, client, jti].some((each) => each !== undefined && !isName(each))) return 'claims.malformed';
  if (scopesOf({ issuer, claims }) === undefined) return 'claims.malformed';
  if (rolesOf({ issuer, claims }) === undefined) return 'claims.malformed';
  if (act !== undefined && !isObject(act)) return 'claims.malformed';
  const actor = name(own(act, 'sub'));
  if (actor !== undefined && !isName(actor)) return 'claims.malformed';
  // RFC 9068 §5: a client that is its own subject is no person, whatever the document says.
  return required ?? (isPerson && sub === client ? 'claims.mismatch' : undefined);
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

/** `null` is what serialisers write where there is nothing. */
function said(value: unknown): unknown {
  return value === null ? undefined : value;
}

/** So is an empty name. */
function name(value: unknown): unknown {
  return value === '' ? undefined : said(value);
}
