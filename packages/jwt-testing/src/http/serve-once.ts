/** One request over a real socket, to a server that is started for it. */

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exchange, onTheWire } from './exchange.js';
import type { RequestDescription } from './request-description.js';

/** The response. */
export interface ServedResponse {
  readonly status: number;
  readonly body: string;
  /** Every value of one header, one for each line. */
  readonly header: (name: string) => readonly string[];
}

/**
 * Serves one request: `GET /` without a credential, or as described. The listener is an Express app, a Koa app's
 * `callback()`, or any function for `node:http`.
 */
export async function serveOnce(
  listener: RequestListener,
  { method = 'GET', target = '/', headers = [] }: Partial<RequestDescription> = {},
): Promise<ServedResponse> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const response = await exchange(onTheWire({ method, target, headers }, port), port);
    return {
      status: response.status,
      body: response.body.toString('utf8'),
      header: (name) =>
        response.headers.flatMap(([each, value]) =>
          each.toLowerCase() === name.toLowerCase() ? [value] : [],
        ),
    };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
