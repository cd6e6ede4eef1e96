import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describeHttp2 } from '@org/adapter-contract';
import { createJournal } from '@org/jwt-testing/wire';
import Koa from 'koa';
import { createKoaAccess } from '../src/index.js';

describeHttp2(
  'Koa',
  async (kit) => {
    const jwt = createKoaAccess(await kit.createVerifier(createJournal()));
    const app = new Koa().use(jwt.guard()).use((ctx) => {
      ctx.body = 'ran';
    });
    const handle = app.callback();
    const server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
      close: () => new Promise((resolve) => server.close(resolve)),
    };
  },
  [['another spelling of the path', { ':path': '/api/%61dmin' }, 403]],
);
