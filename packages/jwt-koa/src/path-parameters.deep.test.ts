/** What a guard judges is what the router gives to the handler: in every version of the router, in every spelling. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createJournal,
  createPathParameterKit,
  RAN_HEADER,
  type PathParameterKit,
  type RawHttpJournal,
} from '@org/jwt-testing/wire';
import type Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ROUTER_VERSIONS } from '../test/router-versions.js';
import { createKoaAccess, type KoaAccess } from './index.js';

let kit: PathParameterKit;

beforeAll(async () => {
  kit = await createPathParameterKit();
});

afterAll(() => kit.close());

type Wire = (jwt: KoaAccess, handler: Middleware, RouterClass: typeof Router) => Router;

const WIRINGS: Readonly<Record<string, Wire>> = {
  'a guard on the router': (jwt, handler, RouterClass) =>
    new RouterClass().use(jwt.guard()).get('/t/:tenant/x', handler),
  'a guard on the route': (jwt, handler, RouterClass) =>
    new RouterClass().get('/t/:tenant/x', jwt.guard(), handler),
  'a router with a prefix': (jwt, handler, RouterClass) =>
    new RouterClass({ prefix: '/t/:tenant' }).get('/x', jwt.guard(), handler),
  'a nested router': (jwt, handler, RouterClass) => {
    const inner = new RouterClass().get('/x', handler);
    return new RouterClass().use(jwt.guard()).use('/t/:tenant', inner.routes());
  },
  'a named operation': (jwt, handler, RouterClass) =>
    new RouterClass().get('/t/:tenant/x', jwt.operation('show'), handler),
};

async function start(app: Koa, journal: RawHttpJournal): Promise<Server> {
  const handle = app.callback();
  const server = createServer((req, res) => void handle(req, res));
  journal.watch(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return server;
}

describe.each(ROUTER_VERSIONS)('%s', (_version, RouterClass) => {
  it.each(Object.entries(WIRINGS))('judges the tenant that the handler is given: %s', async (_name, wire) => {
    const journal = createJournal();
    const verifier = await kit.createVerifier(journal);
    const app = new Koa();
    app.silent = true;
    const handler: Middleware = (ctx) => {
      const { tenant } = ctx['params'] as { readonly tenant: string };
      journal.ran('show', tenant);
      ctx.set(RAN_HEADER, 'show');
      ctx.body = {};
    };
    app.use(wire(createKoaAccess(verifier), handler, RouterClass).routes() as Middleware);
    const { port } = (await start(app, journal)).address() as AddressInfo;
    const { faults, sent } = await kit.run({ port, journal });
    await verifier.close();
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThan(900);
  });
});
