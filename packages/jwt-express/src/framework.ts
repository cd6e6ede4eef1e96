/** What Express does for the middlewares of core. */

import { sendNodeResponse, setNodeHeaders, type MiddlewareFramework } from '@org/jwt-core/adapter';
import type { ServerResponse } from 'node:http';
import { guardPlace, type GuardOptions } from './mount.js';
import type { Exchange, RoutedRequest } from './request.js';

/** A middleware for any route of Express 4 or 5. Generic, so that Express still infers the route's parameters. */
export type JwtMiddleware = <Params>(
  req: RoutedRequest<Params>,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

type GuardArguments = [options?: GuardOptions];

export const EXPRESS: MiddlewareFramework<Exchange, RoutedRequest, JwtMiddleware, GuardArguments> = {
  factory: 'createExpressAccess',
  key: ({ req }) => req,
  isAnswered: ({ res }) => res.headersSent,
  setHeaders({ res }, headers) {
    setNodeHeaders(res, headers);
  },
  respond({ res }, response) {
    sendNodeResponse(res, response);
  },
  named: ({ req }) => req,
  // Absolute form has its host in front, where a mount path does not fit.
  target: ({ req: { url, baseUrl } }) => (url.startsWith('/') ? baseUrl + url : url),
  params: ({ req }) => ({ ...req.params }),
  guardArguments: 1,
  guardPlace,
  // Express 4 does not know promises: none may reject here, and `next` is called exactly once.
  middleware: (run) => (req, res, next) => {
    run({ req, res }).then((isAllowed) => {
      if (isAllowed) next();
    }, next);
  },
  // `app.use()` asks whether a middleware is an application of its own.
  reads: ['handle'],
};
