/** The conformance routes on Koa, behind the adapter. */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Verifier } from '@org/jwt-core';
// By its public name, because this file also runs beside an installed package.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { getAuth, koaJwtPolicy } from '@org/jwt-koa';
import { answerOf, CONFORMANCE_ROUTES, type Binding } from '@org/jwt-testing';
import Koa, { type Middleware } from 'koa';

/** A server under test. */
export interface ConformanceServer {
  readonly port: number;
  /** How many times a handler has run until now. */
  readonly handlerRuns: () => number;
  readonly close: () => Promise<void>;
}

/** Starts the routes: with one guard in front of all of them, or each bound to its operation by name. */
export async function startConformanceServer(
  verifier: Verifier,
  binding: Binding,
): Promise<ConformanceServer> {
  const jwt = koaJwtPolicy(verifier);
  const app = new Koa();
  let handlerRuns = 0;
  const answer: Middleware = (ctx) => {
    handlerRuns += 1;
    ctx.body = answerOf(getAuth(ctx));
  };
  if (binding === 'guard') app.use(jwt.guard());
  for (const { method, path, operation } of CONFORMANCE_ROUTES) {
    const protect = binding === 'named' ? jwt.operation(operation) : undefined;
    app.use(route(method, path, protect === undefined ? [answer] : [protect, answer]));
  }
  const server = await listen(app);
  return {
    port: (server.address() as AddressInfo).port,
    handlerRuns: () => handlerRuns,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** What a router does with one route: matches method and path, decodes the parameters, runs the handlers. */
function route(method: string, path: string, handlers: readonly Middleware[]): Middleware {
  const names = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
  const pattern = new RegExp(`^${path.replace(/\{\w+\}/gu, '([^/]+)')}/?$`, 'u');
  return async (ctx, next) => {
    const values = pattern.exec(ctx.path)?.slice(1).map(decodeURIComponent);
    if (values === undefined || (ctx.method === 'HEAD' ? 'GET' : ctx.method) !== method) {
      await next();
      return;
    }
    ctx['params'] = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    const run = async (index: number): Promise<void> => {
      await handlers[index]?.(ctx, () => run(index + 1));
    };
    await run(0);
  };
}

function listen(app: Koa): Promise<Server> {
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}
