import { afterEach, describe, expect, it, vi } from 'vitest';
import { serve, serveJson } from '../../../test/loopback.js';
import type { KeySource } from '../../policy/document/document.js';
import type { Jwk } from '../../jose/jwk.js';
import { FetchFailure } from '../../io/fetch-failure.js';
import { retryAfterOf } from '../../refresh/http-answer.js';
import { FETCH_LIMITS, httpsKeyFetcher, type FetchedDocument, type KeyFetcher } from './fetcher.js';
import { fetchKeys as fetchPublished, type PublishedKeys, type RemoteOptions } from './fetch-keys.js';

const KEY: Jwk = { kty: 'EC', kid: 'k1' };
const fetchAnswer = (iss: string, keys: KeySource, options: RemoteOptions): Promise<PublishedKeys> => {
  const { discovery = 'oidc', jwksUri, jwksOrigin, allowedNetworks } = keys;

  const remote = {
    ...{ discovery, jwksOrigin, allowedNetworks, maxStaleMs: 0 },
    ...{ tokenPath: undefined, ca: undefined },
  };
  return fetchPublished({ iss, jwksUri, remote }, options);
};
/** The keys alone. */
const fetchKeys = async (...args: Parameters<typeof fetchAnswer>): Promise<readonly unknown[]> =>
  (await fetchAnswer(...args)).jwks;

const LOOPBACK = { fetcher: httpsKeyFetcher(), insecure: { allowHttpLoopback: true } };

/** A fetcher that knows these documents, and notes what it was asked for. */
function fetching(documents: Readonly<Record<string, unknown>>, asked: string[] = []): KeyFetcher {
  return (url) => {
    asked.push(url.href);
    const document = documents[url.href];
    const body = Buffer.from(document === undefined ? '' : JSON.stringify(document));
    return Promise.resolve({ status: document === undefined ? 404 : 200, body });
  };
}

const strictly = (fetcher: KeyFetcher): RemoteOptions => ({ fetcher });

describe('the keys of an issuer', () => {
  it('are where its discovery document says', async () => {
    const asked: string[] = [];
    const fetcher = fetching(
      {
        'https://id.example/.well-known/openid-configuration': {
          issuer: 'https://id.example',
          jwks_uri: 'https://id.example/jwks',
        },
        'https://id.example/jwks': { keys: [KEY] },
      },
      asked,
    );
    expect(await fetchKeys('https://id.example', { discovery: 'oidc' }, strictly(fetcher))).toEqual([KEY]);
    expect(asked).toEqual(['https://id.example/.well-known/openid-configuration', 'https://id.example/jwks']);
  });

  it('are found through RFC 8414 where the policy says oauth', async () => {
    const fetcher = fetching({
      'https://id.example/.well-known/oauth-authorization-server/a': {
        issuer: 'https://id.example/a',
        jwks_uri: 'https://id.example/k',
      },
      'https://id.example/k': { keys: [KEY] },
    });
    expect(await fetchKeys('https://id.example/a', { discovery: 'oauth' }, strictly(fetcher))).toEqual([KEY]);
  });

  it('are at the address in the policy, and then nothing is discovered', async () => {
    const asked: string[] = [];
    const fetcher = fetching({ 'https://id.example/k': { keys: [KEY] } }, asked);
    expect(await fetchKeys('urn:issuer', { jwksUri: 'https://id.example/k' }, strictly(fetcher))).toEqual([
      KEY,
    ]);
    expect(asked).toEqual(['https://id.example/k']);
  });

  it('are a hundred at most', async () => {
    const fetcher = (count: number): KeyFetcher =>
      fetching({ 'https://id.example/k': { keys: Array(count).fill(KEY) } });
    const source = { jwksUri: 'https://id.example/k' };
    expect(await fetchKeys('x', source, strictly(fetcher(100)))).toHaveLength(100);
    await expect(fetchKeys('x', source, strictly(fetcher(101)))).rejects.toThrow('more than 100 keys');
  });
});

describe('a discovery document', () => {
  const discover = (document: unknown): Promise<readonly unknown[]> => {
    const documents = { 'https://id.example/.well-known/openid-configuration': document };
    return fetchKeys('https://id.example', { discovery: 'oidc' }, strictly(fetching(documents)));
  };

  it.each([
    ['another issuer', 'https://evil.example'],
    ['a slash more', 'https://id.example/'],
    ['another case', 'https://ID.example'],
    ['a list', ['https://id.example']],
    ['none', undefined],
  ])('that names %s is rejected, before its keys are fetched', async (_what, issuer) => {
    await expect(discover({ issuer, jwks_uri: 'https://id.example/k' })).rejects.toThrow(
      'names another issuer',
    );
  });

  it.each([[undefined], [null], [1], [['https://id.example/k']]])(
    'with the jwks_uri %j is rejected',
    async (jwksUri) => {
      await expect(discover({ issuer: 'https://id.example', jwks_uri: jwksUri })).rejects.toThrow(
        'has no jwks_uri',
      );
    },
  );

  it.each([
    ['http://id.example/k', 'names keys on another origin'],
    ['https://id.example:8443/k', 'names keys on another origin'],
    ['https://id.example.evil.example/k', 'names keys on another origin'],
    ['https://keys.example/k', 'names keys on another origin'],
    ['http://localhost/k', 'names keys on another origin'],
    ['https://169.254.169.254/latest', 'names keys on another origin'],
    ['file:///etc/passwd', 'names keys on another origin'],
    ['data:application/json,{}', 'names keys on another origin'],
    ['/k', 'the jwks_uri of the discovery document is not a URL'],
    ['https://user:pass@id.example/k', 'the address carries credentials'],
  ])('cannot send the service to %s', async (jwksUri, reason) => {
    await expect(discover({ issuer: 'https://id.example', jwks_uri: jwksUri })).rejects.toThrow(reason);
  });

  it('may name keys on another origin only where the policy names that origin', async () => {
    const documents = {
      'https://id.example/.well-known/openid-configuration': {
        issuer: 'https://id.example',
        jwks_uri: 'https://keys.example/k',
      },
      'https://keys.example/k': { keys: [KEY] },
    };
    const fetchFrom = (jwksOrigin: string): Promise<readonly unknown[]> =>
      fetchKeys('https://id.example', { discovery: 'oidc', jwksOrigin }, strictly(fetching(documents)));
    expect(await fetchFrom('https://keys.example')).toEqual([KEY]);
    await expect(fetchFrom('https://other.example')).rejects.toThrow('names keys on another origin');
  });

  it('is not read for algorithms: the policy has them', async () => {
    const documents = {
      'https://id.example/.well-known/openid-configuration': {
        issuer: 'https://id.example',
        jwks_uri: 'https://id.example/k',
        id_token_signing_alg_values_supported: ['none', 'HS256'],
      },
      'https://id.example/k': { keys: [KEY] },
    };
    expect(
      await fetchAnswer('https://id.example', { discovery: 'oidc' }, strictly(fetching(documents))),
    ).toEqual({ jwks: [KEY], headers: undefined });
  });
});

describe('a fetcher that never answers', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is given up one second after its limit', async () => {
    vi.useFakeTimers();
    const fetching = fetchKeys(
      'x',
      { jwksUri: 'https://id.example/k' },
      strictly(() => new Promise(() => undefined)),
    );
    const outcome = expect(fetching).rejects.toThrow('the fetcher did not answer in time');
    await vi.advanceTimersByTimeAsync(FETCH_LIMITS.timeoutMs + 1_000);
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an answer that is not a key set', () => {
  const SOURCE = { jwksUri: 'https://id.example/k' };
  const answer = (status: number, body: string | Uint8Array): Promise<readonly unknown[]> =>
    fetchKeys(
      'x',
      SOURCE,
      strictly(() => Promise.resolve({ status, body: Buffer.from(body) })),
    );

  it.each([201, 204, 301, 302, 307, 400, 401, 404, 500, 503])('has the status %i', async (status) => {
    await expect(answer(status, '{"keys":[]}')).rejects.toThrow(`status ${String(status)}`);
  });

  it.each([
    ['a page', '<!doctype html><title>Sign in</title>', 'not a JSON object'],
    ['cut in the middle', '{"keys":[{"kty":"EC"', 'not a JSON object'],
    ['empty', '', 'not a JSON object'],
    ['a list', '[]', 'not a JSON object'],
    ['two sets in one', '{"keys":[],"keys":[]}', 'a member twice'],
    ['nested too deeply', `{"keys":${'['.repeat(20)}${']'.repeat(20)}}`, 'at most 10 levels'],
    ['without keys', '{}', 'has no list of keys'],
    ['with keys that are not a list', '{"keys":{}}', 'has no list of keys'],
    ['too large', ' '.repeat(FETCH_LIMITS.maxBytes + 1), 'more than 262144 bytes'],
  ])('is %s', async (_what, body, reason) => {
    await expect(answer(200, body)).rejects.toThrow(reason);
  });

  it.each([
    ['text/html; charset=utf-8', false],
    ['text/plain', false],
    ['application/octet-stream', false],
    ['application/jsonp', false],
    ['text/json', false],
    ['application/javascript+json ; x', true],
    ['application/json', true],
    ['Application/JSON; charset=UTF-8', true],
    ['application/jwk-set+json', true],
  ])('says that it is %s', async (type, isFine) => {
    const answer = fetchKeys(
      'x',
      SOURCE,
      strictly(() =>
        Promise.resolve({ status: 200, headers: { 'content-type': type }, body: Buffer.from('{"keys":[]}') }),
      ),
    );
    await (isFine
      ? expect(answer).resolves.toEqual([])
      : expect(answer).rejects.toThrow(`the answer is ${type.replace(/;.*/u, '')}, and not JSON`));
  });

  it('says nothing of what it is', async () => {
    const fetcher: KeyFetcher = () =>
      Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{"keys":[]}') });
    await expect(fetchKeys('x', SOURCE, strictly(fetcher))).rejects.toThrow(
      'the answer is of no type, and not JSON',
    );
  });

  it('is not UTF-8', async () => {
    await expect(answer(200, Buffer.from('7b226b657973223a5b22ff225d7d', 'hex'))).rejects.toThrow(
      'not UTF-8',
    );
  });

  it('is never quoted in the reason', async () => {
    await expect(answer(200, 'SECRET')).rejects.toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('SECRET') as unknown }),
    );
  });
});

describe('the reason of a fetch that fails', () => {
  const DISCOVERY = 'https://id.example/.well-known/openid-configuration';
  const KEYS = 'https://id.example/k';
  const answers =
    (found: Readonly<Record<string, Partial<FetchedDocument>>>): KeyFetcher =>
    (url) =>
      Promise.resolve({ status: 200, body: Buffer.from('{"keys":[]}'), ...found[url.href] });
  const body = (value: unknown): Partial<FetchedDocument> => ({ body: Buffer.from(JSON.stringify(value)) });
  const found = { issuer: 'https://id.example', jwks_uri: KEYS };
  const json = { 'content-type': 'application/json' };

  it.each<[what: string, fetcher: KeyFetcher, reason: string]>([
    [
      'no discovery document',
      answers({ [DISCOVERY]: { status: 404, headers: { 'content-type': 'text/html' } } }),
      `${DISCOVERY}: status 404 (text/html): where the discovery document is elsewhere, write jwksUri`,
    ],
    ['a discovery that is down', answers({ [DISCOVERY]: { status: 503 } }), `${DISCOVERY}: status 503`],
    [
      'another issuer',
      answers({ [DISCOVERY]: body({ ...found, issuer: 'https://id.example/' }) }),
      `${DISCOVERY}: the discovery document names another issuer, "https://id.example/"`,
    ],
    [
      'another issuer with an odd name',
      answers({ [DISCOVERY]: body({ ...found, issuer: `\u202E"${'x'.repeat(1000)}` }) }),
      `${DISCOVERY}: the discovery document names another issuer, "\uFFFD\\"${'x'.repeat(98)}…"`,
    ],
    [
      'no issuer',
      answers({ [DISCOVERY]: body({ jwks_uri: KEYS }) }),
      `${DISCOVERY}: the discovery document names another issuer`,
    ],
    [
      'no jwks_uri',
      answers({ [DISCOVERY]: body({ issuer: 'https://id.example' }) }),
      `${DISCOVERY}: the discovery document has no jwks_uri`,
    ],
    [
      'a jwks_uri on another origin',
      answers({ [DISCOVERY]: body({ ...found, jwks_uri: 'https://keys.example/k?a=SECRET' }) }),
      `${DISCOVERY}: the discovery document names keys on another origin: if it is the issuer's, write jwksOrigin: https://keys.example`,
    ],
    [
      'a jwks_uri on another origin that is not https',
      answers({ [DISCOVERY]: body({ ...found, jwks_uri: 'http://id.example/k' }) }),
      `${DISCOVERY}: the discovery document names keys on another origin, which is not https`,
    ],
    [
      'a jwks_uri on an origin of endless length',
      answers({ [DISCOVERY]: body({ ...found, jwks_uri: `https://${'a'.repeat(1000)}.example/k` }) }),
      `${DISCOVERY}: the discovery document names keys on another origin`,
    ],
    [
      'a key set that is not there',
      answers({ [DISCOVERY]: body(found), [KEYS]: { status: 404 } }),
      `${KEYS}: status 404`,
    ],
    [
      'a redirect',
      answers({
        [DISCOVERY]: body(found),
        [KEYS]: { status: 302, headers: { location: 'https://login.example/?SECRET' } },
      }),
      `${KEYS}: status 302 to https://login.example, and no redirect is followed`,
    ],
    [
      'a page',
      answers({
        [DISCOVERY]: body(found),
        [KEYS]: { headers: { 'content-type': 'text/html; charset=utf-8' } },
      }),
      `${KEYS}: the answer is text/html, and not JSON`,
    ],
    [
      'something that only says that it is JSON',
      answers({ [DISCOVERY]: body(found), [KEYS]: { headers: json, body: Buffer.from('SECRET') } }),
      `${KEYS}: the answer is not a JSON object`,
    ],
    [
      'a member twice',
      answers({ [DISCOVERY]: body(found), [KEYS]: { body: Buffer.from('{"keys":[],"keys":[]}') } }),
      `${KEYS}: the answer has a member twice in one object`,
    ],
    [
      'JSON that is nested too deeply',
      answers({
        [DISCOVERY]: body(found),
        [KEYS]: { body: Buffer.from(`{"a":${'['.repeat(20)}${']'.repeat(20)}}`) },
      }),
      `${KEYS}: the answer is not JSON of at most 10 levels`,
    ],
    [
      'JSON with too many members',
      answers({ [DISCOVERY]: body(found), [KEYS]: body({ a: Array(10_001).fill(1) }) }),
      `${KEYS}: the answer is not JSON of fewer than 10000 members and elements`,
    ],
    [
      'JSON with a number that is none',
      answers({ [DISCOVERY]: body(found), [KEYS]: { body: Buffer.from('{"a":1e999}') } }),
      `${KEYS}: the answer is not a JSON object`,
    ],
    [
      'no list of keys',
      answers({ [DISCOVERY]: body(found), [KEYS]: body({ keys: {} }) }),
      `${KEYS}: the key set has no list of keys`,
    ],
    [
      'a system error, with its code alone',
      () => Promise.reject(Object.assign(new Error('10.0.0.1 SECRET'), { code: 'ENOTFOUND' })),
      `${DISCOVERY}: ENOTFOUND (the name is not known here)`,
    ],
    ['an error of the application', () => Promise.reject(new Error('down\nSECRET')), `${DISCOVERY}: down`],
    [
      'a fetcher that throws',
      () => {
        throw new Error('down');
      },
      `${DISCOVERY}: down`,
    ],
  ])('names the address and what came: %s', async (_what, fetcher, reason) => {
    const fetching = fetchKeys('https://id.example', { discovery: 'oidc' }, strictly(fetcher));
    const error: unknown = await fetching.catch((each: unknown) => each);
    expect(error).toBeInstanceOf(FetchFailure);
    expect(error).toHaveProperty('message', reason);
  });

  it('names an address without its query, and is bounded', async () => {
    const jwksUri = `https://id.example/${'a'.repeat(1000)}?appid=SECRET`;
    const fetching = fetchKeys('x', { jwksUri }, strictly(answers({ [jwksUri]: { status: 404 } })));
    await expect(fetching).rejects.toThrow(/^https:\/\/id\.example\/a{131}…\?…: status 404$/u);
  });

  it('keeps Retry-After', async () => {
    const fetcher = answers({ [KEYS]: { status: 429, headers: { 'retry-after': '7' } } });
    const error: unknown = await fetchKeys('x', { jwksUri: KEYS }, strictly(fetcher)).catch(
      (each: unknown) => each,
    );
    expect([String(error), retryAfterOf(error, 0)]).toEqual([`BadStatus: ${KEYS}: status 429`, 7_000]);
  });
});

describe('discovery and keys together', () => {
  it('have the time of one fetch', async () => {
    const limits: number[] = [];
    const documents = fetching({
      'https://id.example/.well-known/openid-configuration': {
        issuer: 'https://id.example',
        jwks_uri: 'https://id.example/k',
      },
      'https://id.example/k': { keys: [] },
    });
    const fetcher: KeyFetcher = async (url, { timeoutMs, maxBytes }) => {
      limits.push(timeoutMs);
      await new Promise((resolve) => setTimeout(resolve, 30));
      return documents(url, { timeoutMs, maxBytes });
    };
    await fetchKeys('https://id.example', { discovery: 'oidc' }, strictly(fetcher));
    expect(limits[0]).toBeLessThanOrEqual(FETCH_LIMITS.timeoutMs);
    expect(limits[1]).toBeLessThanOrEqual(FETCH_LIMITS.timeoutMs - 25);
  });
});

describe('over a real connection', () => {
  it('discovery and keys are fetched', async () => {
    const { url, asked } = await serveJson((own) => ({
      '/realms/a/.well-known/openid-configuration': {
        issuer: `${own}/realms/a`,
        jwks_uri: `${own}/realms/a/keys`,
      },
      '/realms/a/keys': { keys: [KEY] },
    }));
    expect(await fetchKeys(`${url}/realms/a`, { discovery: 'oidc' }, LOOPBACK)).toEqual([KEY]);
    expect(asked).toEqual(['/realms/a/.well-known/openid-configuration', '/realms/a/keys']);
  });

  it('a redirect is not followed, not even to the same server', async () => {
    const { url, asked } = await serve((_request, response) =>
      response.writeHead(302, { location: '/keys' }).end(),
    );
    await expect(fetchKeys('x', { jwksUri: `${url}/moved` }, LOOPBACK)).rejects.toThrow('status 302');
    expect(asked).toEqual(['/moved']);
  });

  it('a body over the limit is not read', async () => {
    const { url } = await serve((_request, response) => response.end('x'.repeat(FETCH_LIMITS.maxBytes + 1)));
    await expect(fetchKeys('x', { jwksUri: url }, LOOPBACK)).rejects.toThrow('more than 262144 bytes');
  });
});
