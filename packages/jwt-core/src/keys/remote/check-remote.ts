/** What is known at start to be wrong with how keys would be fetched. */

import { shownUrl } from '../../io/answer-words.js';
import { checkFetchUrl } from '../../io/fetch-url.js';
import { HTTPS_ALONE, type InsecureHttp } from '../../io/insecure-http.js';
import { reasonOf } from '../../io/reason.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { IssuerKeySource } from '../key-issuer.js';
import { readBearerToken } from './bearer-token.js';
import { firstUrl } from './fetch-keys.js';

/** @throws {@link ConfigurationError} for keys that must not be fetched from where they are, or not with this token. */
export async function checkRemote(
  { iss, jwksUri, policy }: IssuerKeySource,
  insecure: InsecureHttp = HTTPS_ALONE,
): Promise<void> {
  const { remote } = policy.keys;
  const url = firstUrl({ iss, jwksUri, remote });
  const problem = checkFetchUrl(url, insecure) ?? (await faultOfToken(url, remote.tokenPath));
  if (problem === undefined) return;
  throw new ConfigurationError(
    `The keys of issuer "${policy.name}" cannot be fetched from ${shownUrl(url)}: ${problem}.`,
  );
}

async function faultOfToken(url: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  if (!url.startsWith('https:')) return 'the token of tokenFile is sent over https alone';
  return readBearerToken(path).then(
    () => undefined,
    (error: unknown) => reasonOf(error),
  );
}
