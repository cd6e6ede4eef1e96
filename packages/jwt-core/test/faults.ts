/** How a provider can fail, each as one row. */

import { gzipSync } from 'node:zlib';
import type { Answer, StubProvider } from './stub-provider.js';

/** One way to fail. */
export interface Fault {
  readonly name: string;
  /** What is logged of it. */
  readonly reason: RegExp;
  /** It needs TLS. */
  readonly isSecure?: true;
  /** Only the time limit ends it. */
  readonly isSlow?: true;
  /** The name of the provider cannot be resolved. */
  readonly hasNoName?: true;
  begin(provider: StubProvider): void;
  end(provider: StubProvider): void | Promise<void>;
}

function answering(name: string, reason: RegExp, answer: Answer): Fault {
  return {
    name,
    reason,
    begin: (provider) => {
      provider.answer = answer;
    },
    end: (provider) => {
      provider.answer = undefined;
    },
  };
}

const status = (code: number, headers: Readonly<Record<string, string>> = {}): Fault =>
  answering(
    `${String(code)}${'retry-after' in headers ? ' with Retry-After' : ''}`,
    /^status \d{3}$/u,
    (_request, response) => response.writeHead(code, headers).end(),
  );

/** Discovery is right, and the key set is this. */
const keySet = (
  name: string,
  reason: RegExp,
  type: string,
  body: (provider: StubProvider) => string,
): Fault =>
  answering(name, reason, (request, response, provider) => {
    if (request.url !== '/keys') return provider.respondNormally(request, response);
    response.writeHead(200, { 'content-type': type }).end(body(provider));
  });

const certificate = (name: string, reason: RegExp, show: (provider: StubProvider) => void): Fault => ({
  name,
  reason,
  isSecure: true,
  begin: show,
  end: (provider) => {
    provider.present('localhost');
  },
});

const MEGABYTE = Buffer.alloc(1_048_576, 0x20);

const pour: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  let megabytes = 0;
  const write = (): void => {
    megabytes += 1;
    if (megabytes > 64) response.end();
    else if (response.write(MEGABYTE)) setImmediate(write);
    else response.once('drain', write);
  };
  write();
};

const drip: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write('{'), 50);
  response.once('close', () => {
    clearInterval(timer);
  });
};

const json = 'application/json';
const publicPart = (provider: StubProvider): string => JSON.stringify({ keys: provider.keys });

/** While it lasts, nothing is to be had from the provider. */
export const OUTAGES: readonly Fault[] = [
  {
    name: 'connection refused',
    reason: /^ECONNREFUSED$/u,
    begin: (provider) => {
      provider.stop();
    },
    end: (provider) => provider.restart(),
  },
  answering('connection reset', /^ECONNRESET$/u, (request) => request.socket.resetAndDestroy()),
  {
    name: 'DNS failure',
    reason: /^(?:ENOTFOUND|EAI_\w+)$/u,
    hasNoName: true,
    begin: () => undefined,
    end: () => undefined,
  },
  certificate('TLS: certificate of another host', /^ERR_TLS_CERT_ALTNAME_INVALID$/u, (provider) => {
    provider.present('other.example');
  }),
  certificate('TLS: expired certificate', /^CERT_HAS_EXPIRED$/u, (provider) => {
    provider.present('localhost', new Date(Date.now() - 60_000));
  }),
  { ...answering('slow headers', /^no answer within \d+ ms$/u, () => undefined), isSlow: true },
  { ...answering('slow body', /^no answer within \d+ ms$/u, drip), isSlow: true },
  answering('64 MB body', /^more than \d+ bytes$/u, pour),
  answering('gzip bomb', /^the body is compressed$/u, (_request, response) =>
    response.writeHead(200, { 'content-type': json, 'content-encoding': 'gzip' }).end(gzipSync(MEGABYTE)),
  ),
  keySet('truncated JSON', /^the answer is not a JSON object$/u, json, (provider) =>
    publicPart(provider).slice(0, -9),
  ),
  keySet(
    'HTML with 200',
    /^the type of the answer is not JSON$/u,
    'text/html',
    () => '<title>Sign in</title>',
  ),
  keySet(
    'HTML that says it is JSON',
    /^the answer is not a JSON object$/u,
    json,
    () => '<title>Sign in</title>',
  ),
  status(204),
  status(302, { location: '/keys' }),
  status(404),
  status(429, { 'retry-after': '7' }),
  status(500),
  status(503),
  keySet('empty set', /^no key of the set can be used: the set is empty$/u, json, () => '{"keys":[]}'),
  keySet('10,000 keys', /^the key set has more than 100 keys$|^more than \d+ bytes$/u, json, ({ keys }) =>
    JSON.stringify({ keys: Array.from({ length: 10_000 }, () => keys[0]) }),
  ),
  keySet('101 keys', /^the key set has more than 100 keys$/u, json, ({ keys }) =>
    JSON.stringify({ keys: Array.from({ length: 101 }, () => keys[0]) }),
  ),
  {
    name: 'issuer mismatch in discovery',
    reason: /^the discovery document names another issuer$/u,
    begin: (provider) => {
      provider.claimedIss = 'https://evil.example';
    },
    end: (provider) => {
      provider.claimedIss = undefined;
    },
  },
];
