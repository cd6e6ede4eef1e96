/** An HTTP server on this machine, for the length of one test. */

import { createServer, type RequestListener } from 'node:http';
import type { Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that answers, and what it was asked. */
export interface Loopback {
  readonly url: string;
  /** The request-targets, in order. */
  readonly asked: readonly string[];
}

/** Starts a server on 127.0.0.1. It ends with the test, and cuts connections that still wait for it. */
export async function serve(listener: RequestListener): Promise<Loopback> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  return { url: `http://127.0.0.1:${String(await listen(server))}`, asked };
}

/** Has a server of any kind listen on 127.0.0.1 to the end of the test. Returns the port. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** Serves documents by their path; anything else is 404. */
export function serveJson(documents: (url: string) => Readonly<Record<string, unknown>>): Promise<Loopback> {
  return serve((request, response) => {
    const document = documents(`http://${request.headers.host ?? ''}`)[request.url ?? ''];
    response.statusCode = document === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(document));
  });
}
