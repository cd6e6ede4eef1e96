/**
 * The handlers of the conformance kit in a Nest application, on either platform. Decorators are called, not written, so
 * that no compiler option is needed.
 */

import 'reflect-metadata';
import { Controller, Get, HttpCode, Module, Post, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Identity, Verifier } from '@org/jwt-core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { Auth, JwtPolicyModule, Operation } from '@org/jwt-nestjs';
import { answerOf, CONFORMANCE_ROUTES } from '@org/jwt-testing';
import type { ConformanceRoute } from '@org/jwt-testing/conformance';

export const PLATFORMS = ['express', 'fastify'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** A server under test. */
export interface ConformanceServer {
  readonly port: number;
  /** How many times a handler has run. */
  readonly handlerRuns: () => number;
  readonly close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function startConformanceServer(
  platform: Platform,
  verifier: Verifier,
): Promise<ConformanceServer> {
  let runs = 0;
  const controller = createController(() => {
    runs += 1;
  });
  const app = await create(platform, {
    module: AppModule,
    imports: [JwtPolicyModule.forRoot({ verifier })],
    controllers: [controller],
  });
  await app.listen(0, '127.0.0.1');
  const port = Number(new URL(await app.getUrl()).port);
  return { port, handlerRuns: () => runs, close: () => app.close() };
}

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- decorated below
class AppModule {}
Module({})(AppModule);

function create(
  platform: Platform,
  module: Parameters<typeof NestFactory.create>[0],
): Promise<INestApplication> {
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  return NestFactory.create(module, adapter, { logger: false, abortOnError: false });
}

/** One method for each operation. */
function createController(onRun: () => void): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its methods below
  class OrdersController {}
  const { prototype } = OrdersController;
  for (const route of CONFORMANCE_ROUTES) {
    const value = (identity: Identity | undefined): unknown => {
      onRun();
      return answerOf(identity);
    };
    Object.defineProperty(prototype, route.operation, { value, configurable: true, writable: true });
    Reflect.decorate(decoratorsOf(route), prototype, route.operation, { value });
    Auth()(prototype, route.operation, 0);
  }
  Controller()(OrdersController);
  return OrdersController;
}

function decoratorsOf({ method, path, operation }: ConformanceRoute): MethodDecorator[] {
  const pattern = path.replace(/\{(\w+)\}/gu, ':$1');
  return [method === 'GET' ? Get(pattern) : Post(pattern), HttpCode(200), Operation(operation)];
}
