/** Connections to a server under test: bytes as they are written, no HTTP client in between. */

import { connect, type Socket } from 'node:net';
import { headerOf, readResponse, type RawResponse } from './response.js';

/** What came of a request: an answer, an end without one, an end inside of one, or nothing at all. */
export type Outcome = RawResponse | 'closed' | 'cut' | 'hung';

/** How long a server may take for one answer, in milliseconds. */
const PATIENCE_MS = 10_000;

/** One request after the other on one connection, and a new one where the server has closed it. */
export class PersistentConnection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received = '';
  #isClosed = true;
  #unasked = 0;
  #look: () => void = () => undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** How often there was more than one answer to one request. */
  get unasked(): number {
    return this.#unasked;
  }

  /** Sends the bytes of one request and reads one answer. */
  async send(bytes: string, isHead: boolean): Promise<Outcome> {
    const isReused = this.#socket !== undefined;
    const outcome = await this.#exchange(bytes, isHead);
    // The server may have ended the connection behind its last answer (RFC 9112 §9.3.1).
    return outcome === 'closed' && isReused ? this.#exchange(bytes, isHead) : outcome;
  }

  async #exchange(bytes: string, isHead: boolean): Promise<Outcome> {
    if (this.#received !== '') this.#unasked += 1;
    this.#received = '';
    const socket = this.#connected();
    const outcome = await new Promise<Outcome>((resolve) => {
      const alarm = setTimeout(() => resolve('hung'), PATIENCE_MS);
      this.#look = () => {
        const read = readResponse(this.#received, { isHead, isClosed: this.#isClosed });
        if (read === undefined && !this.#isClosed) return;
        clearTimeout(alarm);
        resolve(read?.answer ?? (this.#received === '' ? 'closed' : 'cut'));
        this.#received = read?.rest ?? '';
      };
      socket.write(bytes, 'latin1');
    });
    this.#look = () => undefined;
    if (typeof outcome === 'string' || headerOf(outcome.head, 'connection') === 'close') this.close();
    return outcome;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#isClosed = true;
  }

  #connected(): Socket {
    if (this.#socket !== undefined && !this.#isClosed) return this.#socket;
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true });
    socket.setEncoding('latin1');
    const whenCurrent = (act: () => void) => () => {
      if (this.#socket !== socket) return; // the end of an earlier connection
      act();
      this.#look();
    };
    socket.on('data', (text: string) => {
      whenCurrent(() => (this.#received += text))();
    });
    socket.on('error', () => undefined);
    socket.on(
      'close',
      whenCurrent(() => (this.#isClosed = true)),
    );
    this.#socket = socket;
    this.#isClosed = false;
    return socket;
  }
}

/**
 * Sends the bytes on a connection of their own, and reads everything until the server ends it. Behind the bytes goes a
 * last request that asks for the end; `isCut` ends the connection from this side in its place.
 */
export async function sendOnce(
  port: number,
  bytes: string,
  { isCut }: { readonly isCut: boolean },
): Promise<readonly RawResponse[] | 'hung'> {
  const received = await new Promise<string | undefined>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    socket.setEncoding('latin1');
    socket.setTimeout(PATIENCE_MS, () => {
      resolve(undefined);
      socket.destroy();
    });
    socket.on('data', (more: string) => (text += more));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
    if (isCut) socket.end(bytes, 'latin1');
    else socket.write(bytes + LAST, 'latin1');
  });
  return received === undefined ? 'hung' : readResponses(received);
}

const LAST = 'GET /nowhere HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n';

function readResponses(text: string): readonly RawResponse[] {
  const read = readResponse(text, { isHead: false, isClosed: true });
  return read === undefined ? [] : [read.answer, ...readResponses(read.rest)];
}
