import 'reflect-metadata';
import { Controller, Get, HttpCode, Res, type Type } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { describeLiterals, type LiteralRoute, type LiteralsDriver } from '@org/adapter-contract';
import { RAN_HEADER, type RawHttpJournal } from '@org/jwt-testing/wire';
import { JwtPolicyModule, Operation } from '../src/index.js';
import { listenerOf } from './contract-driver.js';
import { createApp, type Platform } from './running-app.js';

interface PlatformResponse {
  header(name: string, value: string): unknown;
}

/** A handler for each route, which names the operation that it is judged as. */
function createController(journal: RawHttpJournal, routes: readonly LiteralRoute[]): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its methods below
  class LiteralsController {}
  const prototype = LiteralsController.prototype;
  for (const [index, { path, asks }] of routes.entries()) {
    const name = `handler${String(index)}`;
    const value = (response: PlatformResponse): object => {
      response.header(RAN_HEADER, journal.ran(asks));
      return {};
    };
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
    Reflect.decorate([Get(path), HttpCode(200), Operation(asks)], prototype, name, { value });
    Res({ passthrough: true })(prototype, name, 0);
  }
  Controller()(LiteralsController);
  return LiteralsController;
}

function driverOf(platform: Platform, name: string): LiteralsDriver {
  return {
    name,
    async serve(verifier, journal, routes) {
      const app = await createApp(platform, {
        imports: [JwtPolicyModule.forRoot({ verifier })],
        controllers: [createController(journal, routes)],
      });
      await app.init();
      return { listener: await listenerOf(platform, app.get(HttpAdapterHost).httpAdapter.getInstance()) };
    },
    // find-my-way decodes a path before it compares.
    ...(platform === 'fastify' && {
      write: ({ text }: { readonly text: string }) => text.replace(':', '::'),
    }),
  };
}

describeLiterals([driverOf('express', 'Nest on Express'), driverOf('fastify', 'Nest on Fastify')]);
