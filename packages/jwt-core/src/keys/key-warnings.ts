/** The observer of keys that have none: an issuer that cannot be reached, and a key that is refused, are warnings. */

import { warn } from '../warning.js';
import type { KeyEventSink, KeyRefused, KeysFailed, KeysRecovered, KeysStale } from './key-event.js';

/**
 * Of issuers that fail at a time, and of refused keys. A token that names a tenant has the keys of that tenant fetched, and
 * anyone can write a token: what is written because of it must end.
 */
export const MAX_REPORTED = 32;

/** One warning for each change of an issuer's condition, and for each refused key. */
export function createKeyWarnings(): KeyEventSink {
  const warnings = new KeyWarnings();
  return (event) => {
    switch (event.type) {
      case 'failed':
        return warnings.failed(event);
      case 'stale':
        return warnings.stale(event);
      case 'recovered':
        return warnings.recovered(event);
      case 'refused_key':
        return warnings.refused(event);
      case 'fetched':
      case 'rotated':
        return undefined;
    }
  };
}

const SEE = 'Give onKeyEvent to observe this yourself.';

class KeyWarnings {
  /** By `iss`: whether there are keys that serve, of the issuers that cannot be reached. */
  readonly #failing = new Map<string, { readonly serving: boolean }>();
  readonly #refused = new Set<string>();
  #hasReportedMore = false;

  failed({ issuer, iss, reason, serving }: KeysFailed): void {
    const before = this.#failing.get(iss);
    if (before !== undefined && (!before.serving || serving)) return;
    if (before === undefined && this.#failing.size >= MAX_REPORTED) return this.#reportMore();
    this.#failing.set(iss, { serving });
    const outcome = serving ? 'Keys that were fetched before serve on.' : 'Its tokens are answered 503.';
    warn(
      'JWT_POLICY_KEYS_FAILED',
      `The keys of ${issuer} (${iss}) cannot be fetched: ${reason.replace(/\.$/u, '')}. ${outcome} ${SEE}`,
    );
  }

  stale({ issuer, iss, servingSeconds }: KeysStale): void {
    if (!this.#failing.has(iss)) return;
    const rest = `serve for ${String(servingSeconds)} seconds more`;
    warn('JWT_POLICY_KEYS_STALE', `The keys of ${issuer} (${iss}) are too old, and ${rest}. ${SEE}`);
  }

  recovered({ issuer, iss }: KeysRecovered): void {
    if (!this.#failing.delete(iss)) return;
    this.#hasReportedMore = false;
    warn('JWT_POLICY_KEYS_RECOVERED', `The keys of ${issuer} (${iss}) can be fetched again.`);
  }

  refused({ issuer, iss, keyId = '(no kid)', reason }: KeyRefused): void {
    const key = JSON.stringify([issuer, keyId, reason]);
    if (this.#refused.has(key) || this.#refused.size > MAX_REPORTED) return;
    this.#refused.add(key);
    const text =
      this.#refused.size > MAX_REPORTED
        ? 'More keys are refused, and not reported one by one.'
        : `The key ${keyId} of ${issuer} (${iss}) is refused: ${reason}.`;
    warn('JWT_POLICY_KEY_REFUSED', `${text} ${SEE}`);
  }

  #reportMore(): void {
    if (this.#hasReportedMore) return;
    this.#hasReportedMore = true;
    warn(
      'JWT_POLICY_KEYS_FAILED',
      `The keys of more issuers cannot be fetched, and are not reported one by one. ${SEE}`,
    );
  }
}
