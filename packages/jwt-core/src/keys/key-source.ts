/** What the policy says of where an issuer's keys are, for one of its tenants. */

import { checkFetchUrl } from '../io/fetch-url.js';
import type { KeySource } from '../policy/document/document.js';
import { expandTemplate } from '../policy/model/issuer.js';
import { secondsOf } from '../policy/document/duration.js';
import { ceilingOf, defaultOf } from '../policy/document/limits.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { IssuerEntry } from '../policy/compile/service-policy.js';
import { discoveryUrl } from './remote/discovery.js';

/** What holds without `maxStale`. Seconds. */
export const DEFAULT_MAX_STALE: number = defaultOf('maxStale');

const KINDS = ['discovery', 'jwksUri', 'jwks', 'file', 'secret'] as const;

/** Which kind of source it is. */
export function kindOf(source: KeySource): (typeof KINDS)[number] {
  return KINDS.find((kind) => source[kind] !== undefined) ?? 'discovery';
}

/** The source with the tenant in its address. */
export function sourceOf({ policy, tenant }: IssuerEntry): KeySource {
  const { source } = policy.keys;
  if (source.jwksUri === undefined || tenant === undefined) return source;
  return { ...source, jwksUri: expandTemplate(source.jwksUri, tenant) };
}

/** How long fetched keys serve, in milliseconds. */
export function maxStaleMsOf({ maxStale }: KeySource): number {
  const seconds = maxStale === undefined ? DEFAULT_MAX_STALE : secondsOf(maxStale);
  return Math.min(seconds, ceilingOf('maxStale')) * 1000;
}

/** @throws {@link ConfigurationError} for keys that must not be fetched from where they are. */
export function checkRemoteSource(entry: IssuerEntry, allowHttpLoopback: boolean): void {
  const source = sourceOf(entry);
  const url = source.jwksUri ?? discoveryUrl(entry.iss, source.discovery ?? 'oidc');
  const problem = checkFetchUrl(url, allowHttpLoopback);
  if (problem === undefined) return;
  throw new ConfigurationError(
    `The keys of issuer "${entry.policy.name}" cannot be fetched from ${url}: ${problem}.`,
  );
}

/** Everything on which the keys of an issuer depend. */
export function fingerprintOf({ iss, tenant, policy }: IssuerEntry): string {
  return JSON.stringify([policy.name, iss, tenant, [...policy.algorithms].sort(), policy.keys]);
}
