import 'reflect-metadata';
import { Controller, Get, HttpCode, Module, Res, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  createJournal,
  createRawHttpKit,
  RAN_HEADER,
  RAW_HTTP_LITERALS,
  runRawHttpLiterals,
  type RawHttpJournal,
  type RawHttpKit,
} from '@org/jwt-testing/wire';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JwtPolicyModule, Operation } from '../src/index.js';

let kit: RawHttpKit;

beforeAll(async () => {
  kit = await createRawHttpKit();
});

afterAll(() => kit.close());

interface PlatformResponse {
  header(name: string, value: string): unknown;
}

/** Handlers for the literals as this platform writes them, and one for every other text in each folder. */
function createController(journal: RawHttpJournal, write: (literal: string, text: string) => string): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its methods below
  class LiteralsController {}
  const prototype = LiteralsController.prototype;
  const add = (name: string, path: string, operation: string): void => {
    const value = (response: PlatformResponse): object => {
      response.header(RAN_HEADER, journal.ran(operation));
      return {};
    };
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
    Reflect.decorate([Get(path), HttpCode(200), Operation(operation)], prototype, name, { value });
    Res({ passthrough: true })(prototype, name, 0);
  };
  const [first] = RAW_HTTP_LITERALS;
  for (const { operation, folder, literal, text } of RAW_HTTP_LITERALS) {
    add(operation, `${folder}/${write(literal, text)}`, operation);
    add(`${operation}_any`, `${folder}/:any`, first?.operation ?? '');
  }
  Controller()(LiteralsController);
  return LiteralsController;
}

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- decorated below
class AppModule {}
Module({})(AppModule);

describe('the operation that is judged for a literal is that of the handler that runs', () => {
  it.each([
    {
      platform: 'Express',
      adapter: () => new ExpressAdapter(),
      write: (literal: string) => literal.replace(/[^\w%-]/gu, String.raw`\$&`),
    },
    {
      platform: 'Fastify',
      adapter: () => new FastifyAdapter(),
      // find-my-way decodes a path before it compares.
      write: (_literal: string, text: string) => text.replace(':', '::'),
    },
  ])('with $platform', async ({ adapter, write }) => {
    const journal = createJournal();
    const verifier = await kit.createLiteralsVerifier(journal);
    const module = {
      module: AppModule,
      imports: [JwtPolicyModule.forRoot({ verifier })],
      controllers: [createController(journal, write)],
    };
    const app = await NestFactory.create(module, adapter(), { logger: false, abortOnError: false });
    journal.watch(app.getHttpServer() as Server);
    await app.listen(0, '127.0.0.1');
    const { faults, sent } = await runRawHttpLiterals({
      port: Number(new URL(await app.getUrl()).port),
      journal,
    });
    await app.close();
    await verifier.close();
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThan(240);
  });
});
