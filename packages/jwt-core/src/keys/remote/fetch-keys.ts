/** From an issuer's URL to its JWK Set: discovery, then the set. */

import { shownUrl } from '../../io/answer-words.js';
import { FetchFailure } from '../../io/fetch-failure.js';
import { cut, printable } from '../../io/printable.js';
import type { IssuerKeySource, RemoteSettings } from '../key-issuer.js';
import { discoveryUrl } from './discovery.js';
import { FETCH_LIMITS } from './fetcher.js';
import { createGet, type Get, type GetSettings } from './get-document.js';

/** Whose keys are fetched, and how. */
export type RemoteIssuer = Pick<IssuerKeySource, 'iss' | 'jwksUri'> & { readonly remote: RemoteSettings };

/** How remote keys may be reached. */
export interface RemoteOptions extends Omit<GetSettings, 'limits'> {
  /** {@link FETCH_LIMITS} by default. */
  readonly limits?: GetSettings['limits'];
}

/** The keys as they were published, and the headers of the answer. */
export interface PublishedKeys {
  readonly jwks: readonly unknown[];
  readonly headers: Readonly<Record<string, string>> | undefined;
}

const MAX_KEYS = 100;

/**
 * Fetches the keys of an issuer, within the limits: discovery and set together have no more time than one of them.
 *
 * @throws {@link FetchFailure} that names the address and what came, and quotes no content of it but the names in discovery.
 */
export async function fetchKeys(issuer: RemoteIssuer, options: RemoteOptions): Promise<PublishedKeys> {
  const { limits = FETCH_LIMITS, ...others } = options;
  const first = firstUrl(issuer);
  const get = createGet(issuer.remote, first, { ...others, limits });
  const url = issuer.jwksUri ?? (await discover(issuer, first, get));
  const { document, headers } = await get(url);
  const { keys } = document;
  if (!Array.isArray(keys)) throw failure(url, 'the key set has no list of keys');
  if (keys.length > MAX_KEYS) throw failure(url, `the key set has more than ${String(MAX_KEYS)} keys`);
  return { jwks: keys, headers };
}

/** The address that is asked first: of the key set, or of the discovery document. */
export function firstUrl({ iss, jwksUri, remote }: RemoteIssuer): string {
  return jwksUri ?? discoveryUrl(iss, remote.discovery);
}

/** OpenID Connect Discovery 1.0 §4.3, RFC 8414 §3.3. What it says about algorithms is ignored: the policy has them. */
async function discover({ iss, remote }: RemoteIssuer, from: string, get: Get): Promise<string> {
  const { document } = await get(from, 'where the discovery document is elsewhere, write jwksUri');
  const { issuer, jwks_uri: jwksUri } = document;
  if (issuer !== iss) {
    const found =
      typeof issuer === 'string' ? `, ${JSON.stringify(printable(cut(issuer, MAX_NAME_LENGTH)))}` : '';
    throw failure(from, `the discovery document names another issuer${found}`);
  }
  if (typeof jwksUri !== 'string') throw failure(from, 'the discovery document has no jwks_uri');
  if (!URL.canParse(jwksUri)) throw failure(from, 'the jwks_uri of the discovery document is not a URL');
  const { origin } = new URL(jwksUri);
  // An attacker who can change this document alone could otherwise bring keys from anywhere.
  if (origin === new URL(from).origin || origin === remote.jwksOrigin) return jwksUri;
  throw failure(from, `the discovery document names keys on another origin${adviceOn(origin)}`);
}

/** Of a name that discovery holds, in UTF-16 units. */
const MAX_NAME_LENGTH = 100;

/** A URL without a host has no origin. */
function adviceOn(origin: string): string {
  if (!origin.startsWith('https:')) return ', which is not https';
  return origin.length > MAX_NAME_LENGTH ? '' : `: if it is the issuer's, write jwksOrigin: ${origin}`;
}

function failure(url: string, reason: string): FetchFailure {
  return new FetchFailure(`${shownUrl(url)}: ${reason}`);
}
