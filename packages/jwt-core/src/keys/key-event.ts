/** What happens to keys, for logs and alarms. An event holds no key, and of what was fetched only the names of keys. */

import type { RejectedKeyReport } from './set/rejected-keys.js';

interface EventBase {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The issuer's name in the policy. */
  readonly issuer: string;
  /** The exact `iss`; for an issuer without one, `spiffe://` and its trust domain. */
  readonly iss: string;
  /** Where the keys come from: `discovery`, `jwksUri`, `jwks` or `file`; with a number where the issuer has several. */
  readonly source: string;
}

/** A fetch succeeded. */
export interface KeysFetched extends EventBase {
  readonly type: 'keys.fetched';
  /** How many keys can be used. */
  readonly keys: number;
  /** For how long they are fresh, in milliseconds. */
  readonly freshMs: number;
}

/** A fetch failed: an outage. What was fetched before is used further, up to its limit. */
export interface KeysFailed extends EventBase {
  readonly type: 'keys.failed';
  /** A code or a short sentence. */
  readonly reason: string;
  /** In a row. */
  readonly failures: number;
  /** The next attempt comes after this many milliseconds. */
  readonly retryMs: number;
  /** Whether there are keys that are still used. */
  readonly serving: boolean;
}

/**
 * A fetch succeeded, and no key of the set can be used. It is tried again as after a failure, and will not do until the
 * issuer, or the policy, is mended.
 */
export interface KeysUnusable extends Omit<KeysFailed, 'type'> {
  readonly type: 'keys.unusable';
  /** All keys of the set, and why each is not used. Empty: so is the set. */
  readonly rejectedKeys: readonly RejectedKeyReport[];
}

/** The issuer publishes other keys than before. */
export interface KeysRotated extends EventBase {
  readonly type: 'keys.rotated';
  /** By `kid`; a key that was replaced under its `kid` is in both lists. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The keys are older than the issuer wants, and still used because it cannot be reached. */
export interface KeysStale extends EventBase {
  readonly type: 'keys.stale';
  /** For how long they are still used, in milliseconds. */
  readonly servingMs: number;
}

/** A fetch succeeded after others had failed. */
export interface KeysRecovered extends EventBase {
  readonly type: 'keys.recovered';
  readonly failures: number;
  /** Since the first failure, in milliseconds. */
  readonly outageMs: number;
}

/** A published key is unsafe and not used: private, weak, malformed or ambiguous. Sent once, not at every fetch. */
export interface KeyRejected extends EventBase {
  readonly type: 'keys.rejected';
  readonly keyId?: string;
  readonly reason: string;
}

/** One event about an issuer's keys. `type` says which. */
export type KeyEvent =
  KeysFetched | KeysFailed | KeysUnusable | KeysRotated | KeysStale | KeysRecovered | KeyRejected;

/** Takes every key event. That it throws is reported once and changes nothing. */
export type KeyEventSink = (event: KeyEvent) => void;

type WithoutBase<Event> = Event extends KeyEvent ? Omit<Event, keyof EventBase> : never;

/** An event without its time and its issuer. */
export type KeyEventBody = WithoutBase<KeyEvent>;
