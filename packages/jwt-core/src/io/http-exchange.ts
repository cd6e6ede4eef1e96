/** One request and its answer, bounded in time and size. */

import type { ClientRequest, IncomingMessage } from 'node:http';
import { FetchFailure, failureOf } from './fetch-failure.js';
import { cut, printable } from './printable.js';

/** Bounds of one exchange. */
export interface ExchangeLimits {
  /** For all of it: name, connection, handshake, headers and body. In milliseconds. */
  readonly timeoutMs: number;
  /** For the body. */
  readonly maxBytes: number;
}

/** How far an exchange has come, for the reason when its time is over. */
export interface Progress {
  waitingFor: string;
  isConnected: boolean;
}

/** The answer, whatever its status. */
export interface GetAnswer {
  readonly status: number;
  /** By names in lower case. A header that came several times is joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Sends the request that `open` makes, and reads the answer. What else `open` has begun ends with the signal.
 *
 * @throws {@link FetchFailure} (as a rejection): never with anything of the answer's content in it.
 */
export async function exchange(
  open: (signal: AbortSignal) => ClientRequest | Promise<ClientRequest>,
  progress: Progress,
  { timeoutMs, maxBytes }: ExchangeLimits,
): Promise<GetAnswer> {
  const abort = new AbortController();
  let late: FetchFailure | undefined;
  const timer = setTimeout(() => {
    late = new FetchFailure(`no answer within ${String(timeoutMs)} ms, waiting for ${progress.waitingFor}`);
    abort.abort();
  }, timeoutMs);
  try {
    const opened = open(abort.signal);
    const outgoing = opened instanceof Promise ? await opened : opened;
    return await readAnswer(outgoing, progress, maxBytes, abort.signal);
  } catch (error) {
    throw late ?? error;
  } finally {
    clearTimeout(timer);
    abort.abort(); // whatever is still open
  }
}

function readAnswer(
  outgoing: ClientRequest,
  progress: Progress,
  maxBytes: number,
  signal: AbortSignal,
): Promise<GetAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(new FetchFailure(reason)); // first: an error that destroying reports is then ignored
      outgoing.destroy();
    };
    const wasCut = (): void => fail('the connection was cut');
    if (signal.aborted) wasCut();
    signal.addEventListener('abort', wasCut, { once: true });
    let hasAnswered = false;
    outgoing.on('error', (error) => {
      reject(failureOf(error));
    });
    outgoing.once('close', () => {
      // 101 Switching Protocols is neither an answer nor an error. Of an answer, the end may still be unread here.
      if (!hasAnswered) wasCut();
    });
    outgoing.once('response', (response) => {
      hasAnswered = true;
      progress.waitingFor = 'the rest of the body';
      response.on('error', wasCut).once('close', wasCut);
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
        if (!response.complete) return wasCut(); // it ended before its announced length
        resolve({ status: response.statusCode ?? 0, headers: joined(response), body: Buffer.concat(chunks) });
      });
    });
    outgoing.end();
  });
}

const MAX_HEADER_LENGTH = 40;

/** What the headers alone rule out. A compressed body could be a thousand times its size. */
function problemOf({ headers, statusCode }: IncomingMessage, maxBytes: number): string | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return `the body is compressed (${cut(printable(encoding), MAX_HEADER_LENGTH)}), and is not read`;
  if (Number(headers['content-length'] ?? 0) > maxBytes) return tooLarge(maxBytes);
  // Otherwise the end of the connection would be the end of the document, wherever it was cut.
  const isBounded =
    headers['content-length'] !== undefined || headers['transfer-encoding']?.toLowerCase() === 'chunked';
  return statusCode === 200 && !isBounded ? 'the answer does not say where it ends' : undefined;
}

const tooLarge = (maxBytes: number): string => `the answer has more than ${String(maxBytes)} bytes`;

function joined({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}
