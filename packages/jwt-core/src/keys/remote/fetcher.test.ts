import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../../test/certificates.js';
import { serveProxy } from '../../../test/connect-proxy.js';
import { listen, serve } from '../../../test/loopback.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { httpsKeyFetcher, FETCH_LIMITS, limitsOf, type HttpsKeyFetcherOptions } from './fetcher.js';

const fetchDocument = httpsKeyFetcher();
const LOOPBACK = { ...FETCH_LIMITS, insecure: { allowHttpLoopback: true } };
const authority = await createAuthority();
const stranger = await createAuthority();

/** A key server with a certificate for this host. Returns its port, and the headers that it gets. */
async function serveKeys(host = 'localhost'): Promise<{ port: number; seen: IncomingHttpHeaders[] }> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer(authority.issue(host), (request, response) => {
    seen.push(request.headers);
    response.end('{}');
  });
  return { port: await listen(server), seen };
}

describe('the fetcher of this library', () => {
  it('asks for JSON and for key sets', async () => {
    const accepted: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      accepted.push(request.headers.accept);
      response.end('{}');
    });
    await fetchDocument(new URL(url), LOOPBACK);
    expect(accepted).toEqual(['application/json, application/jwk-set+json']);
  });

  it('returns status, headers and body', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(418, { 'cache-control': 'max-age=60' }).end('{}'),
    );
    const { status, headers, body } = await fetchDocument(new URL(url), LOOPBACK);
    expect([status, headers?.['cache-control'], Buffer.from(body).toString()]).toEqual([
      418,
      'max-age=60',
      '{}',
    ]);
  });

  it('keeps to the limits', async () => {
    const { url } = await serve((_request, response) => response.end('x'.repeat(100)));
    await expect(fetchDocument(new URL(url), { ...LOOPBACK, maxBytes: 99 })).rejects.toThrow(
      'more than 99 bytes',
    );
    await expect(fetchDocument(new URL(url), FETCH_LIMITS)).rejects.toThrow(
      'allow insecure.allowHttpLoopback',
    );
  });

  it('reaches a private network only where the policy names it', async () => {
    const { url } = await serve((_request, response) => response.end('{}'));
    const secure = new URL(url.replace('http:', 'https:'));
    await expect(fetchDocument(secure, FETCH_LIMITS)).rejects.toThrow('127.0.0.1 is not a public address');
    await expect(
      fetchDocument(secure, { ...FETCH_LIMITS, allowedNetworks: ['127.0.0.0/8'] }),
    ).rejects.not.toThrow('is not a public address');
  });
});

describe('authorities', () => {
  it('are the given ones alone', async () => {
    const { port } = await serveKeys();
    const url = new URL(`https://localhost:${String(port)}`);
    expect(await httpsKeyFetcher({ ca: authority.ca })(url, LOOPBACK)).toMatchObject({ status: 200 });
    await expect(fetchDocument(url, LOOPBACK)).rejects.toThrow();
  });

  it('are those of the issuer, where it has its own', async () => {
    const { port } = await serveKeys();
    const url = new URL(`https://localhost:${String(port)}`);
    const own = { ...LOOPBACK, ca: authority.ca };
    expect(await httpsKeyFetcher({ ca: stranger.ca })(url, own)).toMatchObject({ status: 200 });
    const wrong = { ...LOOPBACK, ca: stranger.ca };
    await expect(httpsKeyFetcher({ ca: authority.ca })(url, wrong)).rejects.toThrow(/CERT|VERIFY/u);
  });

  it('are certificates in PEM, or an error at start', () => {
    expect(() => httpsKeyFetcher({ ca: '/etc/acme/ca.pem' })).toThrow(
      new ConfigurationError('httpsKeyFetcher: ca has no certificate in PEM (-----BEGIN CERTIFICATE-----).'),
    );
  });
});

describe('a proxy', () => {
  const HOST = 'keys.acme.example';
  const get = (port: number, options: HttpsKeyFetcherOptions): Promise<unknown> =>
    httpsKeyFetcher(options)(new URL(`https://${HOST}:${String(port)}/`), {
      ...FETCH_LIMITS,
      ca: authority.ca,
    });

  it('is named by its URL, and then not by the environment', async () => {
    const { port } = await serveKeys(HOST);
    const { url, asked } = await serveProxy({ port });
    vi.stubEnv('HTTPS_PROXY', 'http://nowhere.invalid');
    vi.stubEnv('NO_PROXY', '*');
    expect(await get(port, { proxy: url })).toMatchObject({ status: 200 });
    expect(asked.map((each) => each.authority)).toEqual([`${HOST}:${String(port)}`]);
  });

  it('is named by the environment, where code says so', async () => {
    const { port } = await serveKeys(HOST);
    const { url, asked } = await serveProxy({ port });
    vi.stubEnv('https_proxy', '');
    vi.stubEnv('HTTPS_PROXY', url);
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    expect(await get(port, { proxy: 'environment' })).toMatchObject({ status: 200 });
    expect(asked).toHaveLength(1);
    vi.stubEnv('NO_PROXY', 'acme.example');
    await expect(get(port, { proxy: 'environment' })).rejects.toThrow(/^(?:ENOTFOUND|EAI_AGAIN) /u);
    await expect(get(port, {})).rejects.toThrow(/^(?:ENOTFOUND|EAI_AGAIN) .*; HTTPS_PROXY is set/u);
    expect(asked).toHaveLength(1);
  });

  it('gets neither the token of the issuer nor the headers', async () => {
    const { port, seen } = await serveKeys(HOST);
    const { url, asked } = await serveProxy({ port });
    const fetcher = httpsKeyFetcher({ proxy: url, headers: { 'x-team': 'orders' } });
    await fetcher(new URL(`https://${HOST}:${String(port)}/`), {
      ...FETCH_LIMITS,
      ca: authority.ca,
      token: 'abc',
    });
    expect(seen).toMatchObject([{ authorization: 'Bearer abc', 'x-team': 'orders' }]);
    expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual(['connection', 'host']);
  });

  it('that cannot be one is an error at start', () => {
    expect(() => httpsKeyFetcher({ proxy: 'proxy:8080' })).toThrow(ConfigurationError);
    vi.stubEnv('HTTPS_PROXY', 'socks5://proxy');
    vi.stubEnv('https_proxy', '');
    expect(() => httpsKeyFetcher({ proxy: 'environment' })).toThrow(
      /^httpsKeyFetcher: HTTPS_PROXY: expected/u,
    );
  });
});

describe('headers', () => {
  const sentWith = async (
    headers: NonNullable<HttpsKeyFetcherOptions['headers']>,
    token?: string,
  ): Promise<IncomingHttpHeaders | undefined> => {
    const { port, seen } = await serveKeys();
    const options = { ...LOOPBACK, ca: authority.ca, ...(token === undefined ? {} : { token }) };
    await httpsKeyFetcher({ headers })(new URL(`https://localhost:${String(port)}/keys`), options);
    return seen[0];
  };

  it('are sent to every key server', async () => {
    expect(await sentWith({ 'X-Team': 'orders' })).toMatchObject({ 'x-team': 'orders' });
  });

  it('may be those of a function, for one URL', async () => {
    const headers = (url: URL): Promise<Record<string, string>> =>
      Promise.resolve({ Authorization: `Bearer for ${url.pathname}` });
    expect(await sentWith(headers)).toMatchObject({ authorization: 'Bearer for /keys' });
  });

  it('never take the place of what this library sends, nor of the token of the issuer', async () => {
    const sent = await sentWith(() => ({ authorization: 'Bearer other' }), 'abc');
    expect(sent).toMatchObject({ authorization: 'Bearer abc', 'accept-encoding': 'identity' });
  });

  it.each<[what: string, headers: unknown, reason: string]>([
    ['a credential', { Authorization: 'SECRET' }, '"Authorization" would be sent to every key server'],
    ['a cookie', { cookie: 'SECRET' }, '"cookie" would be sent to every key server'],
    ['a credential of the proxy', { 'Proxy-Authorization': 'SECRET' }, 'would be sent to every key server'],
    ['the host', { host: 'SECRET' }, '"host" is set by this library'],
    ['the encoding', { 'Accept-Encoding': 'gzip' }, '"Accept-Encoding" is set by this library'],
    ['no name', { 'a b': 'SECRET' }, '"a b" is not the name of a header'],
    ['a line break', { a: 'SECRET\r\nb: c' }, '"a" is not a string in ASCII'],
    ['no string', { a: 7 }, '"a" is not a string in ASCII'],
    ['a list', ['a'], 'expected an object of strings'],
    ['a text', 'a: b', 'expected an object of strings'],
    ['nothing', null, 'expected an object of strings'],
  ])('are rejected at start: %s', (_what, headers, reason) => {
    const open = (): unknown => httpsKeyFetcher({ headers: headers as never });
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(reason);
    expect(open).not.toThrow('SECRET');
  });

  it.each<[what: string, headers: () => never, reason: string]>([
    ['the host', () => ({ host: 'SECRET' }) as never, '"host" is set by this library'],
    ['a line break', () => ({ a: 'SECRET\n' }) as never, '"a" is not a string in ASCII'],
    ['nothing', () => undefined as never, 'headers() failed'],
    [
      'an error',
      () => {
        throw new Error('SECRET');
      },
      'headers() failed',
    ],
  ])('of a function are rejected at the fetch: %s', async (_what, headers, reason) => {
    await expect(sentWith(headers)).rejects.toThrow(reason);
    await expect(sentWith(headers)).rejects.not.toThrow('SECRET');
  });

  it('of a function are waited for within the time of the fetch', async () => {
    const fetcher = httpsKeyFetcher({ headers: () => new Promise(() => undefined) });
    await expect(fetcher(new URL('https://localhost/'), { ...LOOPBACK, timeoutMs: 20 })).rejects.toThrow(
      'headers() did not answer within 20 ms',
    );
  });
});

describe('the time of a fetch', () => {
  it('is that of the fetcher, or five seconds', () => {
    expect(limitsOf(httpsKeyFetcher())).toEqual({ timeoutMs: 5_000, maxBytes: 262_144 });
    expect(limitsOf(httpsKeyFetcher({ timeoutMs: 20_000 })).timeoutMs).toBe(20_000);
    expect(limitsOf(() => Promise.reject(new Error())).timeoutMs).toBe(5_000);
  });

  it.each([0, -1, 30_001, Number.NaN, Number.POSITIVE_INFINITY])('is never %d', (timeoutMs) => {
    expect(() => httpsKeyFetcher({ timeoutMs })).toThrow(
      `httpsKeyFetcher: timeoutMs: expected 1 to 30000 milliseconds, found ${String(timeoutMs)}.`,
    );
    const other = Object.assign(() => Promise.reject(new Error()), { timeoutMs });
    expect(() => limitsOf(other)).toThrow('keyFetcher.timeoutMs: expected 1 to 30000 milliseconds');
  });
});
