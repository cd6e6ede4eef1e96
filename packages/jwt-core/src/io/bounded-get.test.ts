import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../test/certificates.js';
import { listen, serve } from '../../test/loopback.js';
import { boundedGet, type GetAnswer, type GetOptions } from './bounded-get.js';

const LIMITS: GetOptions = { timeoutMs: 5_000, maxBytes: 64, insecure: { allowHttpLoopback: true } };
const IMPATIENT: GetOptions = { ...LIMITS, timeoutMs: 100 };

const getFrom = async (listener: RequestListener, options: GetOptions = LIMITS): Promise<GetAnswer> =>
  boundedGet(new URL((await serve(listener)).url), options);

/** A server that speaks what the test makes it speak. */
async function serveBytes(connected: (socket: Socket) => void): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    connected(socket);
  });
  return listen(server);
}

describe('a GET', () => {
  it('returns status, headers and body', async () => {
    const { status, headers, body } = await getFrom((_request, response) =>
      response.writeHead(200, { ETag: '"1"', 'X-Twice': ['a', 'b'] }).end('{"a":1}'),
    );
    expect([status, Buffer.from(body).toString()]).toEqual([200, '{"a":1}']);
    expect(headers).toMatchObject({ etag: '"1"', 'x-twice': 'a, b' });
  });

  it('asks for JSON without compression, for the path and the query', async () => {
    const seen: unknown[] = [];
    const { url } = await serve((request, response) => {
      seen.push(request.method, request.url, request.headers.accept, request.headers['accept-encoding']);
      response.end();
    });
    await boundedGet(new URL('/keys?v=1', url), LIMITS);
    expect(seen).toEqual(['GET', '/keys?v=1', 'application/json', 'identity']);
  });

  it('sends the given headers', async () => {
    const seen: unknown[] = [];
    const options = { ...LIMITS, accept: 'application/yaml', headers: { 'if-none-match': '"1"' } };
    await getFrom((request, response) => {
      seen.push(request.headers.accept, request.headers['if-none-match']);
      response.writeHead(304).end();
    }, options);
    expect(seen).toEqual(['application/yaml', '"1"']);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect with %i', async (status) => {
    const { url, asked } = await serve((_request, response) =>
      response.writeHead(status, { location: '/other' }).end(),
    );
    expect(await boundedGet(new URL('/keys', url), LIMITS)).toMatchObject({ status });
    expect(asked).toEqual(['/keys']);
  });

  it.each([204, 304, 404, 500])('reports a status of %i as it is', async (status) => {
    expect(await getFrom((_request, response) => response.writeHead(status).end())).toMatchObject({ status });
  });

  it('takes chunks, however that is spelt', async () => {
    const port = await serveBytes((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'),
    );
    const { body } = await boundedGet(new URL(`http://127.0.0.1:${String(port)}`), LIMITS);
    expect(Buffer.from(body).toString()).toBe('{}');
  });

  it('leaves no connection open', async () => {
    const sockets: Socket[] = [];
    const port = await serveBytes((socket) => {
      sockets.push(socket.resume());
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}');
    });
    await boundedGet(new URL(`http://127.0.0.1:${String(port)}`), LIMITS);
    await vi.waitFor(() => {
      expect(sockets.map((socket) => socket.readyState)).not.toContain('open');
    });
  });
});

describe('the size of a body', () => {
  it('may be exactly the limit', async () => {
    expect((await getFrom((_request, response) => response.end('x'.repeat(64)))).body).toHaveLength(64);
  });

  it('may not be more, announced or not', async () => {
    await expect(getFrom((_request, response) => response.end('x'.repeat(65)))).rejects.toThrow(
      'more than 64 bytes',
    );
    await expect(
      getFrom((_request, response) => {
        response.write('x'.repeat(60));
        response.end('x'.repeat(60));
      }),
    ).rejects.toThrow('more than 64 bytes');
  });

  it('is not waited for where the announced one is too large', async () => {
    const answer = getFrom((_request, response) => {
      response.writeHead(200, { 'content-length': '67108864' }).flushHeaders();
    });
    await expect(answer).rejects.toThrow('more than 64 bytes');
  });

  it('is bounded where the body never ends', async () => {
    const answer = getFrom((_request, response) => {
      const write = (): boolean => response.write('x'.repeat(1024));
      response.on('drain', write);
      write();
    });
    await expect(answer).rejects.toThrow('more than 64 bytes');
  });

  it('is not hidden by compression', async () => {
    const answer = getFrom((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000))),
    );
    await expect(answer).rejects.toThrow('the body is compressed');
  });

  it('is bounded also where the limit is NaN', async () => {
    await expect(
      getFrom((_request, response) => response.end('x'), { ...LIMITS, maxBytes: Number.NaN }),
    ).rejects.toThrow('more than NaN bytes');
  });
});

describe('a server that is too slow', () => {
  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['sends headers and no body', (_request, response) => response.writeHead(200).flushHeaders()],
    [
      'stops in the middle of the body',
      (_request, response) => response.writeHead(200, { 'content-length': '10' }).write('12345'),
    ],
    [
      'sends one byte at a time',
      (_request, response) => {
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => {
          clearInterval(timer);
        });
      },
    ],
  ])('is given up: it %s', async (_what, listener) => {
    await expect(getFrom(listener, IMPATIENT)).rejects.toThrow('no answer within 100 ms');
  });

  it('is given up where it does not even shake hands', async () => {
    const port = await serveBytes(() => undefined);
    await expect(boundedGet(new URL(`https://127.0.0.1:${String(port)}`), IMPATIENT)).rejects.toThrow(
      'no answer within 100 ms',
    );
  });
});

describe('a connection that breaks', () => {
  it.each([
    [
      'in the middle of the body',
      'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345',
      'the connection was cut',
    ],
    ['before the headers', '', 'ECONNRESET'],
    [
      'in the middle of a chunk',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n12345',
      'the connection was cut',
    ],
    [
      'between two chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n',
      'the connection was cut',
    ],
    [
      'at an end that nothing announced',
      'HTTP/1.1 200 OK\r\n\r\na: 1',
      'the answer does not say where it ends',
    ],
    [
      'after a protocol change',
      'HTTP/1.1 101 x\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      'the connection was cut',
    ],
  ])('%s is an error', async (_what, bytes, reason) => {
    const port = await serveBytes((socket) => socket.end(bytes));
    await expect(boundedGet(new URL(`http://127.0.0.1:${String(port)}`), LIMITS)).rejects.toThrow(reason);
  });

  it('by a reset is an error', async () => {
    const port = await serveBytes((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect(boundedGet(new URL(`http://127.0.0.1:${String(port)}`), LIMITS)).rejects.toThrow(
      'ECONNRESET',
    );
  });

  it('because no server listens is an error', async () => {
    const closed = createTcpServer();
    const port = await listen(closed);
    await new Promise((done) => closed.close(done));
    await expect(boundedGet(new URL(`http://127.0.0.1:${String(port)}`), LIMITS)).rejects.toThrow(
      'ECONNREFUSED',
    );
  });

  it('with nonsense is an error that does not quote it', async () => {
    const port = await serveBytes((socket) => socket.end('SECRET nonsense\r\n\r\n'));
    const error: unknown = await boundedGet(new URL(`http://127.0.0.1:${String(port)}`), LIMITS).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ message: 'HPE_INVALID_CONSTANT' });
    expect(JSON.stringify(Object.getOwnPropertyDescriptors(error))).not.toContain('SECRET');
  });
});

describe('an address that may not be reached', () => {
  const STRICT: GetOptions = { timeoutMs: 5_000, maxBytes: 64 };

  it.each([
    ['https://127.0.0.1:1/', '127.0.0.1 is not a public address'],
    ['https://[::1]:1/', '::1 is not a public address'],
    ['https://[::ffff:127.0.0.1]:1/', '::ffff:7f00:1 is not a public address'],
    ['https://0x7f.1:1/', '127.0.0.1 is not a public address'],
    ['https://0.0.0.0:1/', '0.0.0.0 is not a public address'],
    ['https://169.254.169.254/latest/meta-data/', '169.254.169.254 is not a public address'],
    ['https://10.0.0.1/', '10.0.0.1 is not a public address'],
    ['https://localhost:1/', 'is not a public address'],
    ['http://id.example/', 'the address is not https'],
    ['http://127.0.0.1/', 'allow insecure.allowHttpLoopback'],
    ['file:///etc/passwd', 'the address is not https'],
  ])('%s is rejected before any connection', async (url, reason) => {
    await expect(boundedGet(new URL(url), STRICT)).rejects.toThrow(reason);
  });

  it('may be reached where the policy names its network', async () => {
    const port = await serveBytes((socket) => socket.destroy());
    const answer = boundedGet(new URL(`https://127.0.0.1:${String(port)}`), {
      ...STRICT,
      allowedNetworks: ['127.0.0.0/8'],
    });
    await expect(answer).rejects.toThrow(/ECONNRESET|the connection was cut/u);
  });

  it('is not made reachable by a network that is misspelt', async () => {
    await expect(
      boundedGet(new URL('https://127.0.0.1'), { ...STRICT, allowedNetworks: ['127.0.0.0'] }),
    ).rejects.toThrow('127.0.0.0 is not a network');
  });
});

const authority = await createAuthority();

describe('a TLS server', () => {
  const getSecurely = async (
    host: string,
    { notAfter, ca = authority.ca }: { notAfter?: Date; ca?: string | undefined } = {},
  ): Promise<GetAnswer> => {
    const port = await listen(
      createHttpsServer(authority.issue(host, notAfter), (_request, response) => response.end('{}')),
    );
    const url = new URL(`https://localhost:${String(port)}`);
    return boundedGet(url, ca === '' ? LIMITS : { ...LIMITS, ca });
  };

  it('with a good certificate is trusted', async () => {
    expect(await getSecurely('localhost')).toMatchObject({ status: 200 });
  });

  it('with an expired certificate is not trusted', async () => {
    await expect(getSecurely('localhost', { notAfter: new Date(Date.now() - 1000) })).rejects.toThrow(
      'CERT_HAS_EXPIRED',
    );
  });

  it('with the certificate of another host is not trusted, and its names are not quoted', async () => {
    await expect(getSecurely('evil.example')).rejects.toThrow(
      /^ERR_TLS_CERT_ALTNAME_INVALID \(its certificate is for another name\)$/u,
    );
  });

  it('with a certificate of an unknown authority is not trusted', async () => {
    await expect(getSecurely('localhost', { ca: (await createAuthority()).ca })).rejects.toThrow(
      /CERT|VERIFY/u,
    );
    await expect(getSecurely('localhost', { ca: '' })).rejects.toThrow(/CERT|VERIFY/u);
  });

  it('is checked also with NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await expect(getSecurely('evil.example')).rejects.toThrow('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
