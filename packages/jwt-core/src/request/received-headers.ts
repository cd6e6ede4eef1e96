/** The headers of a request, whatever hands it out: a socket, a function as a service, a test without a network. */

import { maxHeadersCountOf } from './raw-headers.js';

/** What a request may have of its headers. Node's has both. */
export interface HeaderSource {
  /** Name, value, name, value, …: `IncomingMessage.rawHeaders`. */
  readonly rawHeaders?: unknown;
  /** By name: `IncomingMessage.headers`, the map of an event, the `Headers` of fetch. A list is several lines. */
  readonly headers?: unknown;
}

/** Headers as a verifier takes them: members of an {@link HttpRequest}. */
export interface ReceivedHeaders {
  readonly rawHeaders: readonly string[];
  readonly maxHeadersCount: number | undefined;
  readonly duplicatesVisible: boolean;
}

/**
 * The headers of a request as a verifier takes them; `undefined` where it shows none.
 *
 * The lines as they were received are the truth where there are any: what other code writes to `headers` beside them has
 * no effect. Adapters of functions as a service leave `rawHeaders` out, or empty. There the map by name is read, and
 * `duplicatesVisible` is `false`: of two lines of one name, the map may have one.
 */
export function receivedHeaders(
  message: { readonly rawHeaders: readonly string[] } | { readonly headers: object },
): ReceivedHeaders;
export function receivedHeaders(message: HeaderSource): ReceivedHeaders | undefined;
export function receivedHeaders(message: HeaderSource): ReceivedHeaders | undefined {
  const { rawHeaders, headers } = message;
  const maxHeadersCount = maxHeadersCountOf(message);
  if (isList(rawHeaders) && rawHeaders.length > 0) {
    return { rawHeaders, maxHeadersCount, duplicatesVisible: true };
  }
  const lines = isMap(headers) ? linesOf(headers) : [];
  if (lines.length > 0) return { rawHeaders: lines, maxHeadersCount, duplicatesVisible: false };
  if (!isList(rawHeaders) && !isMap(headers)) return undefined;
  return { rawHeaders: lines, maxHeadersCount, duplicatesVisible: true };
}

/** What is in it is compared with strings, and of no other use. */
function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A map, or what yields pairs, as the `Headers` of fetch do. */
function linesOf(headers: object): readonly string[] {
  const entries: Iterable<readonly [unknown, unknown]> = isIterable(headers)
    ? headers
    : Object.entries(headers);
  return Array.from(entries).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value])
      .filter((each) => each !== undefined && each !== null)
      .flatMap((each) => [String(name), textOf(each)]),
  );
}

function isIterable(headers: object): headers is Iterable<readonly [unknown, unknown]> {
  return Symbol.iterator in headers;
}

/** Tests write numbers. What is no text at all was sent as something, and is not taken for nothing. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
