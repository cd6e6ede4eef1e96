/** The spellings of literals find what they are there to find. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createJournal, RAN_HEADER } from './journal.js';
import { createRawHttpKit, type RawHttpKit } from './kit.js';
import { RAW_HTTP_LITERALS, runRawHttpLiterals } from './path-literals.js';

let kit: RawHttpKit;

beforeAll(async () => {
  kit = await createRawHttpKit();
});

afterAll(() => kit.close());

/** A guard that judges what `judged` makes of the target, and a router that compares what `routed` makes of it. */
async function faultsOf(
  judged: (target: string) => string,
  routed: (target: string) => string,
): Promise<readonly string[]> {
  const journal = createJournal();
  const verifier = await kit.createLiteralsVerifier(journal);
  const server = createServer((req, res) => {
    const { method = '', url = '', rawHeaders } = req;
    void verifier.decide({ method, target: judged(url), rawHeaders }).then(({ outcome }) => {
      const found = RAW_HTTP_LITERALS.find(({ folder, literal }) => `${folder}/${literal}` === routed(url));
      if (outcome === 'allow') res.setHeader(RAN_HEADER, journal.ran(found?.operation ?? 'another handler'));
      res.end();
    });
  });
  journal.watch(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.close();
    await verifier.close();
  });
  const { faults, sent } = await runRawHttpLiterals({
    port: (server.address() as AddressInfo).port,
    journal,
  });
  expect(sent).toBeGreaterThan(240);
  return faults;
}

const asReceived = (target: string): string => target;
const colonsDecoded = (target: string): string => target.replace(/%3a/iu, ':');

describe('the spellings of literals', () => {
  it('find nothing where the guard judges what the router compares', async () => {
    expect(await faultsOf(asReceived, asReceived)).toEqual([]);
  });

  it('find a guard that decodes what the router does not', async () => {
    expect(await faultsOf(colonsDecoded, asReceived)).toContainEqual(
      expect.stringMatching(/a%3Ab: another handler ran/u),
    );
  });

  it('find a guard that lets no literal through', async () => {
    expect(await faultsOf(() => '/nothing', asReceived)).toHaveLength(RAW_HTTP_LITERALS.length);
  });
});
