import { once } from 'node:events';
import { createServer } from 'node:http';
import { getAuth, createKoaAccess } from '@org/jwt-koa';
import Koa from 'koa';
import { closeServer, urlOf, type StartService } from './service.js';

/** Orders, on Koa: guarded by the file alone. */
export const startOrders: StartService = async (verifier) => {
  const jwt = createKoaAccess(verifier);
  const app = new Koa();
  app.use(jwt.guard());
  app.use((ctx) => {
    const auth = getAuth(ctx);
    ctx.body = { service: 'orders', caller: auth?.subject, operation: auth?.operation };
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { name: 'orders', framework: 'Koa', url: urlOf(server), close: () => closeServer(server) };
};
