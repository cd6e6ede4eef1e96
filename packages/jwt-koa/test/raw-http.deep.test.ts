import {
  createJournal,
  createRawHttpKit,
  RAW_HTTP_ROUTES,
  runRawHttp,
  type RawHttpKit,
} from '@org/jwt-testing/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MISWIRINGS, startServer, WIRINGS } from './raw-http-servers.js';

let kit: RawHttpKit;

beforeAll(async () => {
  kit = await createRawHttpKit();
});

afterAll(() => kit.close());

describe('no request over a raw socket reaches a handler of Koa that it may not reach', () => {
  it.each(Object.entries(WIRINGS).map(([name, wire], index) => ({ name, wire, part: index % 7 })))(
    'through $name',
    { timeout: 600_000 },
    async ({ wire, part }) => {
      const journal = createJournal();
      const server = await startServer(wire, await kit.createVerifier(journal), journal);
      // All of it takes minutes for each server.
      const share = process.env['RAW_HTTP'] === 'all' ? undefined : part;
      const { faults, runs, sent } = await runRawHttp({ port: server.port, journal, share }, kit.tokens);
      await server.close();
      expect(faults).toEqual([]);
      expect([...runs.keys()].sort()).toEqual(RAW_HTTP_ROUTES.map(({ operation }) => operation).sort());
      expect(sent).toBeGreaterThan(2000);
    },
  );
});

describe('no request over a raw socket goes around a guard that cannot know its path', () => {
  it.each(Object.entries(MISWIRINGS).map(([name, wire], index) => ({ name, wire, part: index % 7 })))(
    'through $name',
    { timeout: 600_000 },
    async ({ wire, part }) => {
      const journal = createJournal();
      const server = await startServer(wire, await kit.createVerifier(journal), journal);
      const share = process.env['RAW_HTTP'] === 'all' ? undefined : part;
      const { faults, statuses } = await runRawHttp(
        { port: server.port, journal, share, isMiswired: true },
        kit.tokens,
      );
      await server.close();
      expect(faults).toEqual([]);
      expect(statuses.get(500)).toBeGreaterThan(0);
    },
  );
});
