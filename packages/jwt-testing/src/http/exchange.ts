/** One request over a real socket, header line by header line, and the whole response. */

import { request as send } from 'node:http';
import type { HeaderPair } from '@org/jwt-core/adapter';
import type { RequestDescription } from './request-description.js';

/** The response. */
export interface RawResponse {
  readonly status: number;
  /** As received: a name may occur more than once. */
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer;
}

/** How long a server under test may take, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** The request with the lines that HTTP/1.1 itself needs, so that the core gets them too. */
export function onTheWire(request: RequestDescription, port: number): RequestDescription {
  const framing: HeaderPair[] = [
    ['Host', `127.0.0.1:${String(port)}`],
    ['Connection', 'close'],
  ];
  if (request.method === 'POST') framing.push(['Content-Length', '0']);
  return { ...request, headers: [...framing, ...request.headers] };
}

/** Sends exactly these header lines to 127.0.0.1. Rejects when the connection fails. */
export function exchange(
  { method, target, headers }: RequestDescription,
  port: number,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = send({
      host: '127.0.0.1',
      port,
      method,
      path: target,
      headers: headers.flat(), // a flat list is sent as it is: two lines of one name stay two
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const { statusCode = 0, rawHeaders } = incoming;
        resolve({ status: statusCode, headers: pairs(rawHeaders), body: Buffer.concat(chunks) });
      });
    });
    outgoing.end();
  });
}

function pairs(rawHeaders: readonly string[]): readonly HeaderPair[] {
  const lines: HeaderPair[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    lines.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return lines;
}
