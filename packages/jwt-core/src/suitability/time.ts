import { deny, inWords, type Denial } from '../decision/denial.js';
import type { TimeLimits } from '../policy/service-policy.js';
import { knownOperation, type Check, type Question } from './question.js';

/** Is it the moment for this token? RFC 7519 §4.1.4-6. `exp` and `iat` must be there; `nbf` may be. */
export const time: Check = {
  layer: 'time',
  check(question) {
    const { exp, iat, nbf } = question.token.claims;
    for (const [name, value] of [
      ['exp', exp],
      ['iat', iat],
    ] as const) {
      if (value === undefined) return deny('time.missing', { expected: name });
    }
    if (typeof exp !== 'number') return malformed('exp', exp);
    if (typeof iat !== 'number') return malformed('iat', iat);
    if (nbf !== undefined && typeof nbf !== 'number') return malformed('nbf', nbf);
    return judge({ exp, iat, nbf }, question.now, limitsOf(question));
  },
};

function malformed(name: string, value: unknown): Denial {
  return deny('time.malformed', { expected: `${name} as a number of seconds`, actual: inWords(value) });
}

interface Times {
  readonly exp: number;
  readonly iat: number;
  readonly nbf: number | undefined;
}

function judge({ exp, iat, nbf }: Times, now: number, limits: TimeLimits): Denial | undefined {
  const { clockSkew, maxAge, maxLifetime } = limits;
  const around = `now ${String(now)}, skew ${String(clockSkew)}s`;
  if (now >= exp + clockSkew)
    return deny('time.expired', { expected: `exp after ${around}`, actual: String(exp) });
  if (nbf !== undefined && nbf > now + clockSkew) {
    return deny('time.not_yet_valid', { expected: `nbf not after ${around}`, actual: String(nbf) });
  }
  if (iat > now + clockSkew) {
    return deny('time.issued_in_future', { expected: `iat not after ${around}`, actual: String(iat) });
  }
  if (maxAge !== undefined && now - iat > maxAge + clockSkew) {
    return deny('time.too_old', {
      expected: `at most ${String(maxAge)}s since iat`,
      actual: `${String(now - iat)}s`,
    });
  }
  if (exp - iat > maxLifetime) {
    return deny('time.lifetime_too_long', {
      expected: `exp - iat of at most ${String(maxLifetime)}s`,
      actual: `${String(exp - iat)}s`,
    });
  }
  return undefined;
}

/** The tightest of what the service, the issuer and the operation say. */
function limitsOf(question: Question): TimeLimits {
  const { policy, token } = question;
  const narrowed = knownOperation(question)?.limits ?? policy.limits;
  return {
    clockSkew: Math.min(policy.limits.clockSkew, token.issuer.limits.clockSkew),
    maxLifetime: Math.min(narrowed.maxLifetime, token.issuer.limits.maxLifetime),
    maxAge: narrowed.maxAge,
  };
}
