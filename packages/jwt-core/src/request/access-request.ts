/**
 * What an adapter tells the core about one HTTP request: facts as received, nothing interpreted.
 *
 * Nothing is copied, and nothing may have been joined: two `Authorization` lines must be seen as two.
 */
export interface AccessRequest {
  /** The HTTP method, as the router sees it (`GET`, `POST`, …). `HEAD` is judged as `GET`. */
  readonly method: string;
  /** The request-target as received (RFC 9112 §3.2): path and query, still percent-encoded. */
  readonly target: string;
  /** Name, value, name, value, … exactly as `IncomingMessage.rawHeaders` gives them. */
  readonly rawHeaders: readonly string[];
  /** Node's `server.maxHeadersCount`, where the application has set it: see {@link maxHeadersCountOf}. */
  readonly maxHeadersCount?: number | undefined;
  /** The router's path parameters, decoded, where a handler is bound to a named operation. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** By what name the application's log knows the request: for the decision event, and for nothing else. */
  readonly requestId?: string | undefined;
  /**
   * The framework's own request object. What several decisions about one request share is kept on it, out of sight: which
   * operations they were about, which must not contradict each other (`operation.conflict`).
   */
  readonly key?: object;
}

/** What Node keeps of `rawHeaders` where the server says nothing else: 1000 lines, each a name and a value. */
const MAX_RAW_HEADERS = 2_000;

/**
 * Whether header lines may be missing. Node 20, and Node 22 and 24 before they answered 431, stop to collect lines when
 * they have as many as the server's limit, and hand out the request without the rest: at 1023 lines, or at fewer where
 * `maxHeadersCount` is lower. A second `Authorization` after them would not be seen.
 */
export function mayLackHeaders({ rawHeaders, maxHeadersCount }: AccessRequest): boolean {
  if (rawHeaders.length >= MAX_RAW_HEADERS) return true;
  if (typeof maxHeadersCount !== 'number') return false;
  const limit = maxHeadersCount << 1; // as Node calculates it; 0 and less are no limit
  return limit > 0 && rawHeaders.length >= limit;
}

/**
 * For adapters: `maxHeadersCount` of the server that received a request. `undefined` where it was not set, and for a
 * request that is not of HTTP/1: Node refuses an HTTP/2 request that has too many fields, and cuts none.
 */
export function maxHeadersCountOf(message: unknown): number | undefined {
  // Not by `instanceof`: to load `node:http` for that would cost a start more than all the rest of this file.
  if (!isObject(message) || !('httpVersionMajor' in message) || message.httpVersionMajor !== 1)
    return undefined;
  const socket: unknown = 'socket' in message ? message.socket : undefined;
  const server: unknown = isObject(socket) && 'server' in socket ? socket.server : undefined;
  const count: unknown = isObject(server) && 'maxHeadersCount' in server ? server.maxHeadersCount : undefined;
  return typeof count === 'number' ? count : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Every value of one header, in the order received. `name` is lower case. */
export function headerValues({ rawHeaders }: AccessRequest, name: string): string[] {
  const values: string[] = [];
  let place = placeOfValue(rawHeaders, name);
  while (place !== -1) {
    values.push(rawHeaders[place] ?? '');
    place = placeOfValue(rawHeaders, name, place + 1);
  }
  return values;
}

/** Where the next value of a header stands, from the name at `start` on; -1 where there is none. */
export function placeOfValue(rawHeaders: readonly string[], name: string, start = 0): number {
  for (let place = start + 1; place < rawHeaders.length; place += 2) {
    const header = rawHeaders[place - 1];
    if (header?.length !== name.length || rawHeaders[place] === undefined) continue;
    if (header.toLowerCase() === name) return place;
  }
  return -1;
}
