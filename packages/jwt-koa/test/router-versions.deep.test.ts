/** The matrix over raw sockets, on the versions of the router that the other test does not use. */

import {
  createJournal,
  createRawHttpKit,
  RAW_HTTP_ROUTES,
  runRawHttp,
  type RawHttpKit,
} from '@org/jwt-testing/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, WIRINGS } from './raw-http-servers.js';
import { ROUTER_VERSIONS } from './router-versions.js';

let kit: RawHttpKit;

beforeAll(async () => {
  kit = await createRawHttpKit();
});

afterAll(() => kit.close());

const OTHERS = ROUTER_VERSIONS.filter(([name]) => name !== '@koa/router 15');
const PLACES = ['one guard', 'a guard of the router', 'nested routers, guarded and named'];

describe.each(OTHERS)('no request reaches a handler of %s that it may not reach', (_version, RouterClass) => {
  it.each(PLACES.map((name, part) => ({ name, part })))(
    'through $name',
    { timeout: 600_000 },
    async ({ name, part }) => {
      const journal = createJournal();
      const wire = WIRINGS[name] ?? (() => undefined);
      const verifier = await kit.createVerifier(journal);
      const server = await startServer(wire, verifier, journal, () => new RouterClass());
      const share = process.env['RAW_HTTP'] === 'all' ? undefined : part;
      const { faults, runs } = await runRawHttp({ port: server.port, journal, share }, kit.tokens);
      await server.close();
      expect(faults).toEqual([]);
      expect([...runs.keys()].sort()).toEqual(RAW_HTTP_ROUTES.map(({ operation }) => operation).sort());
    },
  );
});
