/**
 * Ways to set up a Nest application, on either platform, each with every handler of the matrix. Decorators are called,
 * not written, so that no compiler option is needed.
 */

import 'reflect-metadata';
import { Module, VersioningType, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { IncomingMessage, Server } from 'node:http';
import type { Verifier } from '@org/jwt-core';
// eslint-disable-next-line @nx/enforce-module-boundaries -- this file also runs outside of the package
import { JwtPolicyModule } from '@org/jwt-nestjs';
import type { RawHttpJournal, RawHttpOptions } from '@org/jwt-testing/wire';
import {
  createCatchAll,
  createController,
  createOtherVersion,
  type Platform,
} from './raw-http-controllers.js';

export { PLATFORMS } from './raw-http-controllers.js';
export type { Platform } from './raw-http-controllers.js';

/** One way. */
export interface Setup {
  readonly place: RawHttpOptions;
  readonly controllers: (journal: RawHttpJournal, platform: Platform) => Type[];
  readonly configure?: (app: INestApplication) => void;
  /** Whether Fastify shall take as many spellings for the same path as it can. */
  readonly isLenient?: boolean;
}

/** A server under test. */
export interface RunningServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Every way. */
export const SETUPS: Readonly<Record<string, Setup>> = {
  'as it comes': { place: {}, controllers: (journal, platform) => [createController(journal, platform)] },
  'a prefix, and versions in the path': {
    place: { prefix: '/shop/v1' },
    controllers: (journal, platform) => [
      createController(journal, platform, '1'),
      createOtherVersion(journal, platform, '2'),
    ],
    configure: (app) => {
      app.setGlobalPrefix('shop');
      app.enableVersioning({ type: VersioningType.URI });
    },
  },
  'versions in a header': {
    place: { lines: ['X-Version: 1'] },
    controllers: (journal, platform) => [
      createController(journal, platform, '1'),
      createOtherVersion(journal, platform, '2'),
    ],
    configure: (app) => {
      app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
    },
  },
  'a lenient router, rewriting, and a handler for everything else': {
    place: {},
    controllers: (journal, platform) => [
      createController(journal, platform),
      createCatchAll(journal, platform === 'express' ? '*rest' : '*'),
    ],
    configure: (app) => {
      app.use(rewrite);
    },
    isLenient: true,
  },
};

/** Starts an application that is set up in one of the ways. */
export async function startServer(
  platform: Platform,
  { controllers, configure, isLenient = false }: Setup,
  verifier: Verifier,
  journal: RawHttpJournal,
): Promise<RunningServer> {
  const module = {
    module: AppModule,
    imports: [JwtPolicyModule.forRoot({ verifier })],
    controllers: controllers(journal, platform),
  };
  const adapter = platform === 'express' ? new ExpressAdapter() : fastify(isLenient);
  const app = await NestFactory.create(module, adapter, { logger: false, abortOnError: false });
  configure?.(app);
  journal.watch(app.getHttpServer() as Server);
  await app.listen(0, '127.0.0.1');
  return {
    port: Number(new URL(await app.getUrl()).port),
    close: async () => {
      await app.close();
      await verifier.close();
    },
  };
}

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- decorated below
class AppModule {}
Module({})(AppModule);

function fastify(isLenient: boolean): FastifyAdapter {
  if (!isLenient) return new FastifyAdapter();
  return new FastifyAdapter({
    routerOptions: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
    },
    useSemicolonDelimiter: true,
  });
}

/** What method-override and the headers of some proxies do. Fastify has chosen the route by then. */
function rewrite(req: IncomingMessage, _res: unknown, next: () => void): void {
  const { 'x-http-method-override': method, 'x-original-url': original, 'x-rewrite-url': url } = req.headers;
  // Not to HEAD: the platform would leave out the body that Node has announced.
  if (typeof method === 'string' && method !== 'HEAD') req.method = method.toUpperCase();
  if (typeof original === 'string') req.url = original;
  else if (typeof url === 'string') req.url = url;
  next();
}
