/** How discovery documents and key sets are fetched. */

import { faultOfAuthorities } from '../../io/authorities.js';
import type { InsecureHttp } from '../../io/insecure-http.js';
import { loadGet } from '../../io/load-get.js';
import { readProxy } from '../../io/proxy.js';
import { readHeaders, type RequestHeaders } from '../../io/request-headers.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { aNumber, anything, aText, readOptions, type OptionKinds } from '../../options/read-options.js';
import { checkServerHeaders, type ServerHeaders } from './server-headers.js';

/** The answer. */
export interface FetchedDocument {
  readonly status: number;
  readonly body: Uint8Array;
  /**
   * By names in lower case: `content-type`, `cache-control`, `expires`, `date`, `age`, `retry-after` and `location` are read.
   * A fetcher without headers leaves this out: then the type is not checked, and the library's own times hold.
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Bounds of one fetch. */
export interface FetchLimits {
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** For the body. */
  readonly maxBytes: number;
}

/** How one document is fetched. */
export interface FetchOptions extends FetchLimits {
  /**
   * The private networks, as CIDRs, that the policy names for this issuer. Without them, only public addresses are
   * reached.
   */
  readonly allowedNetworks?: readonly string[];
  /** For development: plain `http`. */
  readonly insecure?: InsecureHttp;
  /** The Bearer token of the issuer's `tokenFile`: for this URL, and for no other. A secret. */
  readonly token?: string;
  /** Certificates of the authorities in the issuer's `caFile`, in PEM: no others are trusted for it. */
  readonly ca?: string;
}

/** Fetches one document. Rejects when it cannot. It must not follow redirects, and must keep the limits. */
export interface KeyFetcher {
  (url: URL, options: FetchOptions): Promise<FetchedDocument>;
  /** For discovery and the key set of one issuer together, in milliseconds: at most 30 seconds, and 5 seconds without it. */
  readonly timeoutMs?: number;
}

/** The limits of this library: five seconds, 256 KiB. */
export const FETCH_LIMITS: FetchLimits = { timeoutMs: 5_000, maxBytes: 262_144 };

const MAX_TIMEOUT_MS = 30_000;

/** Options of {@link httpsKeyFetcher}. */
export interface HttpsKeyFetcherOptions {
  /**
   * The proxy for https, as a URL such as `http://proxy:8080`, with credentials where it wants them; or `environment`: what
   * `HTTPS_PROXY` names when this function is called, except for the hosts in `NO_PROXY`. Without it, connections are direct.
   * The name of a key server is then resolved by the proxy, and its address is not checked.
   */
  readonly proxy?: 'environment' | (string & {});
  /** Certificates of authorities to trust in place of the machine's, in PEM. An issuer's `caFile` takes their place. */
  readonly ca?: string;
  /**
   * Added to each request. They go to every key server: a credential is for one of them, and comes from a function of the URL,
   * or from the issuer's `tokenFile`.
   */
  readonly headers?: ServerHeaders;
  /** For discovery and the key set of one issuer together, in milliseconds: 5 seconds by default, at most 30. */
  readonly timeoutMs?: number;
}

const FETCHER_OPTIONS: OptionKinds<HttpsKeyFetcherOptions> = {
  proxy: aText,
  ca: aText,
  headers: anything,
  timeoutMs: aNumber,
};

/**
 * Makes the fetcher of this library: `node:https` with limits, to checked addresses, or through a proxy.
 *
 * @throws {@link ConfigurationError} for an option that is unknown or of a wrong type, for what is not the URL of a proxy or a
 * certificate, and for headers that must not be sent to every key server.
 */
export function httpsKeyFetcher(given: HttpsKeyFetcherOptions = {}): KeyFetcher {
  const options = readOptions('httpsKeyFetcher', given, FETCHER_OPTIONS);
  const { ca, headers = {}, timeoutMs = FETCH_LIMITS.timeoutMs } = options;
  const fault = ca === undefined ? undefined : faultOfAuthorities(ca);
  if (fault !== undefined) throw new ConfigurationError(`httpsKeyFetcher: ca ${fault}.`);
  const headersFor = openHeaders(headers);
  const proxyFor = options.proxy === undefined ? undefined : readProxy('httpsKeyFetcher', options.proxy, ca);
  const fetchDocument: KeyFetcher = async (url, { token, ...terms }) => {
    const started = performance.now();
    const { boundedGet } = await loadGet();
    const own = await headersFor(url, terms.timeoutMs);
    return boundedGet(url, {
      ...(ca === undefined ? {} : { ca }),
      ...terms,
      proxyFor,
      timeoutMs: Math.max(1, Math.round(terms.timeoutMs - (performance.now() - started))),
      headers: { ...own, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      accept: 'application/json, application/jwk-set+json',
    });
  };
  const limited = Object.assign(fetchDocument, {
    timeoutMs: checkTimeout('httpsKeyFetcher: timeoutMs', timeoutMs),
  });
  OWN.add(limited);
  return limited;
}

const OWN = new WeakSet<KeyFetcher>();

/**
 * Loads what a fetcher of this library will need.
 *
 * @throws {@link ConfigurationError} where it is missing.
 */
export async function prepareFetcher(fetcher: KeyFetcher): Promise<void> {
  if (OWN.has(fetcher)) await loadGet();
}

/** @throws {@link ConfigurationError} for headers that must not be sent to every key server. */
function openHeaders(headers: ServerHeaders): (url: URL, timeoutMs: number) => Promise<RequestHeaders> {
  if (typeof headers === 'function') {
    return async (url, timeoutMs) =>
      checkServerHeaders(await readHeaders(() => headers(url), timeoutMs), 'one');
  }
  const common = checkServerHeaders(headers, 'all');
  return () => Promise.resolve(common);
}

/**
 * The limits of a fetcher.
 *
 * @throws {@link ConfigurationError} for a time that is none.
 */
export function limitsOf(fetcher: KeyFetcher): FetchLimits {
  const own = Object.hasOwn(fetcher, 'timeoutMs') ? fetcher.timeoutMs : undefined;
  if (own === undefined) return FETCH_LIMITS;
  return { ...FETCH_LIMITS, timeoutMs: checkTimeout('keyFetcher.timeoutMs', own) };
}

function checkTimeout(name: string, timeoutMs: number): number {
  if (timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs;
  throw new ConfigurationError(
    `${name}: expected 1 to ${String(MAX_TIMEOUT_MS)} milliseconds, found ${String(timeoutMs)}.`,
  );
}
