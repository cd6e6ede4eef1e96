/** How discovery documents and key sets are fetched. A proxy of a company is another `KeyFetcher`. */

import { loadGet } from '../../io/load-get.js';
import { aText, readOptions, type OptionKinds } from '../../options/read-options.js';

/** The answer. */
export interface FetchedDocument {
  readonly status: number;
  readonly body: Uint8Array;
  /**
   * By names in lower case: `content-type`, `cache-control`, `expires`, `date`, `age` and `retry-after` are read. A
   * fetcher without headers leaves this out: then the type is not checked, and the library's own times hold.
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Bounds of one fetch. */
export interface FetchLimits {
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** For the body. */
  readonly maxBytes: number;
  /**
   * The private networks, as CIDRs, that the policy names for this issuer. Without them, only public addresses are
   * reached.
   */
  readonly allowedNetworks?: readonly string[];
  /** For development: `http` to this machine. */
  readonly allowHttpLoopback?: boolean;
}

/** Fetches one document. Rejects when it cannot. It must not follow redirects, and must keep the limits. */
export type KeyFetcher = (url: URL, limits: FetchLimits) => Promise<FetchedDocument>;

/** The limits of this library: five seconds, 256 KiB. */
export const FETCH_LIMITS: FetchLimits = { timeoutMs: 5_000, maxBytes: 262_144 };

/** Options of {@link httpsKeyFetcher}. */
export interface HttpsKeyFetcherOptions {
  /** Certificates of authorities to trust in place of the machine's, in PEM. */
  readonly ca?: string;
}

const FETCHER_OPTIONS: OptionKinds<HttpsKeyFetcherOptions> = { ca: aText };

/**
 * Makes the fetcher of this library: `node:https` with limits, to checked addresses.
 *
 * @throws {@link ConfigurationError} for an option that is unknown or of a wrong type.
 */
export function httpsKeyFetcher(given: HttpsKeyFetcherOptions = {}): KeyFetcher {
  const options = readOptions('httpsKeyFetcher', given, FETCHER_OPTIONS);
  const fetchDocument: KeyFetcher = async (url, limits) => {
    const { boundedGet } = await loadGet();
    return boundedGet(url, { ...options, ...limits, accept: 'application/json, application/jwk-set+json' });
  };
  OWN.add(fetchDocument);
  return fetchDocument;
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
