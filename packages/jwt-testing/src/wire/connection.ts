/** Connections to a server under test, without an HTTP client. */

import { connect, type Socket } from 'node:net';
import { headerOf, readResponse, type RawResponse } from './response.js';

/**
 * The result of a request: a response; `closed`, without one; `incomplete`, closed inside of one; or `timeout`, neither
 * a complete response nor an end.
 */
export type Outcome = RawResponse | 'closed' | 'incomplete' | 'timeout';

/** How long a server may take for one response, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** Sends one request after the other on one connection, and reconnects when the server has closed it. */
export class PersistentConnection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received = '';
  #isClosed = true;
  #unsolicited = 0;
  #onChange: () => void = () => undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** How often there was more than one response to one request. */
  get unsolicited(): number {
    return this.#unsolicited;
  }

  /** Sends the bytes of one request and reads one response. */
  async send(bytes: string, isHead: boolean): Promise<Outcome> {
    const isReused = this.#socket !== undefined;
    const outcome = await this.#exchange(bytes, isHead);
    // The server may have closed the connection after its last response (RFC 9112 §9.3.1).
    return outcome === 'closed' && isReused ? this.#exchange(bytes, isHead) : outcome;
  }

  async #exchange(bytes: string, isHead: boolean): Promise<Outcome> {
    if (this.#received !== '') this.#unsolicited += 1;
    this.#received = '';
    const socket = this.#connected();
    const outcome = await new Promise<Outcome>((resolve) => {
      const timer = setTimeout(() => resolve('timeout'), TIMEOUT_MS);
      this.#onChange = () => {
        const read = readResponse(this.#received, { isHead, isClosed: this.#isClosed });
        if (read === undefined && !this.#isClosed) return;
        clearTimeout(timer);
        resolve(read?.response ?? (this.#received === '' ? 'closed' : 'incomplete'));
        this.#received = read?.rest ?? '';
      };
      socket.write(bytes, 'latin1');
    });
    this.#onChange = () => undefined;
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
      if (this.#socket !== socket) return; // an event of an earlier connection
      act();
      this.#onChange();
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
 * Sends the bytes on a new connection, and reads everything until the server closes it. A last request with
 * `Connection: close` follows the bytes; with `isIncomplete`, the client closes its side instead.
 */
export async function sendOnce(
  port: number,
  bytes: string,
  { isIncomplete }: { readonly isIncomplete: boolean },
): Promise<readonly RawResponse[] | 'timeout'> {
  const received = await new Promise<string | undefined>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    socket.setEncoding('latin1');
    socket.setTimeout(TIMEOUT_MS, () => {
      resolve(undefined);
      socket.destroy();
    });
    socket.on('data', (more: string) => (text += more));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
    if (isIncomplete) socket.end(bytes, 'latin1');
    else socket.write(bytes + LAST, 'latin1');
  });
  return received === undefined ? 'timeout' : readResponses(received);
}

const LAST = 'GET /nowhere HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n';

function readResponses(text: string): readonly RawResponse[] {
  const read = readResponse(text, { isHead: false, isClosed: true });
  return read === undefined ? [] : [read.response, ...readResponses(read.rest)];
}
