import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describeHttp2 } from '@org/adapter-contract';
import { createJournal } from '@org/jwt-testing/wire';
import { JwtPolicyModule } from '../src/index.js';
import { createController } from './raw-http-controllers.js';

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- decorated below
class AppModule {}
Module({})(AppModule);

describeHttp2('Nest on Fastify', async (kit) => {
  const journal = createJournal();
  const module = {
    module: AppModule,
    imports: [JwtPolicyModule.forRoot({ verifier: await kit.createVerifier(journal) })],
    controllers: [createController(journal, 'fastify')],
  };
  const adapter = new FastifyAdapter({ http2: true });
  const app = await NestFactory.create(module, adapter, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), close: () => app.close() };
});
