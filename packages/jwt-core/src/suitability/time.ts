import { deny, inWords, type Denial } from '../decision/denial.js';
import type { TimeLimits } from '../policy/compile/service-policy.js';
import { instantFromNow, instantInWords, spanInWords } from './instant-words.js';
import { knownOperation, type Check, type Question } from './question.js';

/**
 * Is it the moment for this token? RFC 7519 §4.1.4-6. `exp` must be there, `iat` too where the issuer does not lack it;
 * `nbf` may be. `null` says for `iat` and `nbf` what an absent claim says.
 */
export const time: Check = {
  layer: 'time',
  check(question) {
    const { claims, entry } = question.evidence.token;
    const { exp } = claims;
    const [iat, nbf] = [claims['iat'] ?? undefined, claims['nbf'] ?? undefined];
    const limits = narrowedLimits(question);
    // An issuer may leave `iat` out; a limit that counts from it asks for it all the same.
    const mayLackIat = entry.policy.maxRemaining !== undefined && limits.maxAge === undefined;
    if (exp === undefined) return deny('time.missing', { expected: 'exp' });
    if (iat === undefined && !mayLackIat) return deny('time.missing', { expected: 'iat' });
    if (typeof exp !== 'number') return malformed('exp', exp);
    if (iat !== undefined && typeof iat !== 'number') return malformed('iat', iat);
    if (nbf !== undefined && typeof nbf !== 'number') return malformed('nbf', nbf);
    return compare(exp, iat, nbf, question) ?? contradiction(exp, iat, nbf);
  },
};

/**
 * Times that hold at no moment, as no issuer writes them. The clock skew would otherwise let such a token in for some
 * seconds. `nbf` before `iat` is not a contradiction: providers write 0 there, or a time some minutes ago.
 */
function contradiction(exp: number, iat: number | undefined, nbf: number | undefined): Denial | undefined {
  if (iat !== undefined && exp <= iat) return unordered('iat', iat, exp);
  return nbf !== undefined && exp <= nbf ? unordered('nbf', nbf, exp) : undefined;
}

function unordered(name: string, value: number, exp: number): Denial {
  return deny('time.contradictory', {
    expected: `exp after ${name}, ${instantInWords(value)}`,
    actual: instantInWords(exp),
  });
}

function malformed(name: string, value: unknown): Denial {
  return deny('time.malformed', { expected: `${name} as a number of seconds`, actual: inWords(value) });
}

function compare(
  exp: number,
  iat: number | undefined,
  nbf: number | undefined,
  question: Question,
): Denial | undefined {
  const { now, policy, evidence } = question;
  const issuer = evidence.token.entry.policy;
  // The tightest of what the service, the issuer and the operation say.
  const clockSkew = Math.min(policy.limits.clockSkew, issuer.limits.clockSkew);
  const { maxAge } = narrowedLimits(question);
  if (now >= exp + clockSkew) {
    return deny('time.expired', {
      expected: `exp after ${around(now, clockSkew)}`,
      actual: instantFromNow(exp, now),
    });
  }
  if (nbf !== undefined && nbf > now + clockSkew) {
    const expected = `nbf not after ${around(now, clockSkew)}`;
    return deny('time.not_yet_valid', { expected, actual: instantFromNow(nbf, now) });
  }
  if (iat !== undefined && iat > now + clockSkew) {
    const expected = `iat not after ${around(now, clockSkew)}`;
    return deny('time.issued_in_future', { expected, actual: instantFromNow(iat, now) });
  }
  if (iat !== undefined && maxAge !== undefined && now - iat > maxAge + clockSkew) {
    return deny('time.too_old', {
      expected: `iat at most ${spanInWords(maxAge)} ago`,
      actual: instantFromNow(iat, now),
    });
  }
  // Without `iat`, what is left of the life is the part that can be measured.
  const lifetime = exp - (iat ?? now + clockSkew);
  const maxLifetime = maxLifetimeOf(question, iat === undefined ? issuer.maxRemaining : undefined);
  if (lifetime > maxLifetime) {
    return deny('time.lifetime_too_long', {
      expected: `exp - ${iat === undefined ? 'now' : 'iat'} of at most ${spanInWords(maxLifetime)}`,
      actual: `${spanInWords(lifetime)}, with exp ${instantInWords(exp)}`,
    });
  }
  return undefined;
}

/** In seconds. Where the issuer lacks a short life, only what the service or the operation itself says is tighter. */
function maxLifetimeOf(question: Question, maxRemaining = Infinity): number {
  const { shortLife, limits } = question.evidence.token.entry.policy;
  const { maxLifetime, ownMaxLifetime = Infinity } = narrowedLimits(question);
  const isLong = shortLife !== undefined && question.now * 1000 < shortLife.until;
  const lifetime = isLong ? Math.min(shortLife.maxLifetime, ownMaxLifetime) : maxLifetime;
  return Math.min(lifetime, limits.maxLifetime, maxRemaining);
}

function around(now: number, clockSkew: number): string {
  return `now, ${instantInWords(now)}, with a skew of ${String(clockSkew)}s`;
}

/** An operation's own limits are never wider than the service's. */
function narrowedLimits(question: Question): Omit<TimeLimits, 'clockSkew'> {
  return knownOperation(question)?.limits ?? question.policy.limits;
}
