import { createServer, connect, type ClientHttp2Session, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createJournal, createRawHttpKit, type RawHttpKit } from '@org/jwt-testing/wire';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKoaAccess } from '../src/index.js';

const HOST = 't-eu.example';

let kit: RawHttpKit;
let server: Http2Server;
let session: ClientHttp2Session;

beforeAll(async () => {
  kit = await createRawHttpKit();
  const app = new Koa();
  app.use(createKoaAccess(await kit.createVerifier(createJournal())).guard());
  app.use((ctx) => {
    ctx.body = 'ran';
  });
  const handle = app.callback();
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  session = connect(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});

afterAll(async () => {
  session.close();
  await new Promise((resolve) => server.close(resolve));
  await kit.close();
});

/** The status of one request. */
function ask(headers: Readonly<Record<string, string | readonly string[]>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':authority': HOST, ...headers });
    stream.on('response', (answer) => {
      resolve(answer[':status']);
    });
    stream.on('error', reject);
    stream.resume();
  });
}

describe('over HTTP/2', () => {
  it.each<[string, Readonly<Record<string, string | readonly string[]>>, number]>([
    ['a token that may', { ':path': '/api/admin' }, 200],
    ['a token that may not', { ':path': '/admin' }, 403],
    ['a token in the query as well', { ':path': '/api/admin?access_token=x' }, 400],
    ['another spelling of the path', { ':path': '/api/%61dmin' }, 403],
    ['the tenant of the authority', { ':path': '/welcome' }, 200],
    ['the tenant of the authority and of the host', { ':path': '/welcome', host: HOST }, 200],
    ['another tenant in the host', { ':path': '/welcome', host: 't-us.example' }, 403],
    ['the tenant in a line', { ':path': '/report', 'x-tenant': 't-eu' }, 200],
    ['a tenant in each of two lines', { ':path': '/report', 'x-tenant': ['t-eu', 't-us'] }, 403],
  ])('%s', async (_what, headers, status) => {
    expect(await ask({ authorization: `Bearer ${kit.tokens.reader}`, ...headers })).toBe(status);
  });

  it('no token', async () => {
    expect(await ask({ ':path': '/api/admin' })).toBe(401);
    expect(await ask({ ':path': '/health' })).toBe(200);
  });
});
