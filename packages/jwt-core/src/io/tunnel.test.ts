import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../test/certificates.js';
import { serveProxy, type ProxySettings } from '../../test/connect-proxy.js';
import { listen, serve } from '../../test/loopback.js';
import { boundedGet, type GetAnswer } from './bounded-get.js';
import { readProxy } from './proxy.js';

const authority = await createAuthority();
const LIMITS = { timeoutMs: 5_000, maxBytes: 64, ca: authority.ca };
const TARGET = new URL('https://keys.acme.example:8443/keys');

const getThrough = (proxy: string, options: { readonly timeoutMs?: number } = {}): Promise<GetAnswer> =>
  boundedGet(TARGET, {
    ...LIMITS,
    proxyFor: readProxy('test', proxy, authority.ca, {}),
    ...options,
  });
const getFrom = async (
  settings: ProxySettings,
  options: { readonly timeoutMs?: number } = {},
): Promise<GetAnswer> => getThrough((await serveProxy(settings)).url, options);

/** A server behind the proxy. Returns its port. */
const serveTarget = (host = TARGET.hostname): Promise<number> =>
  listen(createHttpsServer(authority.issue(host), (_request, response) => response.end('{}')));

const answering = (text: string): ProxySettings => ({ answer: (socket) => socket.end(text) });

describe('a proxy', () => {
  it('is asked for the host and the port, and for nothing else of the fetch', async () => {
    const proxy = await serveProxy({ port: await serveTarget() });
    await getThrough(proxy.url.replace('://', '://ann:SECRET@'));
    expect(proxy.asked).toEqual([
      {
        authority: 'keys.acme.example:8443',
        headers: {
          host: 'keys.acme.example:8443',
          connection: 'keep-alive',
          'proxy-authorization': `Basic ${Buffer.from('ann:SECRET').toString('base64')}`,
        },
      },
    ]);
  });

  it('is asked for the port of https where the URL has none', async () => {
    const proxy = await serveProxy({ port: await serveTarget('id.acme.example') });
    const proxyFor = readProxy('test', proxy.url, undefined, {});
    await boundedGet(new URL('https://id.acme.example/'), { ...LIMITS, proxyFor });
    expect(proxy.asked.map((each) => each.authority)).toEqual(['id.acme.example:443']);
  });

  it('is asked for an address in brackets, and its certificate must be for that address', async () => {
    const proxy = await serveProxy({ port: await serveTarget() });
    const proxyFor = readProxy('test', proxy.url, undefined, {});
    const answer = boundedGet(new URL('https://[fd00::1]:8443/'), {
      ...LIMITS,
      proxyFor,
      allowedNetworks: ['fd00::/8'],
    });
    await expect(answer).rejects.toThrow(/^ERR_TLS_CERT_ALTNAME_INVALID \(/u);
    expect(proxy.asked.map((each) => each.authority)).toEqual(['[fd00::1]:8443']);
  });

  it('is not asked for plain http, nor for this machine', async () => {
    const proxy = await serveProxy({});
    const { url } = await serve((_request, response) => response.end('{}'));
    const port = await serveTarget('localhost');
    const options = {
      ...LIMITS,
      proxyFor: readProxy('test', proxy.url, undefined, {}),
      insecure: { allowHttpLoopback: true },
    };
    expect(await boundedGet(new URL(url), options)).toMatchObject({ status: 200 });
    expect(await boundedGet(new URL(`https://localhost:${String(port)}/`), options)).toMatchObject({
      status: 200,
    });
    expect(proxy.asked).toEqual([]);
  });

  it('has no open connection after the fetch', async () => {
    const proxy = await serveProxy({ port: await serveTarget() });
    await getThrough(proxy.url);
    await vi.waitFor(() => {
      expect(proxy.open.size).toBe(0);
    });
  });

  it('has no open connection after a request that cannot be sent', async () => {
    const proxy = await serveProxy({ port: await serveTarget() });
    const proxyFor = readProxy('test', proxy.url, undefined, {});
    const answer = boundedGet(TARGET, { ...LIMITS, proxyFor, headers: { a: 'b\n' } });
    await expect(answer).rejects.toThrow('Invalid character in header content ["a"]');
    await vi.waitFor(() => {
      expect(proxy.open.size).toBe(0);
    });
  });

  it('is not asked for what must not be fetched', async () => {
    const proxy = await serveProxy({});
    const proxyFor = readProxy('test', proxy.url, undefined, {});
    await expect(boundedGet(new URL('https://10.0.0.1/'), { ...LIMITS, proxyFor })).rejects.toThrow(
      '10.0.0.1 is not a public address and in no network that the policy names (allowedNetworks)',
    );
    expect(proxy.asked).toEqual([]);
  });
});

describe('a proxy that does not open the way', () => {
  it.each<[what: string, settings: ProxySettings, reason: string]>([
    [
      'wants credentials',
      { wants: 'Basic abc' },
      'it answered 407, and wants credentials: write them into its URL',
    ],
    [
      'forbids the host',
      answering('HTTP/1.1 403 Forbidden\r\n\r\nSECRET'),
      'it answered 403, and does not allow this host',
    ],
    ['cannot reach the host', answering('HTTP/1.1 502 Bad Gateway\r\n\r\nSECRET'), 'it answered 502'],
    [
      'redirects',
      answering('HTTP/1.1 302 Found\r\nLocation: https://evil.example\r\n\r\n'),
      'it answered 302',
    ],
    [
      'changes the protocol',
      answering('HTTP/1.1 101 x\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      'it answered 101',
    ],
    ['cuts the connection', answering(''), 'ECONNRESET (the connection was reset)'],
    ['speaks nonsense', answering('SECRET nonsense\r\n\r\n'), 'HPE_INVALID_CONSTANT'],
    [
      'sends content of its own',
      answering('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'),
      'it sent content of its own',
    ],
    [
      'sends headers without end',
      answering(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`),
      'HPE_HEADER_OVERFLOW',
    ],
  ])('is an error that names it: it %s', async (_what, settings, reason) => {
    const { url } = await serveProxy(settings);
    await expect(getThrough(url)).rejects.toThrow(
      new RegExp(`^the proxy ${url}: ${reason.replace(/[()]/gu, '\\$&')}$`, 'u'),
    );
  });

  it('is an error without its credentials', async () => {
    const { url } = await serveProxy({ wants: 'Basic abc' });
    await expect(getThrough(url.replace('://', '://ann:SECRET@'))).rejects.toThrow(/^(?!.*(?:ann|SECRET))/u);
  });

  it('is an error with the name that is not known, or the port that is closed', async () => {
    const closed = createTcpServer();
    const port = await listen(closed);
    await new Promise((done) => closed.close(done));
    await expect(getThrough(`http://127.0.0.1:${String(port)}`)).rejects.toThrow(
      `the proxy http://127.0.0.1:${String(port)}: ECONNREFUSED (no server listens there)`,
    );
    await expect(getThrough('http://nowhere.invalid:8080')).rejects.toThrow(
      /^the proxy http:\/\/nowhere\.invalid:8080: (?:ENOTFOUND|EAI_AGAIN) \(/u,
    );
  });

  it.each<[what: string, settings: ProxySettings, phase: string]>([
    ['does not answer', { answer: () => undefined }, 'the tunnel of the proxy URL'],
    [
      'sends one byte at a time',
      {
        answer: (socket) => {
          const timer = setInterval(() => socket.write('H'), 20);
          socket.on('close', () => {
            clearInterval(timer);
          });
        },
      },
      'HPE',
    ],
    [
      'opens the way to a server that does not shake hands',
      { answer: (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n') },
      'the TLS handshake through the proxy',
    ],
  ])('is given up in the time of the fetch: it %s', async (_what, settings, phase) => {
    const { url, open } = await serveProxy(settings);
    const reason =
      phase === 'HPE'
        ? /HPE_INVALID_CONSTANT$/u
        : `no answer within 100 ms, waiting for ${phase.replace('URL', url)}`;
    await expect(getThrough(url, { timeoutMs: 100 })).rejects.toThrow(reason);
    await vi.waitFor(() => {
      expect(open.size).toBe(0);
    });
  });

  it('is not trusted where it speaks TLS with a certificate of another authority', async () => {
    const stranger = await createAuthority();
    await expect(getFrom({ authority: stranger })).rejects.toThrow(
      /^the proxy https:\/\/localhost:\d+: (?:CERT_SIGNATURE_FAILURE|\w+ \(its certificate is of an authority that is not trusted)/u,
    );
  });
});

describe('a proxy that is set in the environment and not used', () => {
  it('is named where no connection was made', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://ann:SECRET@proxy:8080');
    await expect(boundedGet(new URL('https://nowhere.invalid/'), LIMITS)).rejects.toThrow(
      /\); HTTPS_PROXY is set, and is used with proxy: 'environment' alone$/u,
    );
  });

  it('is not named where there was a connection, and where code says that it is not to be used', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://proxy:8080');
    const insecure = { allowHttpLoopback: true };
    const port = await serveTarget('other.example');
    await expect(
      boundedGet(new URL(`https://localhost:${String(port)}/`), { ...LIMITS, insecure }),
    ).rejects.toThrow(/^ERR_TLS_CERT_ALTNAME_INVALID \([^;]*\)$/u);
    vi.stubEnv('NO_PROXY', '*');
    const proxyFor = readProxy('test', 'environment');
    await expect(boundedGet(new URL('https://nowhere.invalid/'), { ...LIMITS, proxyFor })).rejects.toThrow(
      /^(?:ENOTFOUND|EAI_AGAIN) \([^;]*\)$/u,
    );
  });
});
