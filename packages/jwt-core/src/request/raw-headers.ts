/** The header lines of a request, as Node keeps them. */

import type { HttpRequest } from './access-request.js';

/** What Node keeps of `rawHeaders` where the server says nothing else: 1000 lines, each a name and a value. */
const MAX_RAW_HEADERS = 2_000;

/**
 * Whether header lines may be missing. Node 20, and Node 22 and 24 before they answered 431, stop to collect lines when
 * they have as many as the server's limit, and hand out the request without the rest: at 1023 lines, or at fewer where
 * `maxHeadersCount` is lower. A second `Authorization` after them would not be seen.
 */
export function mayLackHeaders({ rawHeaders, maxHeadersCount }: HttpRequest): boolean {
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
export function headerValues({ rawHeaders }: HttpRequest, name: string): string[] {
  const values: string[] = [];
  let index = indexOfValue(rawHeaders, name);
  while (index !== -1) {
    values.push(rawHeaders[index] ?? '');
    index = indexOfValue(rawHeaders, name, index + 1);
  }
  return values;
}

/** The index of the next value of a header, from the name at `start` on; -1 where there is none. */
export function indexOfValue(rawHeaders: readonly string[], name: string, start = 0): number {
  for (let index = start + 1; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index - 1];
    if (header?.length !== name.length || rawHeaders[index] === undefined) continue;
    if (header.toLowerCase() === name) return index;
  }
  return -1;
}
