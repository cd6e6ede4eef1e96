/** How discovery documents and key sets are fetched. A company proxy, or a private authority, is another `KeyFetcher`. */

/** What came back. */
export interface FetchedDocument {
  readonly status: number;
  readonly body: Uint8Array;
  /**
   * By names in lower case: `content-type`, `cache-control`, `expires`, `date`, `age` and `retry-after` are read. A
   * fetcher that has none leaves this out: then the type is not checked, and the library's own times hold.
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Bounds of one fetch. */
export interface FetchLimits {
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** For the body. */
  readonly maxBytes: number;
  /** The private networks, as CIDRs, that the policy names for this issuer. Without them: public addresses alone. */
  readonly network?: readonly string[];
  /** For development: `http` to this machine. */
  readonly allowHttpLoopback?: boolean;
}

/** Fetches one document. Rejects when it cannot; must not follow redirects and must keep the limits. */
export type KeyFetcher = (url: URL, limits: FetchLimits) => Promise<FetchedDocument>;

/** The limits of this library: five seconds, 256 KiB. */
export const FETCH_LIMITS: FetchLimits = { timeoutMs: 5_000, maxBytes: 262_144 };

/** What to trust where the machine's own authorities are not meant. */
export interface FetcherOptions {
  /** Certificates of authorities, in PEM: in place of those of the machine. */
  readonly ca?: string;
}

/** Makes the fetcher of this library: `node:https` with limits, to checked addresses. */
export function createFetcher(options: FetcherOptions = {}): KeyFetcher {
  return async (url, limits) => {
    const { boundedGet } = await import('../../io/bounded-get.js'); // `node:https` loads only where something is fetched
    return boundedGet(url, { ...options, ...limits, accept: 'application/json, application/jwk-set+json' });
  };
}

/** The default. */
export const fetchDocument: KeyFetcher = createFetcher();
