/** One table of the limits: what holds by default, what no document can exceed, and where a limit can be written. */

import type { Duration, Limits } from './document.js';
import { secondsOf } from './duration.js';

/** A place in the document that can have limits. */
export type LimitLevel = 'defaults' | 'issuer' | 'service' | 'operation' | 'keys';

type AudienceMode = NonNullable<Limits['audienceMode']>;

/** A limit as the document writes it. */
export type LimitValue = Duration | number | AudienceMode;

/**
 * `default` is what holds when the document says nothing, and `levels` where the limit can be written. For each of them,
 * the lower value is the tighter one. From outer to inner level, a limit can only become tighter.
 */
export const LIMITS = {
  /** How far clocks may differ. */
  clockSkew: { default: '5s', least: '0s', ceiling: '60s', levels: ['defaults', 'issuer', 'service'] },
  /** `exp - iat`. */
  maxLifetime: {
    default: '1h',
    least: '1s',
    ceiling: '24h',
    levels: ['defaults', 'issuer', 'service', 'operation'],
  },
  /** The time since `iat`. */
  maxAge: { default: undefined, least: '1s', ceiling: '24h', levels: ['defaults', 'service', 'operation'] },
  /** The length of a token. */
  maxTokenBytes: { default: 8192, least: 256, ceiling: 16_384, levels: ['defaults', 'service'] },
  /** Whether a token may name other audiences. */
  audienceMode: {
    default: 'contains',
    least: 'exclusive',
    ceiling: 'contains',
    levels: ['defaults', 'issuer', 'service'],
  },
  /** How long fetched keys serve in an outage. */
  maxStale: { default: '4h', least: '1s', ceiling: '24h', levels: ['keys'] },
} as const;

/** The longest `exp - now` that can take the place of `iat`. */
export const MAX_REMAINING = '24h';

/** The longest life that an issuer without short ones can have, until a day. */
export const MAX_LONG_LIFE = '90d';

/** The name of a limit. */
export type LimitName = keyof typeof LIMITS;

/** The limits that can be written at a level, in the order of the table. */
export function limitNamesAt<Level extends LimitLevel>(level: Level): readonly LimitsOf<Level>[] {
  const names = Object.keys(LIMITS) as LimitName[];
  return names.filter((name): name is LimitsOf<Level> =>
    (LIMITS[name].levels as readonly LimitLevel[]).includes(level),
  );
}

/** The names of the limits of a level. */
export type LimitsOf<Level extends LimitLevel> = {
  [Name in LimitName]: Level extends (typeof LIMITS)[Name]['levels'][number] ? Name : never;
}[LimitName];

/** In seconds or bytes; of modes, the tighter one is the lower. */
export function amountOf(value: LimitValue): number {
  if (typeof value === 'number') return value;
  if (value === 'exclusive' || value === 'contains') return value === 'exclusive' ? 0 : 1;
  return secondsOf(value);
}

/** What no document can exceed, in seconds or bytes. */
export function ceilingOf(name: LimitName): number {
  return amountOf(LIMITS[name].ceiling);
}

/** What holds when the document says nothing, in seconds or bytes. */
export function defaultOf(name: Exclude<LimitName, 'maxAge'>): number {
  return amountOf(LIMITS[name].default);
}
