/** Express takes no requests over HTTP/2 by itself; with http2-express, Express 4 does. */

import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describeHttp2 } from '@org/adapter-contract';
import { createJournal } from '@org/jwt-testing/wire';
import http2Express from 'http2-express';
import { createExpressAccess } from '../src/index.js';
import { EXPRESS_VERSIONS } from './express-versions.js';

describeHttp2('Express 4 with http2-express', async (kit) => {
  const [, express4] = EXPRESS_VERSIONS.find(([version]) => version === 'Express 4') ?? [];
  if (express4 === undefined) throw new Error('There is no Express 4.');
  const jwt = createExpressAccess(await kit.createVerifier(createJournal()));
  const app = http2Express(express4);
  app.use(jwt.guard(), (_req, res) => {
    res.end('ran');
  });
  const server = createServer(app as unknown as Parameters<typeof createServer>[0]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
});
