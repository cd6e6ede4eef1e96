/** Browsers ask before they send a token: `@koa/cors` answers, and what is denied can be read. */

import type { RequestListener } from 'node:http';
import { STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import cors from '@koa/cors';
import Koa from 'koa';
import { expect, it } from 'vitest';
import { createKoaAccess } from '../src/index.js';

const ORIGIN = 'https://app.example';

function guarded(): RequestListener {
  const jwt = createKoaAccess(stubVerifier(() => Promise.resolve(STUB_DENIED)));
  const app = new Koa();
  app.use(cors({ origin: ORIGIN }));
  app.use(jwt.guard());
  const handle = app.callback();
  return (request, response) => void handle(request, response);
}

it('answers a preflight with 204, without asking for a token', async () => {
  const headers = [
    ['Origin', ORIGIN],
    ['Access-Control-Request-Method', 'DELETE'],
    ['Access-Control-Request-Headers', 'authorization'],
  ] as const;
  const { status, header } = await serveOnce(guarded(), { method: 'OPTIONS', target: '/orders/1', headers });
  expect([status, header('access-control-allow-headers')]).toEqual([204, ['authorization']]);
});

it('lets the page read why its request was denied', async () => {
  const { status, header } = await serveOnce(guarded(), { headers: [['Origin', ORIGIN]] });
  expect([status, header('access-control-allow-origin')]).toEqual([401, [ORIGIN]]);
});
