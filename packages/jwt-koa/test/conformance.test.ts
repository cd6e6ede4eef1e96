import { createConformanceKit, runConformance, type ConformanceKit } from '@org/jwt-testing';
import type { ConformanceBinding } from '@org/jwt-testing/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConformanceServer } from './conformance-server.js';

let kit: ConformanceKit;

beforeAll(async () => {
  kit = await createConformanceKit();
});

afterAll(() => kit.close());

describe('Koa answers what the core decides', () => {
  it.each<ConformanceBinding>(['guard', 'named'])('with the binding %s', async (binding) => {
    const verifier = await kit.createVerifier();
    const { port, handlerRuns, close } = await startConformanceServer(await kit.createVerifier(), binding);
    const results = await runConformance({ kit, port, verifier, binding, handlerRuns });
    await close();
    expect(results.filter((result) => !result.ok)).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
  });
});
