import { createConformanceKit, runConformance, type ConformanceKit } from '@org/jwt-testing';
import type { Verifier } from '@org/jwt-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLATFORMS, startConformanceServer, type ConformanceServer } from './conformance-server.js';

describe.each(PLATFORMS)('Nest on %s', (platform) => {
  let kit: ConformanceKit;
  let verifier: Verifier;
  let server: ConformanceServer;

  beforeAll(async () => {
    kit = await createConformanceKit();
    verifier = await kit.createVerifier();
    server = await startConformanceServer(platform, await kit.createVerifier());
  });

  afterAll(async () => {
    await server.close();
    await kit.close();
  });

  it('answers every case as core does', async () => {
    const { port, handlerRuns } = server;
    const results = await runConformance({ kit, port, verifier, binding: 'named', handlerRuns });
    expect(results.filter((result) => !result.ok)).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
  });
});
