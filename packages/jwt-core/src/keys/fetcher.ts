/** Fetches discovery documents and key sets: bounded in time and size, no redirects. */

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What came back. */
export interface FetchedDocument {
  readonly status: number;
  readonly body: Uint8Array;
}

/** Bounds of one fetch. */
export interface FetchLimits {
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** For the body. */
  readonly maxBytes: number;
}

/**
 * Fetches one document. Rejects when it cannot; must not follow redirects and must keep the limits.
 * A company proxy is a `KeyFetcher`.
 */
export type KeyFetcher = (url: URL, limits: FetchLimits) => Promise<FetchedDocument>;

/** The limits of this library. */
export const FETCH_LIMITS: FetchLimits = { timeoutMs: 5_000, maxBytes: 262_144 };

/** The default: `node:https` and, where it was allowed before, `node:http`. */
export const fetchDocument: KeyFetcher = (url, { timeoutMs, maxBytes }) =>
  new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const signal = AbortSignal.timeout(timeoutMs);
    signal.addEventListener('abort', () => {
      reject(new Error(`no answer within ${String(timeoutMs)} ms`));
    });
    const outgoing = request(url, { headers: { accept: 'application/json' }, agent: false, signal });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= maxBytes) return;
        reject(new Error(`more than ${String(maxBytes)} bytes`)); // at once: the end may already have been read
        outgoing.destroy();
      });
      response.once('error', reject);
      response.once('aborted', () => {
        reject(new Error('the connection was cut'));
      });
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) });
      });
    });
    outgoing.end();
  });
