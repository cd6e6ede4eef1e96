/** The conformance routes on Express, after the adapter. */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Verifier } from '@org/jwt-core';
// By its public name, because this file also runs with an installed package.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { createExpressAccess, getAuth } from '@org/jwt-express';
import { answerOf, CONFORMANCE_ROUTES } from '@org/jwt-testing';
import type { ConformanceBinding } from '@org/jwt-testing/conformance';
import express, { type Express, type RequestHandler } from 'express';

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
  binding: ConformanceBinding,
): Promise<ConformanceServer> {
  const jwt = createExpressAccess(verifier);
  const app = express();
  let handlerRuns = 0;
  const answer: RequestHandler = (req, res) => {
    handlerRuns += 1;
    res.json(answerOf(getAuth(req)));
  };
  if (binding === 'guard') app.use(jwt.guard());
  for (const { method, path, operation } of CONFORMANCE_ROUTES) {
    const handlers = binding === 'named' ? [jwt.operation(operation), answer] : [answer];
    app[method === 'GET' ? 'get' : 'post'](path.replace(/\{(\w+)\}/gu, ':$1'), ...handlers);
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

function listen(app: Express): Promise<Server> {
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}
