import {
  createJournal,
  createRawHttpKit,
  RAW_HTTP_ROUTES,
  runRawHttp,
  type RawHttpKit,
} from '@org/jwt-testing/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLATFORMS, SETUPS, startServer } from './raw-http-servers.js';

let kit: RawHttpKit;

beforeAll(async () => {
  kit = await createRawHttpKit();
});

afterAll(() => kit.close());

const rows = PLATFORMS.flatMap((platform) =>
  Object.entries(SETUPS).map(([name, setup]) => ({ platform, name, setup })),
);

describe('no request over a raw socket reaches a handler of Nest that it may not reach', () => {
  it.each(rows.map((row, index) => ({ ...row, part: index % 7 })))(
    'on $platform: $name',
    { timeout: 600_000 },
    async ({ platform, setup, part }) => {
      const journal = createJournal();
      const { port, close } = await startServer(platform, setup, await kit.createVerifier(journal), journal);
      // All of it takes minutes for each server.
      const share = process.env['RAW_HTTP'] === 'all' ? undefined : part;
      // What Nest and Fastify answer to a path that they do not know repeats it, with its query.
      const options = { port, journal, share, echoesTarget: true, ...setup.place };
      const { faults, runs, sent } = await runRawHttp(options, kit.tokens);
      await close();
      expect(faults).toEqual([]);
      expect([...runs.keys()].sort()).toEqual(RAW_HTTP_ROUTES.map(({ operation }) => operation).sort());
      expect(sent).toBeGreaterThan(2000);
    },
  );
});
