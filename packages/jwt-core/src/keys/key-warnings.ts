/** The default observer of key events: an issuer that cannot be reached, and a key that is rejected, are warnings. */

import { warn } from '../io/warning.js';
import type {
  KeyEvent,
  KeyEventSink,
  KeyRejected,
  KeysFailed,
  KeysRecovered,
  KeysStale,
  KeysUnusable,
} from './key-event.js';

/**
 * Of the tenants of one issuer that fail at a time, and of its rejected keys. A token that names a tenant causes a
 * fetch of that tenant's keys, and an attacker can write tokens: the warnings must end, and must not silence another
 * issuer.
 */
export const MAX_REPORTED = 32;

/** The sink, and its reset: a new policy may have new issuers under old names. */
export interface KeyWarnings {
  readonly take: KeyEventSink;
  readonly reset: () => void;
}

/** One warning for each change of an issuer's condition, and for each rejected key. */
export function createKeyWarnings(): KeyWarnings {
  const issuers = new Map<string, IssuerWarnings>();
  const take: KeyEventSink = (event) => {
    const warnings = issuers.get(event.issuer) ?? new IssuerWarnings();
    issuers.set(event.issuer, warnings);
    switch (event.type) {
      case 'keys.failed':
      case 'keys.unusable':
        return warnings.failed(event);
      case 'keys.stale':
        return warnings.stale(event);
      case 'keys.recovered':
        return warnings.recovered(event);
      case 'keys.rejected':
        return warnings.rejected(event);
      case 'keys.rotated':
        return warnings.rotated();
      case 'keys.fetched':
        return undefined;
    }
  };
  return { take, reset: () => issuers.clear() };
}

const SEE = 'Give observers or onKeyEvent to receive this yourself.';

/** What was reported about one issuer of the policy, which may have many tenants. */
class IssuerWarnings {
  /** By `iss` and source without new keys: whether there are keys that are still used, and whether it was reached. */
  readonly #failing = new Map<string, Pick<KeysFailed | KeysUnusable, 'type' | 'serving'>>();
  readonly #rejected = new Set<string>();
  #hasReportedMore = false;

  failed(event: KeysFailed | KeysUnusable): void {
    const { type, issuer, iss, reason, serving } = event;
    const before = this.#failing.get(placeOf(event));
    if (before?.type === type && (!before.serving || serving)) return;
    if (before === undefined && this.#failing.size >= MAX_REPORTED) return this.#reportMore(issuer);
    this.#failing.set(placeOf(event), { type, serving });
    const outcome = serving
      ? 'Keys that were fetched before are still used.'
      : 'Its tokens are answered 503.';
    const because = reason.replace(/\.$/u, '');
    if (type === 'keys.failed') {
      const text = `The keys of ${issuer} (${iss}) cannot be fetched: ${because}. ${outcome} ${SEE}`;
      return warn('JWT_POLICY_KEYS_FAILED', text);
    }
    const text = `The keys of ${issuer} (${iss}) were fetched, and ${because}. This does not pass by itself. ${outcome} ${SEE}`;
    warn('JWT_POLICY_KEYS_UNUSABLE', text);
  }

  stale(event: KeysStale): void {
    const { issuer, iss, servingMs } = event;
    if (!this.#failing.has(placeOf(event))) return;
    const rest = `are used for ${String(Math.round(servingMs / 1000))} seconds more`;
    warn('JWT_POLICY_KEYS_STALE', `The keys of ${issuer} (${iss}) are stale, and ${rest}. ${SEE}`);
  }

  recovered(event: KeysRecovered): void {
    const { issuer, iss } = event;
    if (!this.#failing.delete(placeOf(event))) return;
    this.#hasReportedMore = false;
    warn('JWT_POLICY_KEYS_RECOVERED', `The keys of ${issuer} (${iss}) can be fetched again.`);
  }

  /** The keys are others now: a rejected one among them is reported again. */
  rotated(): void {
    this.#rejected.clear();
  }

  rejected({ issuer, iss, keyId = '(no kid)', reason }: KeyRejected): void {
    const key = JSON.stringify([issuer, keyId, reason]);
    if (this.#rejected.has(key) || this.#rejected.size > MAX_REPORTED) return;
    this.#rejected.add(key);
    const text =
      this.#rejected.size > MAX_REPORTED
        ? 'More keys are rejected, and not reported one by one.'
        : `The key ${keyId} of ${issuer} (${iss}) is rejected: ${reason}.`;
    warn('JWT_POLICY_KEY_REJECTED', `${text} ${SEE}`);
  }

  #reportMore(issuer: string): void {
    if (this.#hasReportedMore) return;
    this.#hasReportedMore = true;
    warn(
      'JWT_POLICY_KEYS_FAILED',
      `The keys of more tenants of ${issuer} cannot be fetched, and are not reported one by one. ${SEE}`,
    );
  }
}

function placeOf({ iss, source }: Pick<KeyEvent, 'iss' | 'source'>): string {
  return `${iss} ${source}`;
}
