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

/** The faults of a server whose guard decides `decided(target)` and whose router matches `routed(target)`. */
async function faultsOf(
  decided: (target: string) => string,
  routed: (target: string) => string,
): Promise<readonly string[]> {
  const journal = createJournal();
  const verifier = await kit.createLiteralsVerifier(journal);
  const server = createServer((req, res) => {
    const { method = '', url = '', rawHeaders } = req;
    void verifier.decide({ method, target: decided(url), rawHeaders }).then(({ outcome }) => {
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

describe('runRawHttpLiterals', () => {
  it('finds no fault where guard and router read the same target', async () => {
    expect(await faultsOf(asReceived, asReceived)).toEqual([]);
  });

  it('finds a guard that decodes what the router does not decode', async () => {
    expect(await faultsOf(colonsDecoded, asReceived)).toContainEqual(
      expect.stringMatching(/a%3Ab: another handler ran/u),
    );
  });

  it('finds a guard that denies every literal', async () => {
    expect(await faultsOf(() => '/nothing', asReceived)).toHaveLength(RAW_HTTP_LITERALS.length);
  });
});
