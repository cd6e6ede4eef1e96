import type { Verifier } from '@org/jwt-core';
import {
  createJournal,
  createRawHttpKit,
  RAW_HTTP_LITERALS,
  runRawHttpLiterals,
  type RawHttpJournal,
  type RawHttpKit,
  type RawHttpLiteral,
} from '@org/jwt-testing/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from './driver.js';
import { listen } from './listening.js';

/** One version of a router. */
export interface LiteralsDriver {
  readonly name: string;
  /** Serves `routes`, each of which reports to the journal what runs. */
  serve(
    verifier: Verifier,
    journal: RawHttpJournal,
    routes: readonly LiteralRoute[],
  ): Promise<Served> | Served;
  /** A literal as this router writes it. Path-to-regexp's notation by default. */
  write?(literal: RawHttpLiteral): string;
}

/** A handler, and the operation that it is for. */
export interface LiteralRoute {
  readonly path: string;
  readonly operation: string;
  /** The operation that is judged, where the handler names it. */
  readonly asks: string;
}

/** Some characters mean something to path-to-regexp. */
const escaped = ({ literal }: RawHttpLiteral): string => literal.replace(/[^\w%-]/gu, String.raw`\$&`);

/** A literal of the policy belongs to the handler that the router runs for it, and no other spelling does. */
export function describeLiterals(drivers: readonly LiteralsDriver[]): void {
  let kit: RawHttpKit;
  beforeAll(async () => {
    kit = await createRawHttpKit();
  });
  afterAll(() => kit.close());

  describe('a literal of the policy', () => {
    it.each(drivers.map((driver) => [driver.name, driver] as const))(
      'is judged as the handler that runs for it, and no other spelling is, with %s',
      async (_name, driver) => {
        const journal = createJournal();
        const verifier = await kit.createLiteralsVerifier(journal);
        const write = driver.write?.bind(driver) ?? escaped;
        const [first] = RAW_HTTP_LITERALS;
        const routes = RAW_HTTP_LITERALS.flatMap((each): LiteralRoute[] => {
          const { operation, folder } = each;
          const any = `${folder}/:any`;
          return [
            { path: `${folder}/${write(each)}`, operation, asks: operation },
            { path: any, operation: `${any}, which is in no policy,`, asks: first?.operation ?? '' },
          ];
        });
        const served = await driver.serve(verifier, journal, routes);
        const { port, close } = await listen(served.listener, (server) => {
          journal.watch(server);
        });
        const { faults, sent } = await runRawHttpLiterals({ port, journal });
        close();
        await served.close?.();
        await verifier.close();
        expect(faults).toEqual([]);
        expect(sent).toBeGreaterThan(240);
      },
    );
  });
}
