/** Type, audience, time and claims: is the token meant for this service and this moment? */

import { faultOfRequired } from './matchers.js';
import { claimOf, isName, isObject, isText, own, secondsOf, tightest, type Known } from './words.js';

type Fault = string | undefined;

/** RFC 9068 §4, RFC 8725 §3.11: without regard to case, `application/` may be left out. */
export function faultOfType({ header, issuer }: Known): Fault {
  const bare = (type: unknown): string =>
    String(type)
      .toLowerCase()
      .replace(/^application\//u, '');
  const { typ } = header;
  return typeof typ === 'string' && bare(typ) === bare(issuer.typ) ? undefined : 'type.mismatch';
}

/** RFC 7519 §4.1.3. */
export function faultOfAudience(known: Known): Fault {
  const aud = own(known.claims, 'aud');
  if (aud === undefined) return 'audience.missing';
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!named.every((each) => typeof each === 'string')) return 'audience.malformed';
  const own_ = audienceOf(known);
  if (!named.includes(own_)) return 'audience.mismatch';
  const modes = [known.case.document.defaults?.audienceMode, known.service.audienceMode];
  if (modes.includes('exclusive') && named.some((each) => each !== own_)) return 'audience.not_exclusive';
  return undefined;
}

/** The service's string, or the one that it accepts of this issuer. */
function audienceOf({ service, issuerName }: Known): string {
  for (const accepted of service.accept) {
    if (typeof accepted === 'object' && accepted.issuer === issuerName) return accepted.audience;
  }
  return service.audience;
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
  const [exp, iat, nbf] = [own(claims, 'exp'), own(claims, 'iat'), own(claims, 'nbf')];
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
  const { sub, client_id: client, jti, act } = { ...claims };
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
  const actor = own(act, 'sub');
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

/** Likewise, of any characters but control characters. In a list, a role may have spaces in it. */
export function rolesOf({ issuer, claims }: Grantor): readonly string[] | undefined {
  const names = namesOf(claimOf(claims, issuer.roles ?? 'roles'));
  return names?.every(isName) === true ? names : undefined;
}

/** A text with spaces, or a list of texts. */
function namesOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === '') return [];
  const names: unknown = typeof value === 'string' ? value.split(' ') : value;
  return Array.isArray(names) && names.every(isText) ? names : undefined;
}
