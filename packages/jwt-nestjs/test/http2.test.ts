import 'reflect-metadata';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { connect, type ClientHttp2Session } from 'node:http2';
import { createJournal, createRawHttpKit, type RawHttpKit } from '@org/jwt-testing/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JwtPolicyModule } from '../src/index.js';
import { createController } from './raw-http-controllers.js';

const HOST = 't-eu.example';

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- decorated below
class AppModule {}
Module({})(AppModule);

let kit: RawHttpKit;
let app: INestApplication;
let session: ClientHttp2Session;

beforeAll(async () => {
  kit = await createRawHttpKit();
  const journal = createJournal();
  const module = {
    module: AppModule,
    imports: [JwtPolicyModule.forRoot({ verifier: await kit.createVerifier(journal) })],
    controllers: [createController(journal)],
  };
  const adapter = new FastifyAdapter({ http2: true });
  app = await NestFactory.create(module, adapter, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  session = connect(await app.getUrl());
});

afterAll(async () => {
  session.close();
  await app.close();
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

describe('Fastify over HTTP/2', () => {
  it.each<[string, Readonly<Record<string, string | readonly string[]>>, number]>([
    ['a token that may', { ':path': '/api/admin' }, 200],
    ['a token that may not', { ':path': '/admin' }, 403],
    ['a token in the query as well', { ':path': '/api/admin?access_token=x' }, 400],
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
