import type { RequestListener } from 'node:http';
import type { Verifier } from '@org/jwt-core';
import { createJournal, createPathParameterKit, type PathParameterKit } from '@org/jwt-testing/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from './listening.js';

/** Says that the handler runs, for this tenant. Returns the value of the header `X-Ran`. */
export type Ran = (tenant: string) => string;

/** One way to wire the route `/t/:tenant/x`, which is the operation `show`. */
export type PathParameterWiring = (verifier: Verifier, ran: Ran) => RequestListener;

/** The tenant that is judged is the one that the handler is given, in every spelling of the path. */
export function describePathParameters(
  wirings: readonly (readonly [version: string, way: string, wire: PathParameterWiring])[],
): void {
  let kit: PathParameterKit;
  beforeAll(async () => {
    kit = await createPathParameterKit();
  });
  afterAll(() => kit.close());

  describe('the tenant that the handler is given', () => {
    it.each(wirings)('is the one that was judged, with %s: %s', async (_version, _way, wire) => {
      const journal = createJournal();
      const verifier = await kit.createVerifier(journal);
      const listener = wire(verifier, (tenant) => {
        journal.ran('show', tenant);
        return 'show';
      });
      const { port, close } = await listen(listener, (server) => {
        journal.watch(server);
      });
      const { faults, sent } = await kit.run({ port, journal });
      close();
      await verifier.close();
      expect(faults).toEqual([]);
      expect(sent).toBeGreaterThan(900);
    });
  });
}
