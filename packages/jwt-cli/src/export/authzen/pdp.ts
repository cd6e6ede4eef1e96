/** `jwt-policy export --to authzen-pdp`: a Policy Decision Point (AuthZEN Authorization API 1.0) for development, on loopback. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createVerifier } from '@org/jwt-core';
import { EXIT, UsageError, type ExitCode } from '../../terminal/exit-code.js';
import type { Terminal } from '../../terminal/terminal.js';
import type { Exported } from '../target.js';
import { answerOne, answerSeveral, type Pdp } from './answer.js';
import { BadRequest } from './evaluation.js';
import { ENDPOINTS, metadataOf } from './metadata.js';

/** The options of this target. */
export interface PdpOptions {
  readonly port: string;
  readonly host: string;
}

const HOST = '127.0.0.1';
/** A batch of a hundred tokens of 8 KiB. */
const MAX_BODY_BYTES = 1024 * 1024;
/** A client that sends half of a request holds nothing open for longer, in milliseconds. */
const REQUEST_TIMEOUT = 10_000;

/** Serves until the command is stopped. */
export async function servePdp(
  terminal: Terminal,
  exported: Exported,
  options: PdpOptions,
): Promise<ExitCode> {
  const port = portOf(options);
  await using verifier = await createVerifier({
    policy: exported.policy,
    service: exported.name,
    clock: terminal.now,
  });
  const operations = new Set(verifier.operations().map(({ name }) => name));
  const pdp: Pdp = { verifier, service: exported.name, knows: (operation) => operations.has(operation) };
  const server = createServer((request, response) => void serve(pdp, request, response));
  server.requestTimeout = REQUEST_TIMEOUT;
  server.headersTimeout = REQUEST_TIMEOUT;
  const origin = await listen(server, port);
  terminal.note(
    `AuthZEN 1.0 for ${exported.name}, from the policy ${exported.policy.digest}:\n` +
      `  POST ${origin}${ENDPOINTS.evaluation}\n  POST ${origin}${ENDPOINTS.evaluations}\n` +
      `  GET  ${origin}${ENDPOINTS.metadata}\n` +
      'For this machine alone, without TLS. Ctrl-C ends it.\n',
  );
  await stopped(terminal.stopped);
  server.close();
  server.closeAllConnections();
  return EXIT.ok;
}

function portOf({ port, host }: PdpOptions): number {
  if (host !== HOST) {
    throw new UsageError(
      `--host takes ${HOST} alone, found ${host}: requests hold tokens, and there is no TLS.`,
    );
  }
  const number = Number(port);
  if (/^\d{1,5}$/u.test(port) && number <= 65_535) return number;
  throw new UsageError(`--port takes a number up to 65535, found ${port}.`);
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`${HOST}:${String(port)} cannot be listened at: ${code}. --port names another.`);
  }
  return originOf(server);
}

function originOf(server: Server): string {
  const address = server.address();
  return `http://${HOST}:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
}

async function stopped(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** §10.1.2: the text of an error. No value of a request is in it. */
interface Refused {
  readonly status: 400 | 403 | 404 | 405 | 413 | 500;
  readonly message: string;
}

async function serve(pdp: Pdp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const id = request.headers['x-request-id'];
  if (typeof id === 'string') response.setHeader('X-Request-ID', id);
  response.setHeader('Cache-Control', 'no-store');
  const refused = refuse(request);
  if (refused !== undefined) {
    send(response, refused.status, refused.message);
    return;
  }
  try {
    if (request.url === ENDPOINTS.metadata) {
      send(response, 200, metadataOf(`http://${HOST}:${String(request.socket.localPort)}`));
      return;
    }
    const body = await readBody(request);
    if (body === undefined) {
      response.setHeader('Connection', 'close');
      send(response, 413, 'The request is too large.');
    } else {
      const isOne = request.url === ENDPOINTS.evaluation;
      send(response, 200, await (isOne ? answerOne(pdp, body) : answerSeveral(pdp, body)));
    }
  } catch (error) {
    // Whatever went wrong, nothing is permitted, and nothing of the request is repeated.
    if (error instanceof BadRequest) send(response, 400, error.message);
    else send(response, 500, 'The request cannot be evaluated.');
  }
}

function refuse({ method, url = '', headers }: IncomingMessage): Refused | undefined {
  // A page whose name is made to resolve to this machine (DNS rebinding) sends that name.
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/u.test(headers.host ?? '')) {
    return { status: 403, message: 'Another host was meant.' };
  }
  const isMetadata = url === ENDPOINTS.metadata;
  if (!Object.values<string>(ENDPOINTS).includes(url))
    return { status: 404, message: 'There is no such endpoint.' };
  if (method !== (isMetadata ? 'GET' : 'POST'))
    return { status: 405, message: 'Another method is expected.' };
  if (isMetadata || /^application\/json(?:\s*;|$)/iu.test(headers['content-type'] ?? '')) return undefined;
  return { status: 400, message: 'Content-Type: expected application/json.' };
}

/** The JSON of a request; `undefined` where there is too much. */
async function readBody(request: IncomingMessage): Promise<{ readonly json: unknown } | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) return undefined;
    parts.push(part);
  }
  try {
    return {
      json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))) as unknown,
    };
  } catch {
    throw new BadRequest('The request is no JSON in UTF-8.');
  }
}

/** An object, or the text of an error, as JSON. */
function send(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}
