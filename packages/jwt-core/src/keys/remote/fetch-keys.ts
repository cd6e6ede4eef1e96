/** From an issuer's URL to its JWK Set: discovery, then the set. */

import { withDeadline } from '../../io/deadline.js';
import { parseStrictJson } from '../../json/strict-json.js';
import { checkFetchUrl } from '../../io/fetch-url.js';
import { BadStatus } from '../../refresh/http-answer.js';
import type { IssuerKeySource, RemoteSettings } from '../key-issuer.js';
import { discoveryUrl } from './discovery.js';
import { FETCH_LIMITS, type FetchedDocument, type FetchLimits, type KeyFetcher } from './fetcher.js';

/** Whose keys are fetched, and how. */
export type RemoteIssuer = Pick<IssuerKeySource, 'iss' | 'jwksUri'> & { readonly remote: RemoteSettings };

/** How remote keys may be reached. */
export interface RemoteOptions {
  readonly fetcher: KeyFetcher;
  /** For development: `http` to this machine. */
  readonly allowHttpLoopback: boolean;
  /** For tests: other limits than {@link FETCH_LIMITS}. */
  readonly limits?: Pick<FetchLimits, 'timeoutMs' | 'maxBytes'>;
}

/** The keys as they were published, and the headers of the answer. */
export interface PublishedKeys {
  readonly jwks: readonly unknown[];
  readonly headers: Readonly<Record<string, string>> | undefined;
}

const MAX_KEYS = 100;
const JSON_LIMITS = { depth: 10, members: 10_000 };

/**
 * Fetches the keys of an issuer, within the limits: discovery and set together have no more time than one of them.
 *
 * @throws Error with a short reason and no content of the answer.
 */
export async function fetchKeys(issuer: RemoteIssuer, options: RemoteOptions): Promise<PublishedKeys> {
  const get = getter(issuer.remote, options);
  const url = issuer.jwksUri ?? (await discover(issuer, get));
  const { document, headers } = await get(url);
  const { keys } = document;
  if (!Array.isArray(keys)) throw new Error('the key set has no list of keys');
  if (keys.length > MAX_KEYS) throw new Error(`the key set has more than ${String(MAX_KEYS)} keys`);
  return { jwks: keys, headers };
}

/** OpenID Connect Discovery 1.0 §4.3, RFC 8414 §3.3. What it says about algorithms is ignored: the policy has them. */
async function discover({ iss, remote }: RemoteIssuer, get: Get): Promise<string> {
  const from = discoveryUrl(iss, remote.discovery);
  const { document } = await get(from);
  if (document['issuer'] !== iss) throw new Error('the discovery document names another issuer');
  const { jwks_uri: jwksUri } = document;
  if (typeof jwksUri !== 'string') throw new Error('the discovery document has no jwks_uri');
  if (!URL.canParse(jwksUri)) throw new Error('the address is not a URL');
  const { origin } = new URL(jwksUri);
  // An attacker who can change this document alone could otherwise bring keys from anywhere.
  if (origin === new URL(from).origin || origin === remote.jwksOrigin) return jwksUri;
  throw new Error('the discovery document names keys on another origin: name it in jwksOrigin');
}

interface Answer {
  readonly document: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

type Get = (url: string) => Promise<Answer>;

/** Fetches one document after the other, all of them in the time of one. */
function getter(
  { allowedNetworks }: RemoteSettings,
  { fetcher, allowHttpLoopback, limits = FETCH_LIMITS }: RemoteOptions,
): Get {
  const started = performance.now();
  return async (url) => {
    const problem = checkFetchUrl(url, allowHttpLoopback);
    if (problem !== undefined) throw new Error(problem);
    const timeoutMs = Math.max(1, Math.round(limits.timeoutMs - (performance.now() - started)));
    const all = {
      ...limits,
      timeoutMs,
      allowHttpLoopback,
      ...(allowedNetworks === undefined ? {} : { allowedNetworks }),
    };
    const answer = await withDeadline(
      fetcher(new URL(url), all),
      timeoutMs + PATIENCE_MS,
      'the fetcher did not answer in time',
    );
    if (answer.status !== 200) throw new BadStatus(answer);
    if (answer.headers !== undefined && !isJson(answer.headers))
      throw new Error('the type of the answer is not JSON');
    return { document: readJson(answer, limits.maxBytes), headers: answer.headers };
  };
}

/** `application/json`, `application/jwk-set+json` (RFC 7517 §8.5), and every other `+json` (RFC 6839). */
function isJson(headers: Readonly<Record<string, string>>): boolean {
  return /^application\/(?:[\w.-]+\+)?json *(?:;|$)/iu.test(headers['content-type'] ?? '');
}

/** Added to the fetcher's own limit: its reason for a failure is the better one. */
const PATIENCE_MS = 1_000;

function readJson({ body }: FetchedDocument, maxBytes: number): Readonly<Record<string, unknown>> {
  if (body.length > maxBytes) throw new Error('the answer is too large');
  const value = parseStrictJson(decode(body), JSON_LIMITS);
  if (typeof value === 'string') throw new Error('the answer is not a JSON object');
  return value;
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Error('the answer is not UTF-8');
  }
}
