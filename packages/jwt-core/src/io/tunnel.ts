/** A connection through a proxy: CONNECT (RFC 9110 §9.3.6), and TLS to the target inside of it. The proxy reads nothing. */

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureVersion, type TLSSocket } from 'node:tls';
import { FetchFailure, failureOf } from './fetch-failure.js';
import { hostOf } from './fetch-url.js';
import type { Progress } from './http-exchange.js';
import type { Proxy } from './proxy.js';

/** Settings of TLS that hold for each server: certificates are always checked. */
export interface TlsSettings {
  readonly rejectUnauthorized: true;
  readonly minVersion: SecureVersion;
  /** Certificates of authorities to trust in place of the machine's, in PEM. */
  readonly ca?: string;
}

/** What is opened, and how. */
export interface TunnelOptions {
  readonly proxy: Proxy;
  readonly target: URL;
  /** Of the target. */
  readonly tls: TlsSettings;
  readonly progress: Progress;
  /** Ends what is not open yet. */
  readonly signal: AbortSignal;
}

/** Opens one. @throws {@link FetchFailure} (as a rejection) that names the proxy, without its credentials. */
export async function openTunnel(options: TunnelOptions): Promise<TLSSocket> {
  const socket = await askProxy(options);
  const { progress, target, tls } = options;
  progress.isConnected = true;
  progress.waitingFor = 'the TLS handshake through the proxy';
  // What the certificate must be for is the host of the URL.
  return connectTls({ ...tls, socket, host: hostOf(target), ...nameOf(target), ALPNProtocols: ['http/1.1'] });
}

/** Otherwise, Node takes the `host` header. An address is not sent as a name (RFC 6066 §3). */
function nameOf(url: URL): { readonly servername: string } {
  const host = hostOf(url);
  return { servername: isIP(host) === 0 ? host : '' };
}

function askProxy({ proxy, target, tls, progress, signal }: TunnelOptions): Promise<Socket> {
  const { url, authorization } = proxy;
  const name = `the proxy ${url.origin}`;
  const authority = `${target.hostname}:${target.port === '' ? '443' : target.port}`;
  progress.waitingFor = `a connection to ${name}`;
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const connect = send(url, {
      method: 'CONNECT',
      path: authority,
      agent: false,
      ...nameOf(url),
      headers: {
        host: authority,
        connection: 'keep-alive',
        ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
      },
      rejectUnauthorized: tls.rejectUnauthorized,
      minVersion: tls.minVersion,
      ...(proxy.ca === undefined ? {} : { ca: proxy.ca }),
      signal,
    });
    const fail = (reason: string): void => reject(new FetchFailure(`${name}: ${reason}`));
    connect.on('socket', (socket) => {
      socket.once('connect', () => {
        progress.waitingFor = `the tunnel of ${name}`;
      });
    });
    connect.on('error', (error) => fail(failureOf(error).message));
    connect.once('close', () => fail('the connection was cut'));
    connect.once('connect', ({ statusCode = 0 }, socket, head) => {
      const isOpen = statusCode >= 200 && statusCode < 300;
      // A server of TLS does not speak first: what came early is the proxy's own.
      if (isOpen && head.length === 0) return resolve(socket);
      socket.destroy();
      fail(isOpen ? 'it sent content of its own' : `it answered ${String(statusCode)}${hintOf(statusCode)}`);
    });
    connect.end();
  });
}

function hintOf(status: number): string {
  if (status === 407) return ', and wants credentials: write them into its URL';
  return status === 403 ? ', and does not allow this host' : '';
}
