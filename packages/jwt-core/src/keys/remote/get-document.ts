/** One document of an issuer: fetched within the limits, and read as JSON. */

import { describeStatus, describeType, shownUrl } from '../../io/answer-words.js';
import { withDeadline } from '../../io/deadline.js';
import { FetchFailure, failureOf } from '../../io/fetch-failure.js';
import { checkFetchUrl } from '../../io/fetch-url.js';
import { HTTPS_ALONE, type InsecureHttp } from '../../io/insecure-http.js';
import { createRecord } from '../../json/plain.js';
import { parseStrictJson, passedLimit } from '../../json/strict-json.js';
import { BadStatus } from '../../refresh/http-answer.js';
import type { RemoteSettings } from '../key-issuer.js';
import { readBearerToken } from './bearer-token.js';
import type { FetchedDocument, FetchLimits, FetchOptions, KeyFetcher } from './fetcher.js';

/** What was fetched. */
export interface Answer {
  readonly document: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/**
 * Fetches one document. `advice` is about an address that has none.
 *
 * @throws {@link FetchFailure} with the address, what came instead, and no content of it.
 */
export type Get = (url: string, advice?: string) => Promise<Answer>;

/** How documents are fetched. */
export interface GetSettings {
  readonly fetcher: KeyFetcher;
  /** For development: plain `http`. */
  readonly insecure?: InsecureHttp;
  /** For all documents of one issuer together. */
  readonly limits: FetchLimits;
}

/** Fetches one document after the other, all of them in the time of one. The token is for the origin of `first` alone. */
export function createGet(remote: RemoteSettings, first: string, settings: GetSettings): Get {
  const { fetcher, limits, insecure = HTTPS_ALONE } = settings;
  const started = performance.now();
  const left = (): number => Math.max(1, Math.round(limits.timeoutMs - (performance.now() - started)));
  const { allowedNetworks, ca, tokenPath } = remote;
  const ask = async (url: string): Promise<FetchedDocument> => {
    const problem = checkFetchUrl(url, insecure);
    if (problem !== undefined) throw new FetchFailure(problem);
    const isForToken = tokenPath !== undefined && isSameSecureOrigin(url, first);
    const token = isForToken ? await readBearerToken(tokenPath) : undefined;
    // Inherits nothing: `Object.prototype` may be polluted.
    const options: FetchOptions = Object.assign(createRecord(), {
      ...limits,
      timeoutMs: left(),
      insecure,
      ...(allowedNetworks === undefined ? {} : { allowedNetworks }),
      ...(token === undefined ? {} : { token }),
      ...(ca === undefined ? {} : { ca }),
    });
    return fetcher(new URL(url), options);
  };
  return async (url, advice) => {
    try {
      const answer = await withDeadline(ask(url), left() + PATIENCE_MS, LATE);
      if (answer.status !== 200) throw badStatus(answer, url, advice);
      return { document: readJson(answer, limits.maxBytes), headers: answer.headers };
    } catch (error) {
      throw at(url, failureOf(error));
    }
  };
}

/** Never over plain http, and never to a host that another document names. */
function isSameSecureOrigin(url: string, first: string): boolean {
  const { origin, protocol } = new URL(url);
  return protocol === 'https:' && origin === new URL(first).origin;
}

/** Added to the fetcher's own limit: its reason for a failure is the better one. */
const PATIENCE_MS = 1_000;
const LATE = 'the fetcher did not answer in time';
function badStatus(answer: FetchedDocument, url: string, advice: string | undefined): BadStatus {
  const isMissing = answer.status === 404 || answer.status === 410;
  return new BadStatus(
    answer,
    `${describeStatus(answer, url)}${isMissing && advice !== undefined ? `: ${advice}` : ''}`,
  );
}

/** Says which address was asked. `Retry-After` of a status is kept. */
function at(url: string, error: FetchFailure): FetchFailure {
  const message = `${shownUrl(url)}: ${error.message}`;
  return error instanceof BadStatus ? new BadStatus(error, message) : new FetchFailure(message);
}

const JSON_LIMITS = { depth: 10, members: 10_000 };

function readJson({ body, headers }: FetchedDocument, maxBytes: number): Answer['document'] {
  if (headers !== undefined && !isJson(headers)) {
    throw new FetchFailure(`the answer is ${describeType(headers) ?? 'of no type'}, and not JSON`);
  }
  if (body.length > maxBytes) throw new FetchFailure(`the answer has more than ${String(maxBytes)} bytes`);
  const value = parseStrictJson(decode(body), JSON_LIMITS);
  if (typeof value !== 'string') return value;
  if (value === 'duplicate_member') throw new FetchFailure('the answer has a member twice in one object');
  const limit = passedLimit(value, JSON_LIMITS);
  throw new FetchFailure(
    limit === undefined ? 'the answer is not a JSON object' : `the answer is not JSON of ${limit}`,
  );
}

/** `application/json`, `application/jwk-set+json` (RFC 7517 §8.5), and every other `+json` (RFC 6839). */
function isJson(headers: Readonly<Record<string, string>>): boolean {
  return /^application\/(?:[\w.-]+\+)?json *(?:;|$)/iu.test(headers['content-type'] ?? '');
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new FetchFailure('the answer is not UTF-8');
  }
}
