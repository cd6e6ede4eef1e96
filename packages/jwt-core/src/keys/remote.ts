/** From an issuer's URL to its JWK Set: discovery, then the set. */

import { parseStrictJson } from '../integrity/strict-json.js';
import type { Jwk, KeySource } from '../policy/document.js';
import { discoveryUrl } from './discovery.js';
import { FETCH_LIMITS, type FetchedDocument, type KeyFetcher } from './fetcher.js';

/** How remote keys may be reached. */
export interface RemoteOptions {
  readonly fetcher: KeyFetcher;
  /** For development: `http` to this machine. */
  readonly allowHttpLoopback: boolean;
}

const MOST_KEYS = 100;
const JSON_LIMITS = { depth: 10, members: 10_000 };

/**
 * Fetches the keys of an issuer.
 *
 * @throws Error with a short reason and no content of the answer.
 */
export async function fetchKeys(
  iss: string,
  source: KeySource,
  options: RemoteOptions,
): Promise<readonly Jwk[]> {
  const url = source.jwksUri ?? (await discover(iss, source.discovery ?? 'oidc', options));
  const { keys } = await fetchJson(url, options);
  if (!Array.isArray(keys)) throw new Error('the key set has no list of keys');
  if (keys.length > MOST_KEYS) throw new Error(`the key set has more than ${String(MOST_KEYS)} keys`);
  return keys.filter((key): key is Jwk => typeof key === 'object' && key !== null && !Array.isArray(key));
}

async function discover(iss: string, kind: 'oidc' | 'oauth', options: RemoteOptions): Promise<string> {
  const metadata = await fetchJson(discoveryUrl(iss, kind), options);
  if (metadata['issuer'] !== iss) throw new Error('the discovery document names another issuer');
  const { jwks_uri: jwksUri } = metadata;
  if (typeof jwksUri !== 'string') throw new Error('the discovery document has no jwks_uri');
  return jwksUri;
}

async function fetchJson(
  url: string,
  { fetcher, allowHttpLoopback }: RemoteOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const problem = checkFetchUrl(url, allowHttpLoopback);
  if (problem !== undefined) throw new Error(problem);
  const response = await withinLimit(fetcher(new URL(url), FETCH_LIMITS));
  if (response.status !== 200) throw new Error(`status ${String(response.status)}`);
  return readJson(response);
}

/** A moment longer than the limit that the fetcher was told: its own word for what went wrong is the better one. */
const PATIENCE_MS = FETCH_LIMITS.timeoutMs + 1_000;

/** Somebody else's fetcher may never answer: requests must not wait on it for ever. */
function withinLimit<Value>(work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('the fetcher did not answer in time'));
    }, PATIENCE_MS);
    timer.unref();
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

function readJson({ body }: FetchedDocument): Readonly<Record<string, unknown>> {
  if (body.length > FETCH_LIMITS.maxBytes) throw new Error('the answer is too large');
  const value = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(body), JSON_LIMITS);
  if (typeof value === 'string') throw new Error('the answer is no JSON object');
  return value;
}

/** `https`, or `http` to this machine where that was allowed. Returns a sentence where neither holds. */
export function checkFetchUrl(text: string, allowHttpLoopback: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'the address is no URL';
  if (url.username !== '' || url.password !== '') return 'the address carries credentials';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:' || !isLoopback(url.hostname)) return 'the address is not https';
  return allowHttpLoopback
    ? undefined
    : 'the address is http: for development, allow insecure.allowHttpLoopback';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}
