import { describe, expect, it } from 'vitest';
import { createServer } from 'node:https';
import { createAuthority } from '../../../test/certificates.js';
import { listen, serve } from '../../../test/loopback.js';
import { httpsKeyFetcher, FETCH_LIMITS } from './fetcher.js';

const fetchDocument = httpsKeyFetcher();
const LOOPBACK = { ...FETCH_LIMITS, insecure: { allowHttpLoopback: true } };

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

  it('trusts the given authorities alone', async () => {
    const authority = await createAuthority();
    const server = createServer(authority.issue('localhost'), (_request, response) => response.end('{}'));
    const url = new URL(`https://localhost:${String(await listen(server))}`);
    expect(await httpsKeyFetcher({ ca: authority.ca })(url, LOOPBACK)).toMatchObject({ status: 200 });
    await expect(fetchDocument(url, LOOPBACK)).rejects.toThrow();
  });
});
