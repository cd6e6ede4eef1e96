/**
 * One GET with limits: over https, to a checked address, without redirects, bounded in time and size. The global
 * `fetch` shows neither the address that it connects to nor the bytes before they are decompressed.
 */

import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { createAddressCheck, createCheckedLookup } from './checked-lookup.js';
import { checkFetchUrl, hostOf } from './fetch-url.js';
import { codeOf } from './reason.js';

/** Bounds of one GET. */
export interface GetOptions {
  /** Added to the request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole exchange: name, connection, handshake, headers and body. In milliseconds. */
  readonly timeoutMs: number;
  /** For the body. */
  readonly maxBytes: number;
  /** The private networks, as CIDRs, that may be reached besides public addresses. */
  readonly allowedNetworks?: readonly string[];
  /** For development: `http` to this machine, and this machine's addresses. */
  readonly allowHttpLoopback?: boolean;
  /** The `accept` header. `application/json` by default. */
  readonly accept?: string;
  /** Certificates to trust in place of the machine's, in PEM. */
  readonly ca?: string;
}

/** The answer, whatever its status. */
export interface GetAnswer {
  readonly status: number;
  /** By names in lower case. A header that came several times is joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Fetches one document. A redirect is an answer like any other and is not followed.
 *
 * @throws Error (as a rejection) with a short reason: never with anything of the answer in it.
 */
export async function boundedGet(url: URL, options: GetOptions): Promise<GetAnswer> {
  const { allowedNetworks = [], allowHttpLoopback = false } = options;
  const problem = checkFetchUrl(url.href, allowHttpLoopback);
  if (problem !== undefined) throw new Error(problem);
  const whenSecure = allowHttpLoopback ? 'allowed' : 'denied';
  const check = createAddressCheck({
    allowedNetworks,
    loopback: url.protocol === 'http:' ? 'only' : whenSecure,
  });
  const host = hostOf(url);
  // Node does not call `lookup` for a literal address.
  const literal = isIP(host) === 0 ? undefined : check(host);
  if (literal !== undefined) throw new Error(literal);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const outgoing = send(url, {
    ...CONNECTION,
    agent: false, // a connection of its own, closed at the end
    lookup: createCheckedLookup(check),
    headers: { accept: 'application/json', ...headersOf(options), 'accept-encoding': 'identity' },
    rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
    minVersion: 'TLSv1.2',
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  return exchange(outgoing, options);
}

/** Node gives up on an address after 250 ms where a name has several: too early for another continent. */
const CONNECTION = { autoSelectFamilyAttemptTimeout: 1_000 };

function headersOf({ headers = {}, accept }: GetOptions): Readonly<Record<string, string>> {
  return accept === undefined ? headers : { ...headers, accept };
}

function exchange(outgoing: ClientRequest, { timeoutMs, maxBytes }: GetOptions): Promise<GetAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(new Error(reason)); // first: an error that destroying reports is then ignored
      outgoing.destroy();
    };
    const timer = setTimeout(() => fail(`no answer within ${String(timeoutMs)} ms`), timeoutMs);
    const cut = (): void => fail('the connection was cut');
    let hasAnswered = false;
    outgoing.on('error', (error) => {
      reject(withoutContent(error));
    });
    outgoing.once('close', () => {
      clearTimeout(timer);
      // 101 Switching Protocols is neither an answer nor an error. Of an answer, the end may still be unread here.
      if (!hasAnswered) cut();
    });
    outgoing.once('response', (response) => {
      hasAnswered = true;
      response.on('error', cut).once('close', cut);
      const problem = problemOf(response, maxBytes);
      if (problem !== undefined) return fail(problem);
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (!(size <= maxBytes)) return fail(tooLarge(maxBytes));
        chunks.push(chunk);
      });
      response.once('end', () => {
        if (!response.complete) return cut(); // it ended before its announced length
        resolve({ status: response.statusCode ?? 0, headers: joined(response), body: Buffer.concat(chunks) });
      });
    });
    outgoing.end();
  });
}

/** What the headers alone rule out. A compressed body could be a thousand times its size. */
function problemOf({ headers, statusCode }: IncomingMessage, maxBytes: number): string | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return 'the body is compressed';
  if (Number(headers['content-length'] ?? 0) > maxBytes) return tooLarge(maxBytes);
  // Otherwise the end of the connection would be the end of the document, wherever it was cut.
  const isBounded =
    headers['content-length'] !== undefined || headers['transfer-encoding']?.toLowerCase() === 'chunked';
  return statusCode === 200 && !isBounded ? 'the answer does not say where it ends' : undefined;
}

const tooLarge = (maxBytes: number): string => `more than ${String(maxBytes)} bytes`;

function joined({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

/** Node's own errors may quote the answer (`rawPacket`) or the certificate: only the code is passed on. */
function withoutContent(error: Error): Error {
  const code = codeOf(error);
  return code === undefined ? new Error(error.message) : Object.assign(new Error(code), { code });
}
