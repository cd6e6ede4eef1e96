/** What a guard judges is what the router gives to the handler: in both versions, in every spelling. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createJournal,
  createPathParameterKit,
  RAN_HEADER,
  type PathParameterKit,
} from '@org/jwt-testing/wire';
import type { Express, RequestHandler } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPRESS_VERSIONS } from '../test/express-versions.js';
import { createExpressAccess, type ExpressAccess } from './index.js';

type Module = (typeof EXPRESS_VERSIONS)[number][1];

let kit: PathParameterKit;

beforeAll(async () => {
  kit = await createPathParameterKit();
});

afterAll(() => kit.close());

const WIRINGS: Readonly<
  Record<string, (app: Express, jwt: ExpressAccess, handler: RequestHandler, module: Module) => void>
> = {
  'a guard of the application': (app, jwt, handler) => {
    app.use(jwt.guard()).get('/t/:tenant/x', handler);
  },
  'a guard of the route': (app, jwt, handler) => {
    app.get('/t/:tenant/x', jwt.guard(), handler);
  },
  'a guard of a mounted router': (app, jwt, handler, { Router }) => {
    const guard = jwt.guard({ mountPath: '/t/:tenant' });
    app.use('/t/:tenant', Router({ mergeParams: true }).use(guard).get('/x', handler));
  },
  'a named operation': (app, jwt, handler) => {
    app.get('/t/:tenant/x', jwt.operation('show'), handler);
  },
};

describe.each(EXPRESS_VERSIONS)('%s', (_version, module) => {
  it.each(Object.entries(WIRINGS))('judges the tenant that the handler is given: %s', async (_name, wire) => {
    const journal = createJournal();
    const verifier = await kit.createVerifier(journal);
    const app = module().set('env', 'test');
    const handler: RequestHandler = (req, res) => {
      journal.ran('show', req.params['tenant'] as string);
      res.setHeader(RAN_HEADER, 'show').end();
    };
    wire(app, createExpressAccess(verifier), handler, module);
    const server = createServer(app);
    journal.watch(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { faults, sent } = await kit.run({ port: (server.address() as AddressInfo).port, journal });
    server.close();
    server.closeAllConnections();
    await verifier.close();
    expect(faults).toEqual([]);
    expect(sent).toBeGreaterThan(900);
  });
});
