// Requests over kept connections, one at a time on each, for a while.
import { connect } from 'node:net';

const CONNECTIONS = 32;

/** Sends requests for `forMs` milliseconds, or each token once. Answers how many, and how long each took. */
export async function load(port, tokens, { forMs }) {
  const end = performance.now() + (forMs ?? Infinity);
  const millis = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const line = await Line.open(port);
      while (performance.now() < end && (forMs !== undefined || next < tokens.length)) {
        const token = tokens[next++ % tokens.length];
        const sent = performance.now();
        await line.ask(token);
        millis.push(performance.now() - sent);
      }
      line.close();
    }),
  );
  return {
    perSecond: (millis.length / (performance.now() - started)) * 1000,
    requests: millis.length,
    millis,
  };
}

class Line {
  static async open(port) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Line(socket);
  }

  #socket;
  #text = '';
  #answered;

  constructor(socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.#read(text));
    socket.on('close', () => this.#answered?.reject(new Error('the server closed the connection')));
  }

  ask(token) {
    return new Promise((resolve, reject) => {
      this.#answered = { resolve, reject };
      this.#socket.write(
        `GET /t/t-eu/orders HTTP/1.1\r\nHost: orders.example\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      );
    });
  }

  close() {
    this.#answered = undefined;
    this.#socket.destroy();
  }

  #read(text) {
    this.#text += text;
    const head = this.#text.indexOf('\r\n\r\n');
    if (head === -1) return;
    const length = Number(/\r\ncontent-length: (\d+)/iu.exec(this.#text)?.[1]);
    if (this.#text.length < head + 4 + length) return;
    const status = this.#text.slice(9, 12);
    this.#text = this.#text.slice(head + 4 + length);
    if (status === '200') this.#answered.resolve();
    else this.#answered.reject(new Error(`status ${status}`));
  }
}
