/** A company's proxy on this machine: it answers CONNECT, and alone knows where the names behind it are. */

import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { CertificateAuthority } from './certificates.js';
import { listen } from './loopback.js';

/** What the proxy was asked. */
export interface Asked {
  /** The host and the port. */
  readonly authority: string;
  readonly headers: IncomingHttpHeaders;
}

export interface ProxySettings {
  /** The port on this machine that all names lead to. */
  readonly port?: number;
  /** What it does in place of a tunnel. */
  readonly answer?: (socket: Duplex) => void;
  /** The value of `proxy-authorization` that it wants. */
  readonly wants?: string;
  /** With one it speaks TLS, with a certificate for `localhost`. */
  readonly authority?: CertificateAuthority;
}

export interface ConnectProxy {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** The connections that its clients have not ended. */
  readonly open: ReadonlySet<Duplex>;
}

/** Starts one, to the end of the test. */
export async function serveProxy({
  port = 0,
  answer,
  wants,
  authority,
}: ProxySettings): Promise<ConnectProxy> {
  const asked: Asked[] = [];
  const open = new Set<Duplex>();
  const server =
    authority === undefined ? createHttpServer() : createHttpsServer(authority.issue('localhost'));
  server.on('request', (_request, response) => response.writeHead(405).end());
  server.on(
    'connect',
    ({ url = '', headers }: { url?: string; headers: IncomingHttpHeaders }, client: Duplex) => {
      asked.push({ authority: url, headers });
      open.add(client);
      const ended = (): boolean => open.delete(client);
      client.on('end', ended).on('error', ended).on('close', ended).resume(); // what is not read has no end
      if (wants !== undefined && headers['proxy-authorization'] !== wants) {
        client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\nSECRET');
      } else if (answer === undefined) {
        tunnel(client, port);
      } else {
        answer(client);
      }
    },
  );
  const scheme = authority === undefined ? 'http://127.0.0.1' : 'https://localhost';
  return { url: `${scheme}:${String(await listen(server))}`, asked, open };
}

function tunnel(client: Duplex, port: number): void {
  const target = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(target).pipe(client);
  });
  onTestFinished(() => {
    target.destroy();
  });
  target.on('error', () => client.destroy());
  target.on('close', () => client.resume());
  client.on('close', () => target.destroy());
}
