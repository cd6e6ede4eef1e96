import { headersByName, type DenialResponse, type HeaderPair } from '@org/jwt-core/adapter';
import type { ServerResponse } from 'node:http';

/** Sets headers in place of what was set under their names before. A name that occurs twice is sent twice. */
export function setHeaders(res: ServerResponse, headers: readonly HeaderPair[]): void {
  if (headers.length === 0) return;
  for (const [name, value] of Object.entries(headersByName(headers))) res.setHeader(name, value);
}

/** Writes the core's response. Not through `res.send`, which would add a charset and an ETag. */
export function writeDenial(res: ServerResponse, { status, headers, body }: DenialResponse): void {
  res.statusCode = status;
  setHeaders(res, [...headers, ['Content-Length', String(Buffer.byteLength(body))]]);
  res.end(body);
}
