/**
 * One GET with limits: over https, to a checked address, without redirects, bounded in time and size. The global
 * `fetch` shows neither the address that it connects to nor the bytes before they are decompressed.
 */

import { request as requestHttp, type ClientRequest, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { createAddressCheck, createCheckedLookup, type AddressCheck, type Reach } from './checked-lookup.js';
import { FetchFailure } from './fetch-failure.js';
import { checkFetchUrl, hostOf } from './fetch-url.js';
import { exchange, type ExchangeLimits, type GetAnswer, type Progress } from './http-exchange.js';
import { HTTPS_ALONE, isAllowedHost, type InsecureHttp } from './insecure-http.js';
import { createRecord } from '../json/plain.js';
import { proxyIn, type Proxy, type ProxyFor } from './proxy.js';
import { openTunnel, type TlsSettings } from './tunnel.js';

export type { GetAnswer } from './http-exchange.js';

/** How one document is fetched. */
export interface GetOptions extends ExchangeLimits {
  /** Added to the request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The private networks, as CIDRs, that may be reached besides public addresses. */
  readonly allowedNetworks?: readonly string[];
  /** For development: plain http. */
  readonly insecure?: InsecureHttp;
  /** The `accept` header. `application/json` by default. */
  readonly accept?: string;
  /** Certificates to trust in place of the machine's, in PEM. */
  readonly ca?: string;
  /** Without it, every connection is a direct one. */
  readonly proxyFor?: ProxyFor | undefined;
}

/**
 * Fetches one document. A redirect is an answer like any other and is not followed.
 *
 * The name of a host is resolved by the proxy, where there is one, and its address cannot be checked here. In its place:
 * the host is one that the policy names, an address in the URL is checked all the same, and the certificate inside of the
 * tunnel must be for that host.
 *
 * @throws {@link FetchFailure} (as a rejection): never with anything of the answer's content in it.
 */
export async function boundedGet(url: URL, given: GetOptions): Promise<GetAnswer> {
  // Own members alone: `Object.prototype` may be polluted.
  const options: GetOptions = Object.assign(createRecord(), given);
  const { allowedNetworks = [], insecure = HTTPS_ALONE, proxyFor } = options;
  const problem = checkFetchUrl(url.href, insecure);
  if (problem !== undefined) throw new FetchFailure(problem);
  const check = createAddressCheck({ allowedNetworks, reach: reachOf(url, insecure) });
  const host = hostOf(url);
  // Node does not call `lookup` for a literal address.
  const literal = isIP(host) === 0 ? undefined : check(host);
  if (literal !== undefined) throw new FetchFailure(literal);
  const progress: Progress = { waitingFor: 'a connection', isConnected: false };
  const proxy = proxyFor?.(url);
  const open = (signal: AbortSignal): ClientRequest | Promise<ClientRequest> =>
    proxy === undefined
      ? askDirectly(url, options, check, progress)
      : askThrough(proxy, url, options, progress, signal);
  try {
    return await exchange(open, progress, options);
  } catch (error) {
    const isProxyUnused = proxyFor === undefined && proxyIn(process.env) !== undefined;
    if (!isProxyUnused || progress.isConnected || !(error instanceof FetchFailure)) throw error;
    throw new FetchFailure(
      `${error.message}; HTTPS_PROXY is set, and is used with proxy: 'environment' alone`,
    );
  }
}

function reachOf(url: URL, insecure: InsecureHttp): Reach['reach'] {
  if (url.protocol === 'http:') return isAllowedHost(url, insecure) ? 'private' : 'loopback';
  return insecure.allowHttpLoopback === true ? 'publicOrLoopback' : 'public';
}

function askDirectly(url: URL, options: GetOptions, check: AddressCheck, progress: Progress): ClientRequest {
  const isSecure = url.protocol === 'https:';
  const send = isSecure ? requestHttps : requestHttp;
  const outgoing = send(url, {
    ...requestOf(options),
    ...CONNECTION,
    ...tlsOf(options),
    agent: false, // a connection of its own, closed at the end
    lookup: createCheckedLookup(check),
  });
  return outgoing.once('socket', (socket) => {
    if (isIP(hostOf(url)) === 0) progress.waitingFor = 'the address of its name';
    socket.once('lookup', () => {
      progress.waitingFor = 'a connection';
    });
    socket.once('connect', () => {
      progress.isConnected = true;
      progress.waitingFor = isSecure ? 'the TLS handshake' : HEADERS;
    });
    socket.once('secureConnect', () => {
      progress.waitingFor = HEADERS;
    });
  });
}

async function askThrough(
  proxy: Proxy,
  target: URL,
  options: GetOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<ClientRequest> {
  const socket = await openTunnel({ proxy, target, tls: tlsOf(options), progress, signal });
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  socket.once('secureConnect', () => {
    progress.waitingFor = HEADERS;
  });
  return requestHttps(target, { ...requestOf(options), createConnection: () => socket });
}

const HEADERS = 'the headers of the answer';

/** Node gives up on an address after 250 ms where a name has several: too early for another continent. */
const CONNECTION = { autoSelectFamilyAttemptTimeout: 1_000 };

function requestOf({ headers = {}, accept = 'application/json' }: GetOptions): RequestOptions {
  return { headers: { ...headers, accept, 'accept-encoding': 'identity' } };
}

function tlsOf({ ca }: GetOptions): TlsSettings {
  // Checked whatever NODE_TLS_REJECT_UNAUTHORIZED says.
  return { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) };
}
