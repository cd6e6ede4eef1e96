/** The public endpoints of a test issuer: discovery documents and a key set, over plain HTTP on loopback. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JwkSet } from './published-keys.js';

/** A running server. */
export interface MetadataServer {
  /** `http://127.0.0.1:PORT`, without a final slash. */
  readonly origin: string;
  /** While the server is offline, it closes every connection without a response. */
  setOffline(isOffline: boolean): void;
  close(): Promise<void>;
}

/**
 * Starts the server on a free port. `path` is the path of the issuer's URL, such as `/realms/acme`, or empty.
 * OpenID Connect Discovery 1.0 §4 appends to that path; RFC 8414 §3 puts the well-known part before it.
 */
export async function startMetadataServer(path: string, jwks: () => JwkSet): Promise<MetadataServer> {
  let isOffline = false;
  let documents: ReadonlyMap<string, () => unknown> = new Map();
  const server = createServer((request, response) => {
    const document = documents.get(request.url ?? '');
    if (isOffline) {
      request.socket.destroy();
      return;
    }
    response.writeHead(document === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(document?.() ?? { error: 'not_found' }));
  });
  const origin = await listen(server);
  const metadata = (): unknown => ({
    issuer: `${origin}${path}`,
    jwks_uri: `${origin}${path}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...new Set(jwks().keys.flatMap(({ alg }) => alg ?? []))],
  });
  documents = new Map([
    [`${path}/.well-known/openid-configuration`, metadata],
    [`/.well-known/oauth-authorization-server${path}`, metadata],
    [`${path}/jwks`, jwks],
  ]);
  return {
    origin,
    setOffline: (value) => {
      isOffline = value;
    },
    close: () => closeServer(server),
  };
}

/** Listens on a free port of the loopback address and returns the origin. */
export function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      // A server that listens on TCP has an AddressInfo.
      resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve(); // also when it was closed before
    });
    server.closeAllConnections();
  });
}
