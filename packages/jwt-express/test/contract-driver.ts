/** Express, as the contract of all adapters drives it. */

import {
  allOf,
  FORGED,
  observe,
  ROUTE,
  splitAsks,
  type AdapterDriver,
  type Ask,
} from '@org/adapter-contract';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { createExpressAccess, getAuth, type ExpressAccess, type ExpressAccessOptions } from '../src/index.js';

const forge: RequestHandler = (req, _res, next) => {
  Object.assign(req, { auth: FORGED });
  next();
};

function middlewareOf(jwt: ExpressAccess, ask: Ask): RequestHandler {
  if (typeof ask === 'object') return jwt.operation(ask.operation);
  if (ask === 'guard') return jwt.guard();
  return jwt.identify({ auth: ask === 'identify' ? 'required' : 'optional' });
}

export const expressDriver: AdapterDriver = {
  name: 'Express',
  asks: ['identify', 'identify, optional', 'guard', { operation: 'listOrders' }],
  serve({ verifier, asks, onDeny = 'respond', requestId, before, forges, onError }, { ran, caught }) {
    const named = requestId === 'header' ? (req: { headers: object }) => idOf(req) : requestId;
    const options = { onDeny, ...(named !== undefined && { requestId: named }) } as ExpressAccessOptions;
    const jwt = createExpressAccess(verifier, options);
    const [ofApplication, ofRoute] = splitAsks(asks).map((each) => each.map((ask) => middlewareOf(jwt, ask)));
    const handler: RequestHandler = (req, res) => {
      ran();
      res.json(observe(getAuth(req), Reflect.get(req, 'auth')));
    };
    // Express knows an error handler by its four parameters.
    // eslint-disable-next-line @typescript-eslint/no-unused-vars
    const errorHandler: ErrorRequestHandler = (error, req, res, _next) => {
      caught(error);
      res
        .status(418)
        .json(onError === 'shows the error' ? allOf(error) : observe(getAuth(req), Reflect.get(req, 'auth')));
    };
    const app = express().set('env', 'test');
    app.use((req, res, next) => {
      before?.(req, res);
      next();
    });
    if (forges === 'before') app.use(forge);
    app.use(...(ofApplication ?? []), (_req, _res, next) => {
      next();
    });
    app.get(ROUTE, ...(ofRoute ?? []), ...(forges === 'after' ? [forge] : []), handler);
    if (onError !== undefined) app.use(errorHandler);
    return { listener: app };
  },
};

function idOf({ headers }: { readonly headers: object }): string {
  return String(Reflect.get(headers, 'x-request-id'));
}
