import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../test/loopback.js';
import { fetchDocument, type FetchLimits } from './fetcher.js';

const LIMITS: FetchLimits = { timeoutMs: 5_000, maxBytes: 64 };
const IMPATIENT: FetchLimits = { timeoutMs: 50, maxBytes: 64 };

describe('fetching a document', () => {
  it('brings its status and its body', async () => {
    const { url } = await serve((_request, response) => response.end('{"a":1}'));
    const { status, body } = await fetchDocument(new URL(url), LIMITS);
    expect([status, Buffer.from(body).toString()]).toEqual([200, '{"a":1}']);
  });

  it('asks for JSON, for the path and the query', async () => {
    const accepted: (string | undefined)[] = [];
    const { url, asked } = await serve((request, response) => {
      accepted.push(request.headers.accept);
      response.end();
    });
    await fetchDocument(new URL('/keys?v=1', url), LIMITS);
    expect([accepted, asked]).toEqual([['application/json'], ['/keys?v=1']]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect with %i', async (status) => {
    const { url, asked } = await serve((_request, response) =>
      response.writeHead(status, { location: '/other' }).end(),
    );
    expect(await fetchDocument(new URL('/keys', url), LIMITS)).toMatchObject({ status });
    expect(asked).toEqual(['/keys']);
  });

  it.each([404, 500])('reports a status of %i as it is', async (status) => {
    const { url } = await serve((_request, response) => response.writeHead(status).end('no'));
    expect(await fetchDocument(new URL(url), LIMITS)).toMatchObject({ status });
  });

  it('takes a body of exactly the limit', async () => {
    const { url } = await serve((_request, response) => response.end('x'.repeat(64)));
    expect((await fetchDocument(new URL(url), LIMITS)).body).toHaveLength(64);
  });

  it('gives up on a body over the limit', async () => {
    const { url } = await serve((_request, response) => response.end('x'.repeat(65)));
    await expect(fetchDocument(new URL(url), LIMITS)).rejects.toThrow('more than 64 bytes');
  });

  it('gives up on a body that never ends, without keeping it', async () => {
    const { url } = await serve((_request, response) => {
      const write = (): boolean => response.write('x'.repeat(1024));
      response.on('drain', write);
      write();
    });
    await expect(fetchDocument(new URL(url), LIMITS)).rejects.toThrow('more than 64 bytes');
  });

  it('gives up on a server that never answers', async () => {
    const { url } = await serve(() => undefined);
    await expect(fetchDocument(new URL(url), IMPATIENT)).rejects.toThrow('no answer within 50 ms');
  });

  it('gives up on a server that stops in the middle of a body', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('12345');
    });
    await expect(fetchDocument(new URL(url), IMPATIENT)).rejects.toThrow('no answer within 50 ms');
  });

  it('gives up on a body that was cut', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('12345', () => response.destroy());
    });
    await expect(fetchDocument(new URL(url), LIMITS)).rejects.toThrow('the connection was cut');
  });

  it('gives up where nobody listens', async () => {
    const closed = createTcpServer().listen(0, '127.0.0.1');
    const port = await new Promise<number>((resolve) => {
      closed.once('listening', () => {
        const address = closed.address();
        closed.close(() => {
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      });
    });
    await expect(fetchDocument(new URL(`http://127.0.0.1:${String(port)}`), LIMITS)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('speaks TLS to an https address, and to no other', async () => {
    const firstBytes: Buffer[] = [];
    const server = createTcpServer((socket) => {
      socket.once('data', (chunk) => {
        firstBytes.push(chunk);
        socket.destroy();
      });
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(fetchDocument(new URL(`https://127.0.0.1:${String(port)}`), LIMITS)).rejects.toThrow();
    expect(firstBytes[0]?.[0]).toBe(0x16); // a TLS handshake
  });
});
