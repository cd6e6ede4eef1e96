/** A provider on this machine that can be broken in every way that providers break. */

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { Server as TlsServer } from 'node:tls';
import type { Server } from 'node:net';
import type { Jwk } from '../src/jose/jwk.js';
import type { CertificateAuthority } from './certificates.js';
import { listen } from './loopback.js';

/** How it answers in place of its normal answer. */
export type Answer = (request: IncomingMessage, response: ServerResponse, provider: StubProvider) => void;

/** An issuer with discovery and a key set. */
export class StubProvider {
  readonly iss: string;
  keys: readonly Jwk[] = [];
  /** Sent with the key set. */
  headers: Readonly<Record<string, string>> = {};
  /** What discovery calls the issuer, where it lies. */
  claimedIss: string | undefined;
  answer: Answer | undefined;
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #authority: CertificateAuthority | undefined;

  private constructor(iss: string, server: Server, authority: CertificateAuthority | undefined) {
    this.iss = iss;
    this.#server = server;
    this.#authority = authority;
  }

  /** Starts one, to the end of the test. With an authority it speaks TLS. */
  static async start(authority?: CertificateAuthority): Promise<StubProvider> {
    const running: StubProvider[] = [];
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      for (const provider of running) provider.#respond(request, response);
    };
    const server =
      authority === undefined
        ? createHttpServer(handle)
        : createHttpsServer(authority.issue('localhost'), handle);
    const origin = `${authority === undefined ? 'http' : 'https'}://localhost:${String(await listen(server))}`;
    const provider = new StubProvider(origin, server, authority);
    running.push(provider);
    return provider;
  }

  /** Stops listening. */
  stop(): void {
    this.#server.close();
  }

  /** Listens again, where it did before. */
  async restart(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(Number(new URL(this.iss).port), '127.0.0.1', resolve);
    });
  }

  /** Shows a certificate for this host from now on. */
  present(host: string, notAfter?: Date): void {
    if (this.#authority === undefined || !(this.#server instanceof TlsServer))
      throw new Error('There is no TLS.');
    const { cert, key } = this.#authority.issue(host, notAfter);
    this.#server.setSecureContext({ cert, key });
  }

  /** Answers as a provider in order does. */
  respondNormally(request: IncomingMessage, response: ServerResponse): void {
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    const issuer = this.claimedIss ?? this.iss;
    const document = isDiscovery ? { issuer, jwks_uri: `${this.iss}/keys` } : { keys: this.keys };
    response.writeHead(200, { 'content-type': 'application/json', ...(isDiscovery ? {} : this.headers) });
    response.end(JSON.stringify(document));
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(request.url ?? '');
    if (this.answer === undefined) this.respondNormally(request, response);
    else this.answer(request, response, this);
  }
}
