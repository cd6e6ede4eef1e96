/** What happens to keys, for logs and alarms. No key and nothing else that was fetched is in it, but the keys' names. */

interface About {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The issuer's name in the policy. */
  readonly issuer: string;
  /** The exact `iss`; for an issuer without one, `spiffe://` and its trust domain. */
  readonly iss: string;
}

/** A fetch succeeded. */
export interface KeysFetched extends About {
  readonly type: 'fetched';
  /** How many keys can be used. */
  readonly keys: number;
  /** For so many seconds they are fresh. */
  readonly freshSeconds: number;
}

/** A fetch failed. What was fetched before goes on serving, up to its limit. */
export interface KeysFailed extends About {
  readonly type: 'failed';
  /** A code or a short sentence. */
  readonly reason: string;
  /** In a row. */
  readonly failures: number;
  /** After so many seconds it is tried again. */
  readonly retrySeconds: number;
  /** Whether there are keys that still serve. */
  readonly serving: boolean;
}

/** The issuer publishes other keys than before. */
export interface KeysRotated extends About {
  readonly type: 'rotated';
  /** By `kid`; a key that was replaced under its `kid` is in both lists. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The keys are older than the issuer wants, and serve because it cannot be reached. */
export interface KeysStale extends About {
  readonly type: 'stale';
  /** For so many seconds more. */
  readonly servingSeconds: number;
}

/** A fetch succeeded after others had failed. */
export interface KeysRecovered extends About {
  readonly type: 'recovered';
  readonly failures: number;
  /** Since the first failure. */
  readonly outageSeconds: number;
}

/** A published key is not safe, and is not used: private, weak, malformed or ambiguous. Told once, not at every fetch. */
export interface KeyRefused extends About {
  readonly type: 'refused_key';
  readonly keyId?: string;
  readonly reason: string;
}

/** One event about an issuer's keys. Told apart by `type`. */
export type KeyEvent = KeysFetched | KeysFailed | KeysRotated | KeysStale | KeysRecovered | KeyRefused;

/** Takes every key event. What it throws is reported once and changes nothing. */
export type KeyEventSink = (event: KeyEvent) => void;

type WithoutAbout<Event> = Event extends KeyEvent ? Omit<Event, keyof About> : never;

/** An event before it is known whose it is, and when. */
export type KeyNews = WithoutAbout<KeyEvent>;

const LONGEST_NAME = 64;

/** A `kid` as one short word: whoever publishes it could otherwise write lines into somebody's log. */
export function nameOf(keyId: string | undefined): string {
  if (keyId === undefined) return '(no kid)';
  const plain = keyId.toWellFormed().replace(/[^\x20-\x7e]/gu, encodeURIComponent);
  return plain.length > LONGEST_NAME ? `${plain.slice(0, LONGEST_NAME)}…` : plain;
}
