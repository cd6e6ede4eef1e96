import { createServer as createHttpsServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../../test/certificates.js';
import { serveProxy } from '../../../test/connect-proxy.js';
import { listen, serve } from '../../../test/loopback.js';
import { FetchFailure } from '../../io/fetch-failure.js';
import { httpsPolicySource, type HttpsPolicySourceOptions } from './http-source.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { PolicySource } from './source.js';

const INSECURE = { insecure: { allowHttpLoopback: true } };

/** A server whose answers the test writes one by one, and a source that asks it. */
async function answering(
  answers: ((request: IncomingMessage, response: ServerResponse) => void)[],
  options: HttpsPolicySourceOptions = {},
): Promise<{ source: PolicySource; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const { url } = await serve((request, response) => {
    requests.push(request);
    const answer = answers.shift();
    if (answer === undefined) response.writeHead(500).end();
    else answer(request, response);
  });
  return { source: httpsPolicySource(`${url}/policy.yaml`, { ...INSECURE, ...options }), requests };
}

const document =
  (text: string | Uint8Array, headers: Record<string, string> = {}) =>
  (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(200, headers).end(text);

const status =
  (code: number) =>
  (_request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(code).end();

describe('a URL as a source', () => {
  it('returns text and tag, and no file', async () => {
    const { source } = await answering([document('a: 1\n')]);
    const content = await source.read(undefined);
    expect(content).toEqual({ text: 'a: 1\n', tag: content?.tag });
    expect(content?.tag).toMatch(/^[\da-f]{64}$/u);
  });

  it('has a location without credentials and query', () => {
    const { location } = httpsPolicySource('https://config.example/policy.yaml?sig=SECRET');
    expect(location).toBe('https://config.example/policy.yaml');
  });

  it('is read once a minute by default', () => {
    expect(httpsPolicySource('https://config.example/').everyMs).toBe(60_000);
    expect(httpsPolicySource('https://config.example/', { everyMs: 500 }).everyMs).toBe(500);
  });

  it('is read over TLS from a server with a certificate of the given authority', async () => {
    const authority = await createAuthority();
    const server = createHttpsServer(authority.issue('127.0.0.1'), (_request, response) =>
      response.end('a: 1'),
    );
    const url = `https://127.0.0.1:${String(await listen(server))}/`;
    const options = { ...INSECURE, ca: authority.ca };
    expect(await httpsPolicySource(url, options).read(undefined)).toMatchObject({ text: 'a: 1' });
    await expect(httpsPolicySource(url, INSECURE).read(undefined)).rejects.toThrow();
  });

  it('is not read from a private address that was not named', async () => {
    const url = 'https://10.0.0.1/policy.yaml';
    await expect(httpsPolicySource(url).read(undefined)).rejects.toThrow('10.0.0.1 is not a public address');
  });
});

describe('a server that knows ETags', () => {
  it.each(['"v1"', 'W/"v1"', '""'])('is asked for what is not %s', async (etag) => {
    const { source, requests } = await answering([document('a: 1', { etag }), status(304), document('a: 2')]);
    const tag = (await source.read(undefined))?.tag;
    expect(await source.read(tag)).toBeUndefined();
    expect(await source.read(tag)).toMatchObject({ text: 'a: 2' });
    expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, etag, etag]);
  });

  it('is asked without a condition until a content is in force', async () => {
    const { source, requests } = await answering([
      document('bad', { etag: '"v1"' }),
      document('bad', { etag: '"v1"' }),
    ]);
    await source.read(undefined);
    expect(await source.read(undefined)).toMatchObject({ text: 'bad' });
    expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
  });

  it('must not say "unchanged" when it was not asked', async () => {
    const { source } = await answering([status(304), document('a: 1'), status(304)]);
    await expect(source.read(undefined)).rejects.toThrow('status 304');
    const tag = (await source.read(undefined))?.tag;
    await expect(source.read(tag)).rejects.toThrow('status 304'); // it had sent no ETag
  });

  it('is read again when it sends another document with the same ETag', async () => {
    const { source } = await answering([
      document('a: 1', { etag: '"v1"' }),
      document('a: 2', { etag: '"v1"' }),
    ]);
    const tag = (await source.read(undefined))?.tag;
    expect(await source.read(tag)).toMatchObject({ text: 'a: 2' });
  });

  it.each(['v1', '"v1', '"v 1"', '"v1", "v2"', '*', `"${'v'.repeat(257)}"`])(
    'is asked without a condition after an invalid ETag: %s',
    async (etag) => {
      const { source, requests } = await answering([document('a: 1', { etag }), document('a: 1', { etag })]);
      const tag = (await source.read(undefined))?.tag;
      expect(await source.read(tag)).toBeUndefined();
      expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
    },
  );
});

it('a server without ETags is asked for everything, and the content is compared', async () => {
  const { source } = await answering([document('a: 1'), document('a: 1'), document('a: 2')]);
  const tag = (await source.read(undefined))?.tag;
  expect(await source.read(tag)).toBeUndefined();
  expect(await source.read(tag)).toMatchObject({ text: 'a: 2' });
});

describe('the headers of a request', () => {
  it('come from the function of the application, before each request', async () => {
    const headers = vi
      .fn()
      .mockReturnValueOnce({ Authorization: 'Bearer 1' })
      .mockResolvedValueOnce({ authorization: 'Bearer 2' });
    const { source, requests } = await answering([document('a: 1'), document('a: 1')], { headers });
    await source.read(undefined);
    await source.read(undefined);
    expect(requests.map((request) => request.headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('may be fixed, and do not replace the condition', async () => {
    const headers = { 'X-Fleet': 'eu', 'If-None-Match': '"theirs"' };
    const { source, requests } = await answering([document('a: 1', { etag: '"ours"' }), status(304)], {
      headers,
    });
    await source.read((await source.read(undefined))?.tag);
    expect(requests.map((request) => request.headers['x-fleet'])).toEqual(['eu', 'eu']);
    expect(requests.map((request) => request.headers['if-none-match'])).toEqual([undefined, '"ours"']);
  });

  it('are not in the reason where the function fails', async () => {
    const headers = (): never => {
      throw new Error('token SECRET has expired');
    };
    const { source, requests } = await answering([document('a: 1')], { headers });
    await expect(source.read(undefined)).rejects.toThrow(new FetchFailure('headers() failed'));
    expect(requests).toEqual([]);
  });
});

it('a function for headers that never answers is given up after timeoutMs', async () => {
  const headers = (): Promise<never> => new Promise(() => undefined);
  const { source, requests } = await answering([], { headers, timeoutMs: 20 });
  await expect(source.read(undefined)).rejects.toThrow(new Error('headers() did not answer within 20 ms'));
  expect(requests).toEqual([]);
});

describe('an answer that is not a document', () => {
  it.each([204, 206, 301, 401, 404, 500, 503])('is rejected with status %i', async (code) => {
    const { source } = await answering([status(code)]);
    await expect(source.read(undefined)).rejects.toThrow(`status ${String(code)}`);
  });

  it('is rejected where it is not UTF-8', async () => {
    const { source } = await answering([document(Buffer.of(0x61, 0xff))]);
    await expect(source.read(undefined)).rejects.toThrow('it is not UTF-8');
  });

  it('is rejected where it is too large', async () => {
    const { source } = await answering([document('a: 1111')], { maxBytes: 6 });
    await expect(source.read(undefined)).rejects.toThrow('more than 6 bytes');
  });

  it('is rejected where it does not come in time', async () => {
    const { source } = await answering([() => undefined], { timeoutMs: 20 });
    await expect(source.read(undefined)).rejects.toThrow('no answer within 20 ms');
  });
});

describe('a server that is not on the Internet', () => {
  it('is read through a proxy, with its own headers for it alone', async () => {
    const authority = await createAuthority();
    const seen: (string | undefined)[] = [];
    const server = createHttpsServer(authority.issue('config.acme.example'), (request, response) => {
      seen.push(request.headers.authorization);
      response.end('a: 1');
    });
    const { url, asked } = await serveProxy({ port: await listen(server) });
    const headers = { authorization: 'Bearer SECRET' };
    const at = 'https://config.acme.example/policy.yaml';
    const source = httpsPolicySource(at, { proxy: url, ca: authority.ca, headers });
    expect(await source.read(undefined)).toMatchObject({ text: 'a: 1' });
    expect([seen, asked.map((each) => each.authority)]).toEqual([
      ['Bearer SECRET'],
      ['config.acme.example:443'],
    ]);
    expect(JSON.stringify(asked)).not.toContain('SECRET');
  });

  it('is read over http where code names its host, and the process warns of it', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { url } = await serve((_request, response) => response.end('a: 1'));
    const insecure = { allowHttpHosts: [new URL(url).host] };
    expect(await httpsPolicySource(url, { insecure }).read(undefined)).toMatchObject({ text: 'a: 1' });
    expect(warning.mock.calls).toMatchObject([
      [
        expect.stringMatching(/^httpsPolicySource: insecure\.allowHttpHosts/u),
        { code: 'JWT_POLICY_INSECURE_HTTP' },
      ],
    ]);
  });

  it('says what came in place of a document', async () => {
    const { source } = await answering([
      (_request, response) => void response.writeHead(404, { 'content-type': 'text/html' }).end(),
      (_request, response) =>
        void response.writeHead(302, { location: 'https://login.example/?SECRET' }).end(),
    ]);
    await expect(source.read(undefined)).rejects.toThrow(new Error('status 404 (text/html)'));
    await expect(source.read(undefined)).rejects.toThrow(
      new Error('status 302 to https://login.example, and no redirect is followed'),
    );
  });
});

describe('options', () => {
  it.each<[string, string, HttpsPolicySourceOptions, string]>([
    [
      'plain http',
      'http://config.example/',
      {},
      'The policy cannot be fetched: the address is not https: for development',
    ],
    ['plain http to this machine', 'http://127.0.0.1/', {}, 'allow insecure.allowHttpLoopback'],
    ['credentials in the URL', 'https://u:p@config.example/', {}, 'the address carries credentials'],
    ['no URL', 'config', {}, 'the address is not a URL'],
    ['a time that is none', 'https://config.example/', { timeoutMs: 0 }, 'timeoutMs: expected milliseconds'],
    [
      'an interval that is none',
      'https://config.example/',
      { everyMs: Number.NaN },
      'everyMs: expected milliseconds',
    ],
    ['no bytes', 'https://config.example/', { maxBytes: 0 }, 'maxBytes: expected 1 to 4194304, found 0.'],
    ['too many bytes', 'https://config.example/', { maxBytes: 4_194_305 }, 'maxBytes: expected 1 to 4194304'],
    [
      'no proxy',
      'https://config.example/',
      { proxy: 'proxy:8080' },
      'httpsPolicySource: proxy: expected the URL',
    ],
    [
      'no certificate',
      'https://config.example/',
      { ca: 'ca.pem' },
      'httpsPolicySource: ca has no certificate',
    ],
    [
      'a network without a length',
      'https://config.example/',
      { allowedNetworks: ['10.0.0.0'] },
      'allowedNetworks: 10.0.0.0 is not a network.',
    ],
  ])('are rejected with %s', (_what, url, options, message) => {
    expect(() => httpsPolicySource(url, options)).toThrow(ConfigurationError);
    expect(() => httpsPolicySource(url, options)).toThrow(message);
  });
});
