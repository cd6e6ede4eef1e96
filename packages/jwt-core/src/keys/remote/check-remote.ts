import { checkFetchUrl } from '../../io/fetch-url.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { IssuerKeySource } from '../key-issuer.js';
import { discoveryUrl } from './discovery.js';

/** @throws {@link ConfigurationError} for keys that must not be fetched from where they are. */
export function checkRemote({ iss, jwksUri, policy }: IssuerKeySource, allowHttpLoopback: boolean): void {
  const url = jwksUri ?? discoveryUrl(iss, policy.keys.remote.discovery);
  const problem = checkFetchUrl(url, allowHttpLoopback);
  if (problem === undefined) return;
  throw new ConfigurationError(
    `The keys of issuer "${policy.name}" cannot be fetched from ${url}: ${problem}.`,
  );
}
