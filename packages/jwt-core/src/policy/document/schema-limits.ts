/** The limits of the document, from the one table. */

import * as v from 'valibot';
import type { Duration, KeySource, Limits } from './document.js';
import { DURATION, durationPattern, isDuration, secondsOf } from './duration.js';
import { expected } from './expected.js';
import {
  amountOf,
  ceilingOf,
  limitNamesAt,
  LIMITS,
  type LimitLevel,
  type LimitName,
  type LimitsOf,
} from './limits.js';
import { check } from './schema-check.js';
import { oneOf } from './schema-parts.js';

type Limit<Value> = v.OptionalSchema<v.GenericSchema<Value>, undefined>;

/** The schema of each limit. */
export const LIMIT_SCHEMAS: {
  readonly [Name in LimitName]: Limit<NonNullable<(Limits & KeySource)[Name]>>;
} = {
  clockSkew: duration('clockSkew'),
  maxLifetime: duration('maxLifetime'),
  maxAge: duration('maxAge'),
  maxTokenBytes: bytes('maxTokenBytes'),
  audienceMode: v.optional(oneOf(['contains', 'exclusive'])),
  maxStale: duration('maxStale'),
};

/** The limits that can be written at one level. */
export function limitsAt<Level extends LimitLevel>(
  level: Level,
): Pick<typeof LIMIT_SCHEMAS, LimitsOf<Level>> {
  const entries = limitNamesAt(level).map((name) => [name, LIMIT_SCHEMAS[name]]);
  return Object.fromEntries(entries) as Pick<typeof LIMIT_SCHEMAS, LimitsOf<Level>>;
}

function duration(name: LimitName): Limit<Duration> {
  const { least, ceiling } = LIMITS[name];
  return v.optional(durationBetween(amountOf(least), ceilingOf(name), String(ceiling)));
}

/** A duration longer than zero, and at most this. */
export function durationUpTo(ceiling: Duration): v.GenericSchema<Duration> {
  return durationBetween(1, secondsOf(ceiling), ceiling);
}

function durationBetween(least: number, most: number, ceiling: string): v.GenericSchema<Duration> {
  const isLong = (value: string): boolean => !isDuration(value) || secondsOf(value) >= least;
  const isShort = (value: string): boolean => !isDuration(value) || secondsOf(value) <= most;
  const form = expected('a duration with a unit, such as 5s, 10m or 1h');
  return v.pipe(
    v.string(form),
    check(isDuration, form, { pattern: DURATION }),
    check(isLong, 'Expected a duration longer than zero.', least > 0 ? { pattern: '[1-9]' } : {}),
    check(isShort, expected(`at most ${ceiling}`), { pattern: durationPattern(most) }),
  ) as v.GenericSchema<Duration>;
}

function bytes(name: LimitName): Limit<number> {
  const { least, ceiling } = LIMITS[name];
  return v.optional(
    v.pipe(
      v.number(expected('a number of bytes')),
      v.integer(expected('a whole number of bytes')),
      v.minValue(amountOf(least), expected(`at least ${String(least)} bytes`)),
      v.maxValue(amountOf(ceiling), expected(`at most ${String(ceiling)} bytes`)),
    ),
  );
}
