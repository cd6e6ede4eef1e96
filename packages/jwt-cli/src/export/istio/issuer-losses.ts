/** What a RequestAuthentication does not check of an issuer's tokens. */

import { pointerTo } from '../../lint/pointer.js';
import type { Provider } from '../gateway/issuers.js';
import type { Losses } from '../losses.js';
import type { Exported } from '../target.js';

/** Istio leaves Envoy's default, and has no field for another one. */
const SKEW_SECONDS = 60;

/** Adds them, each at what the policy says of it. */
export function addIssuerLosses({ service }: Exported, { accepted, keys }: Provider, losses: Losses): void {
  const { issuer, acceptance, at } = accepted;
  const { name } = issuer;
  const place = (key: string): string => `${at}${pointerTo(key)}`;
  losses.add('error', 'typ', place('typ'), `Istio does not check the typ header of the tokens of ${name}`);
  losses.add(
    'error',
    'algs',
    place('algs'),
    `Istio takes each algorithm that the keys of ${name} can be used with`,
  );
  losses.add(
    'error',
    'max-lifetime',
    at,
    `Istio limits no lifetime of the tokens of ${name}, and takes those without exp or iat`,
  );
  if (Math.min(service.limits.clockSkew, issuer.limits.clockSkew ?? Infinity) < SKEW_SECONDS) {
    losses.add(
      'error',
      'clock-skew',
      at,
      `Istio takes tokens of ${name} for ${String(SKEW_SECONDS)}s before and after their time`,
    );
  }
  if (acceptance.audienceMode === 'exclusive') {
    losses.add(
      'error',
      'audience-mode',
      at,
      `Istio takes tokens of ${name} that name other audiences as well`,
    );
  }
  if (!('keys' in keys) && keys.ca !== undefined) {
    losses.add(
      'error',
      'keys',
      place('keys'),
      `Istio fetches the keys of ${name} by the authorities of its own system`,
    );
  }
}
