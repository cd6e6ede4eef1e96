/** Browsers ask before they send a token: the `cors` middleware answers, and what is denied can be read. */

import { STUB_DENIED, stubVerifier } from '@org/jwt-testing';
import { serveOnce } from '@org/jwt-testing/wire';
import cors from 'cors';
import express from 'express';
import { expect, it } from 'vitest';
import { createExpressAccess } from '../src/index.js';

const ORIGIN = 'https://app.example';

function guarded(): express.Express {
  const jwt = createExpressAccess(stubVerifier(() => Promise.resolve(STUB_DENIED)));
  const app = express();
  app.use(cors({ origin: ORIGIN }));
  app.use(jwt.guard());
  return app;
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
