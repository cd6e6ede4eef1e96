/** Times of a token at, and next to, each limit of both documents. */

import type { JsonValue } from '@org/jwt-core';
import { unique } from './values.js';
import { isSame, type Accepted, type Case } from './worlds.js';
import { forBoth, type Version } from './difference.js';

/** In seconds. */
export interface Times {
  readonly iat: JsonValue | undefined;
  readonly exp: JsonValue | undefined;
  readonly nbf: JsonValue | undefined;
}

/** A usual life, where nothing asks for a shorter one. */
const LIFE = 300;

/**
 * Each limit is a threshold: a token that passes one document's and not the other's does so with everything else at its
 * easiest. The first is one that is good in both, where there is such a token.
 */
export function timesFor(asked: Case): readonly Times[] {
  const limits = forBoth((version) => limitsOf(asked, version));
  const known = [limits.old, limits.new].filter((each) => each !== undefined);
  const now = Math.floor(asked.now / 1000);
  const lives = known.flatMap(({ lives: each }) => each);
  const good = { iat: now, exp: now + Math.min(LIFE, ...lives), nbf: undefined };
  if (known.length < 2 || isSame(limits)) return [good];
  const skews = known.map(({ skew }) => skew);
  const at = (iat: number | undefined, exp: number, nbf?: number): Times => ({ iat, exp, nbf });
  const ends = skews.flatMap((skew) => [now - skew, now - skew + 1]);
  const starts = [
    ...skews.flatMap((skew) => [now + skew, now + skew + 1]),
    ...known.flatMap(({ maxAge, skew }) =>
      maxAge === undefined ? [] : [now - maxAge - skew, now - maxAge - skew - 1],
    ),
  ];
  return unique([
    good,
    ...lives.flatMap((life) => [at(now, now + life), at(now, now + life + 1)]),
    ...ends.map((exp) => at(exp - 1, exp)),
    // The shortest life that has not expired.
    ...starts.flatMap((iat) => skews.map((skew) => at(iat, Math.max(now - skew, iat) + 1))),
    ...skews.flatMap((skew) => [
      at(now, now + skew + 2, now + skew),
      at(now, now + skew + 2, now + skew + 1),
    ]),
    at(undefined, now + 1),
    ...lives.flatMap((life) =>
      skews.flatMap((skew) => [at(undefined, now + skew + life), at(undefined, now + skew + life + 1)]),
    ),
  ]);
}

interface KnownLimits {
  readonly skew: number;
  readonly maxAge: number | undefined;
  /** Each limit of the life: which of them is in force, the engine decides. */
  readonly lives: readonly number[];
  readonly mayLackIat: boolean;
}

function limitsOf({ world, operations, now }: Case, version: Version): KnownLimits | undefined {
  const accepted = world.accepted[version];
  if (accepted === undefined) return undefined;
  const { limits, maxRemaining, shortLife } = accepted.issuer;
  const asked = operations[version]?.limits ?? accepted.service.limits;
  const isLong = shortLife !== undefined && now < shortLife.until;
  const lives = [
    isLong ? shortLife.maxLifetime : asked.maxLifetime,
    isLong ? asked.ownMaxLifetime : undefined,
    limits.maxLifetime,
    maxRemaining,
  ].filter((each) => each !== undefined);
  return {
    skew: Math.min(skewOf(accepted), limits.clockSkew ?? Infinity),
    maxAge: asked.maxAge,
    lives,
    mayLackIat: maxRemaining !== undefined,
  };
}

function skewOf({ service }: Accepted): number {
  return service.limits.clockSkew;
}
