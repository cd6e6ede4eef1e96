// Express and Koa after their adapters. They are bundled, and run where there is no node_modules.
import { createExpressAccess, getAuth as getExpressAuth } from '@org/jwt-express';
import { createKoaAccess, getAuth as getKoaAuth } from '@org/jwt-koa';
import { answerOf, CONFORMANCE_ROUTES, createConformanceKit, runConformance } from '@org/jwt-testing';
import express from 'express';
import Koa from 'koa';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

type Kit = Awaited<ReturnType<typeof createConformanceKit>>;

async function expressApp(kit: Kit): Promise<RequestListener> {
  const app = express();
  app.use(createExpressAccess(await kit.createVerifier()).guard());
  for (const { path } of CONFORMANCE_ROUTES)
    app.all(path.replace(/\{(\w+)\}/gu, ':$1'), (req, res) => void res.json(answerOf(getExpressAuth(req))));
  return app;
}

async function koaApp(kit: Kit): Promise<RequestListener> {
  const app = new Koa();
  app.use(createKoaAccess(await kit.createVerifier()).guard());
  app.use((ctx) => {
    ctx.body = answerOf(getKoaAuth(ctx));
  });
  const listener = app.callback();
  return (req, res) => void listener(req, res);
}

async function main(): Promise<void> {
  const kit = await createConformanceKit();
  for (const listener of [await expressApp(kit), await koaApp(kit)]) {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const results = await runConformance({ kit, port, verifier: await kit.createVerifier() });
    assert.deepEqual(
      results.filter(({ ok }) => !ok),
      [],
    );
    assert.ok(results.length > 20);
    server.close();
    server.closeAllConnections();
  }
  await kit.close();
  console.log('OK');
}

void main();
