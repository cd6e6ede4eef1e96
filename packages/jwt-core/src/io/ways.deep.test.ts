/**
 * Every way to a key server × every limit: directly, over plain http to a host that code names, and through proxies. All
 * over real connections on this machine. What a way changes is the connection, and none of the limits.
 */

import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../test/certificates.js';
import { serveProxy, type ConnectProxy } from '../../test/connect-proxy.js';
import { listen } from '../../test/loopback.js';
import { boundedGet, type GetAnswer, type GetOptions } from './bounded-get.js';
import { readProxy, type ProxyFor } from './proxy.js';

const authority = await createAuthority();
const stranger = await createAuthority();
const SECRET = 'pr0xy:SECRET';
const WANTED = `Basic ${Buffer.from(SECRET).toString('base64')}`;

/** A way to a server on this machine, and the host that it is known by there. */
interface Way {
  readonly name: string;
  readonly host: string;
  readonly isPlain?: true;
  readonly open: (port: number) => Promise<Pick<GetOptions, 'proxyFor' | 'insecure'>>;
}

const ENVIRONMENT = 'environment';
/** A proxy, and how it is named. */
const through = async (
  settings: Parameters<typeof serveProxy>[0],
  name: (proxy: ConnectProxy) => ProxyFor,
): Promise<Pick<GetOptions, 'proxyFor'>> => ({ proxyFor: name(await serveProxy(settings)) });
const named = (setting: string, ca?: string): ProxyFor => readProxy('test', setting, ca, {});
const BEHIND = 'keys.acme.example'; // no resolver outside of the proxies knows it

const WAYS: readonly Way[] = [
  {
    name: 'directly',
    host: 'localhost',
    open: () => Promise.resolve({ insecure: { allowHttpLoopback: true } }),
  },
  {
    name: 'over plain http, to a host that code names',
    host: 'localhost',
    isPlain: true,
    open: (port) => Promise.resolve({ insecure: { allowHttpHosts: [`localhost:${String(port)}`] } }),
  },
  {
    name: 'through a proxy',
    host: BEHIND,
    open: (port) => through({ port }, ({ url }) => named(url)),
  },
  {
    name: 'through a proxy that wants credentials',
    host: BEHIND,
    open: (port) => through({ port, wants: WANTED }, ({ url }) => named(url.replace('://', `://${SECRET}@`))),
  },
  {
    name: 'through a proxy that speaks TLS',
    host: BEHIND,
    open: (port) => through({ port, authority }, ({ url }) => named(url, authority.ca)),
  },
  {
    name: 'through the proxy of the environment',
    host: BEHIND,
    open: (port) =>
      through({ port }, ({ url }) =>
        readProxy('test', ENVIRONMENT, undefined, { HTTPS_PROXY: url, NO_PROXY: 'other.example' }),
      ),
  },
];
const SECURE = WAYS.filter(({ isPlain }) => isPlain !== true);

const LIMITS = { timeoutMs: 5_000, maxBytes: 64, ca: authority.ca };

/** What the server is, and which certificate it shows. */
interface Target {
  readonly listener?: RequestListener;
  /** It speaks this in place of HTTP: over TLS, but for a plain way. */
  readonly bytes?: (socket: Socket) => void;
  readonly certificate?: (host: string) => { readonly cert: string; readonly key: string };
}

/** Fetches in one way. */
async function get(way: Way, target: Target, options: Partial<GetOptions> = {}): Promise<GetAnswer> {
  const { listener = () => undefined, bytes, certificate = (host) => authority.issue(host) } = target;
  const server: Server =
    way.isPlain === true ? createHttpServer(listener) : createHttpsServer(certificate(way.host), listener);
  if (bytes !== undefined) {
    server.removeAllListeners(way.isPlain === true ? 'connection' : 'secureConnection');
    server.on(way.isPlain === true ? 'connection' : 'secureConnection', (socket: Socket) => {
      socket.on('error', () => undefined);
      bytes(socket);
    });
  }
  const port = await listen(server);
  const url = new URL(`${way.isPlain === true ? 'http' : 'https'}://${way.host}:${String(port)}/keys?v=1`);
  return boundedGet(url, { ...LIMITS, ...(await way.open(port)), ...options });
}

const IMPATIENT = { timeoutMs: 150 };

type Breach = [what: string, target: Target, reason: RegExp, options: Partial<GetOptions>];

/** What a server does that breaks a limit, and what comes of it. */
const BREACHES: readonly Breach[] = [
  [
    'a body that announces too much',
    {
      listener: (_request, response) =>
        response.writeHead(200, { 'content-length': '67108864' }).flushHeaders(),
    },
    /^the answer has more than 64 bytes$/u,
    {},
  ],
  [
    'a body that grows too large',
    {
      listener: (_request, response) => {
        response.write('x'.repeat(60));
        response.end('x'.repeat(60));
      },
    },
    /^the answer has more than 64 bytes$/u,
    {},
  ],
  [
    'a body that never ends',
    {
      listener: (_request, response) => {
        const write = (): boolean => response.write('x'.repeat(1024));
        response.on('drain', write);
        write();
      },
    },
    /^the answer has more than 64 bytes$/u,
    {},
  ],
  [
    'a compressed body',
    {
      listener: (_request, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000))),
    },
    /^the body is compressed \(gzip\), and is not read$/u,
    {},
  ],
  [
    'no headers in time',
    { listener: () => undefined },
    /^no answer within 150 ms, waiting for the headers of the answer$/u,
    IMPATIENT,
  ],
  [
    'a body that is too slow',
    {
      listener: (_request, response) => {
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => {
          clearInterval(timer);
        });
      },
    },
    /^no answer within 150 ms, waiting for the rest of the body$/u,
    IMPATIENT,
  ],
  [
    'a body that is cut',
    { bytes: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345') },
    /^the connection was cut$/u,
    {},
  ],
  [
    'a body without an announced end',
    { bytes: (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\na: 1') },
    /^the answer does not say where it ends$/u,
    {},
  ],
  [
    'a change of the protocol',
    { bytes: (socket) => socket.end('HTTP/1.1 101 x\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n') },
    /^the connection was cut$/u,
    {},
  ],
  ['nonsense', { bytes: (socket) => socket.end('SECRET nonsense\r\n\r\n') }, /^HPE_INVALID_CONSTANT$/u, {}],
];

describe.each(WAYS)('$name', (way) => {
  it('reaches the server, and returns what it sends', async () => {
    const seen: unknown[] = [];
    const answer = await get(way, {
      listener: (request, response) => {
        seen.push(request.method, request.url, request.headers['accept-encoding'], request.headers.host);
        response.writeHead(200, { etag: '"1"' }).end('{"a":1}');
      },
    });
    expect([answer.status, answer.headers['etag'], Buffer.from(answer.body).toString()]).toEqual([
      200,
      '"1"',
      '{"a":1}',
    ]);
    expect(seen).toEqual(['GET', '/keys?v=1', 'identity', expect.stringContaining(`${way.host}:`)]);
  });

  it('leaves no connection open', async () => {
    const sockets: Socket[] = [];
    await get(way, {
      bytes: (socket) => {
        sockets.push(socket.resume());
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}');
      },
    });
    await vi.waitFor(() => {
      expect(sockets.map(({ readyState }) => readyState)).not.toContain('open');
    });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect with %i', async (status) => {
    let asked = 0;
    const answer = await get(way, {
      listener: (_request, response) => {
        asked += 1;
        response.writeHead(status, { location: '/other' }).end();
      },
    });
    expect([answer.status, asked]).toEqual([status, 1]);
  });

  it.each<Breach>(BREACHES)('rejects %s', async (_what, target, reason, options) => {
    await expect(get(way, target, options)).rejects.toThrow(reason);
  });

  it('sends the headers of the fetch to the server', async () => {
    const seen: unknown[] = [];
    await get(
      way,
      {
        listener: (request, response) => {
          seen.push(request.headers.authorization, request.headers['proxy-authorization']);
          response.end();
        },
      },
      { headers: { authorization: 'Bearer abc' } },
    );
    expect(seen).toEqual(['Bearer abc', undefined]);
  });
});

describe.each(SECURE)('$name, TLS', (way) => {
  it.each<[what: string, certificate: NonNullable<Target['certificate']>, reason: RegExp]>([
    ['for another host', () => authority.issue('evil.example'), /^ERR_TLS_CERT_ALTNAME_INVALID \(/u],
    [
      'that has expired',
      (host) => authority.issue(host, new Date(Date.now() - 1000)),
      /^CERT_HAS_EXPIRED \(its certificate has expired\)$/u,
    ],
    [
      'of another authority',
      (host) => stranger.issue(host),
      /\(its certificate is of an authority that is not trusted: |^CERT_SIGNATURE_FAILURE$/u,
    ],
  ])(
    'rejects a certificate %s, whatever NODE_TLS_REJECT_UNAUTHORIZED says',
    async (_what, certificate, reason) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
      await expect(get(way, { certificate })).rejects.toThrow(reason);
    },
  );

  it('gives up a server that does not shake hands', async () => {
    const port = await listen(createTcpServer((socket) => socket.on('error', () => undefined)));
    const url = new URL(`https://${way.host}:${String(port)}/`);
    await expect(boundedGet(url, { ...LIMITS, ...(await way.open(port)), timeoutMs: 150 })).rejects.toThrow(
      /^no answer within 150 ms, waiting for the TLS handshake(?: through the proxy)?$/u,
    );
  });

  it('says that a server does not speak TLS', async () => {
    const port = await listen(createHttpServer());
    const url = new URL(`https://${way.host}:${String(port)}/`);
    await expect(boundedGet(url, { ...LIMITS, ...(await way.open(port)) })).rejects.toThrow(
      /\(it does not speak TLS there\)$/u,
    );
  });

  it.each([
    ['https://10.0.0.1:1/', '10.0.0.1 is not a public address'],
    ['https://169.254.169.254/latest/meta-data/', '169.254.169.254 is not a public address'],
    ['https://[fd00::1]:1/', 'fd00::1 is not a public address'],
    ['https://[::ffff:10.0.0.1]:1/', '::ffff:a00:1 is not a public address'],
    ['https://0x0a.1:1/', '10.0.0.1 is not a public address'],
    ['http://id.acme.example/', 'the address is not https'],
    ['file:///etc/passwd', 'the address is not https'],
    ['https://user:pass@id.acme.example/', 'the address carries credentials'],
  ])('rejects %s before any connection', async (url, reason) => {
    await expect(boundedGet(new URL(url), { ...LIMITS, ...(await way.open(1)) })).rejects.toThrow(reason);
  });

  it('speaks TLS 1.2 or newer', async () => {
    const server = createHttpsServer({
      ...authority.issue(way.host),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
    });
    const port = await listen(server);
    const url = new URL(`https://${way.host}:${String(port)}/`);
    await expect(boundedGet(url, { ...LIMITS, ...(await way.open(port)) })).rejects.toThrow(
      /^(?:ERR_SSL_|EPROTO|ECONNRESET)/u,
    );
  });
});
