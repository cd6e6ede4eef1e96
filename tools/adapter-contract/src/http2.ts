import { connect, type ClientHttp2Session } from 'node:http2';
import { createRawHttpKit, type RawHttpKit } from '@org/jwt-testing/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const HOST = 't-eu.example';

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A server of the raw HTTP kit's policy over HTTP/2. */
export interface Http2Server {
  readonly url: string;
  readonly close: () => Promise<unknown>;
}

/** One request after the other over HTTP/2, where some facts of a request come in another form. */
export function describeHttp2(
  name: string,
  start: (kit: RawHttpKit) => Promise<Http2Server>,
  others: readonly (readonly [what: string, headers: Headers, status: number])[] = [],
): void {
  let kit: RawHttpKit;
  let server: Http2Server;
  let session: ClientHttp2Session;

  beforeAll(async () => {
    kit = await createRawHttpKit();
    server = await start(kit);
    session = connect(server.url);
  });

  afterAll(async () => {
    session.close();
    await server.close();
    await kit.close();
  });

  const statusOf = (headers: Headers): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ':authority': HOST, ...headers });
      stream.on('response', (answer) => {
        resolve(answer[':status']);
      });
      stream.on('error', reject);
      stream.resume();
    });

  describe(`${name} over HTTP/2`, () => {
    it.each<readonly [string, Headers, number]>([
      ['a token that may', { ':path': '/api/admin' }, 200],
      ['a token that may not', { ':path': '/admin' }, 403],
      ['a token in the query as well', { ':path': '/api/admin?access_token=x' }, 400],
      ['the tenant of the authority', { ':path': '/welcome' }, 200],
      ['the tenant of the authority and of the host', { ':path': '/welcome', host: HOST }, 200],
      ['another tenant in the host', { ':path': '/welcome', host: 't-us.example' }, 403],
      ['the tenant in a line', { ':path': '/report', 'x-tenant': 't-eu' }, 200],
      ['a tenant in each of two lines', { ':path': '/report', 'x-tenant': ['t-eu', 't-us'] }, 403],
      ...others,
    ])('%s', async (_what, headers, status) => {
      expect(await statusOf({ authorization: `Bearer ${kit.tokens.reader}`, ...headers })).toBe(status);
    });

    it('no token', async () => {
      expect(await statusOf({ ':path': '/api/admin' })).toBe(401);
      expect(await statusOf({ ':path': '/health' })).toBe(200);
    });
  });
}
