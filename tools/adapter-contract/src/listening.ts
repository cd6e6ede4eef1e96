import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens. */
export interface Listening {
  readonly server: Server;
  readonly port: number;
  readonly close: () => void;
}

/** Listens on a free port of 127.0.0.1. `prepare` sees the server before. */
export async function listen(
  listener: RequestListener,
  prepare: (server: Server) => void = () => undefined,
): Promise<Listening> {
  const server = createServer(listener);
  prepare(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { server, port: (server.address() as AddressInfo).port, close };
}
