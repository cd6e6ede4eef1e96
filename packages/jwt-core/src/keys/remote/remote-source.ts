/** From where the keys of an issuer are fetched, and whether that is allowed. */

import { checkFetchUrl } from '../../io/fetch-url.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { KeyIssuer, RemoteSource } from '../key-issuer.js';
import { discoveryUrl } from './discovery.js';

/** @throws {@link ConfigurationError} for keys that must not be fetched from where they are. */
export function checkRemote(issuer: KeyIssuer, allowHttpLoopback: boolean): void {
  const { iss, jwksUri, policy } = issuer;
  const url = jwksUri ?? discoveryUrl(iss, remoteSourceOf(issuer).discovery);
  const problem = checkFetchUrl(url, allowHttpLoopback);
  if (problem === undefined) return;
  throw new ConfigurationError(
    `The keys of issuer "${policy.name}" cannot be fetched from ${url}: ${problem}.`,
  );
}

/** The source of an issuer whose keys are fetched. */
export function remoteSourceOf({ policy: { keys, name } }: KeyIssuer): RemoteSource {
  const { source } = keys;
  if (source.kind === 'discovery' || source.kind === 'jwksUri') return source;
  throw new Error(`The keys of issuer "${name}" are not fetched.`);
}
