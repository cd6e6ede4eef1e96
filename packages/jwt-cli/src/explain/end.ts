/** When a token stops being good. Found by asking the engine at other moments: every limit that it knows is in its answer. */

import type { Explanation, ReasonCode } from '@org/jwt-core';

/** The moment from which the token is denied for its age, and what says so. */
export interface End {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly because: 'exp' | 'maxAge' | 'maxLifetime';
}

type Probe = () => Promise<Explanation>;

/** Longer than any clock skew that a policy may allow, in milliseconds. */
const MARGIN_MS = 3_600_000;
/** The last moment that a date can name (ECMA-262 §21.4.1.1). */
const MAX_MS = 8_640_000_000_000_000;

/** `undefined` where its times are never good: the layer `time` says why. The clock is left as it was. */
export async function findEnd(
  probe: Probe,
  clock: { now: number },
  claims: Readonly<Record<string, unknown>>,
): Promise<End | undefined> {
  const { exp, iat, nbf } = claims;
  if (typeof exp !== 'number') return undefined;
  const { now } = clock;
  const codeAt = async (moment: number): Promise<ReasonCode | undefined> => {
    clock.now = moment;
    const time = (await probe()).verdicts.find(({ layer }) => layer === 'time');
    return time?.verdict === 'failed' ? time.code : undefined;
  };
  try {
    const start = Math.max(...[iat, nbf].filter((each) => typeof each === 'number'), 0) * 1000;
    let good = Number.NaN;
    for (const moment of [now, Math.ceil(start), Math.floor(exp * 1000 - 1000)]) {
      if (isMoment(moment) && (await codeAt(moment)) === undefined) good = moment;
      if (!Number.isNaN(good)) break;
    }
    let bad = Math.min(Math.ceil(exp * 1000) + MARGIN_MS, MAX_MS);
    if (Number.isNaN(good) || (await codeAt(bad)) === undefined) return undefined;
    while (bad - good > 1) {
      const middle = Math.floor((good + bad) / 2);
      if ((await codeAt(middle)) === undefined) good = middle;
      else bad = middle;
    }
    return { at: bad, because: BECAUSE[(await codeAt(bad)) ?? ''] ?? 'exp' };
  } finally {
    clock.now = now;
  }
}

const BECAUSE: Readonly<Record<string, End['because']>> = {
  'time.too_old': 'maxAge',
  'time.lifetime_too_long': 'maxLifetime',
};

function isMoment(moment: number): boolean {
  return Math.abs(moment) <= MAX_MS;
}
