/**
 * Nest applications that register the module in every way, right and wrong. Decorators are called, not written, so that
 * no compiler option is needed.
 */

import 'reflect-metadata';
import {
  Controller,
  Get,
  Module,
  Scope,
  type INestApplication,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { Operation } from '@org/jwt-nestjs';

export const PLATFORMS = ['express', 'fastify'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** One way to register the module. */
export interface Way {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly providers?: ModuleMetadata['providers'];
  /** What a test puts in the place of something: then Nest's testing module makes the application. */
  readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** Called with the application before it starts. */
  readonly configure?: (app: INestApplication) => unknown;
  readonly moduleIds?: 'reference' | 'deep-hash';
}

export type GuardedWay = readonly [name: string, register: () => Way];
/** Why the application does not start, and how it is registered. */
export type RejectedWay = readonly [name: string, message: RegExp, register: () => Way];

/** What became of an application: why it did not start, or what it answers to callers without a token. */
export type Outcome = { readonly rejected: unknown } | { readonly statuses: readonly number[] };

interface ControllerOptions {
  readonly areMarked: boolean;
  readonly prefix?: string;
}

const PATHS = ['of-method', 'of-class', 'of-request', 'of-durable', 'of-transient'];

/** Starts an application, asks each of its handlers, and ends it. */
export async function tryWay(
  platform: Platform,
  register: () => Way,
  options: ControllerOptions,
): Promise<Outcome> {
  try {
    const app = await startApp(platform, register(), options);
    const url = await app.getUrl();
    const answers = await Promise.all(PATHS.map((path) => fetch(`${url}/${path}`)));
    await app.close();
    return { statuses: answers.map(({ status }) => status) };
  } catch (error) {
    return { rejected: error };
  }
}

/** Listens on a free port of 127.0.0.1. */
export async function startApp(
  platform: Platform,
  way: Way,
  options: ControllerOptions,
): Promise<INestApplication> {
  const app = await createApp(platform, way, options);
  await way.configure?.(app);
  await app.listen(0, '127.0.0.1');
  return app;
}

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- decorated below
class AppModule {}
Module({})(AppModule);

async function createApp(
  platform: Platform,
  { imports, providers = [], override, moduleIds = 'reference' }: Way,
  options: ControllerOptions,
): Promise<INestApplication> {
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const metadata = { imports, providers, controllers: createControllers(options) };
  if (override === undefined) {
    return NestFactory.create({ module: AppModule, ...metadata }, adapter, {
      logger: false,
      abortOnError: false,
      moduleIdGeneratorAlgorithm: moduleIds,
    });
  }
  const testing = await override(Test.createTestingModule(metadata)).compile();
  return testing.createNestApplication(adapter, { logger: false });
}

/** A handler that is marked itself, one whose class is, and handlers of controllers that Nest makes again and again. */
export function createControllers({ areMarked, prefix = '' }: ControllerOptions): Type[] {
  const marks = areMarked ? [Operation('listOrders')] : [];
  const scopes = {
    'of-method': {},
    'of-request': { scope: Scope.REQUEST },
    'of-durable': { scope: Scope.REQUEST, durable: true },
    'of-transient': { scope: Scope.TRANSIENT },
  };
  const ofMethods = Object.entries(scopes).map(([path, options]) => {
    const type = createController(marks);
    Controller({ path: `${prefix}/${path}`, ...options })(type);
    return type;
  });
  const ofClass = createController([]);
  Controller(`${prefix}/of-class`)(ofClass);
  for (const mark of marks) mark(ofClass);
  return [...ofMethods, ofClass];
}

function createController(marks: readonly MethodDecorator[]): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- gets its method below
  const type = class OrdersController {};
  const descriptor = { value: () => 'served', configurable: true, writable: true };
  Object.defineProperty(type.prototype, 'list', descriptor);
  Reflect.decorate([...marks, Get()], type.prototype, 'list', descriptor);
  return type;
}
