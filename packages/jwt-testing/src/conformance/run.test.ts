import type { IncomingMessage } from 'node:http';
import type { Verifier } from '@org/jwt-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faithful, serve, type Adapter, type RunningServer } from '../../test/bare-adapter.js';
import {
  CONFORMANCE_ROUTES,
  createConformanceKit,
  runConformance,
  type ConformanceKit,
  type ConformanceResult,
} from '../index.js';
import type { ConformanceBinding } from './index.js';

let kit: ConformanceKit;
let reference: Verifier;
let server: RunningServer | undefined;

beforeAll(async () => {
  kit = await createConformanceKit();
  reference = await kit.createVerifier();
});
afterEach(() => server?.close());
afterAll(() => kit.close());

async function failures(
  adapter: Adapter,
  binding: ConformanceBinding = 'guard',
): Promise<readonly ConformanceResult[]> {
  server = await serve(adapter, await kit.createVerifier());
  const { port, handlerRuns } = server;
  const results = await runConformance({ kit, port, verifier: reference, binding, handlerRuns });
  expect(results).toHaveLength(kit.cases.filter(({ bindings }) => bindings.includes(binding)).length);
  return results.filter((result) => !result.ok);
}

/** A router of a few lines: literal segments and parameters. */
function route({ method, url = '' }: IncomingMessage): string | undefined {
  const segments = url.split('?')[0]?.split('/') ?? [];
  return CONFORMANCE_ROUTES.find((candidate) => {
    const wanted = candidate.path.split('/');
    const fits = wanted.every((segment, index) => segment.startsWith('{') || segment === segments[index]);
    return (
      fits && wanted.length === segments.length && candidate.method === (method === 'HEAD' ? 'GET' : method)
    );
  })?.operation;
}

describe('core passes every conformance case over a real node:http server', () => {
  it('with the binding guard', async () => {
    expect(await failures(faithful)).toEqual([]);
  });

  it('with the binding named', async () => {
    expect(await failures({ ...faithful, operation: route }, 'named')).toEqual([]);
  });

  it('has a handler for every operation of the policy', () => {
    const summaries = reference
      .operations()
      .map(({ name, route: template }) => `${name} ${String(template)}`);
    const handlers = CONFORMANCE_ROUTES.map(
      ({ operation, method, path }) => `${operation} ${method} ${path}`,
    );
    expect(handlers.sort()).toEqual(summaries.sort());
  });
});

describe('runConformance', () => {
  it('reports the case, what was expected and what was received', async () => {
    const anonymous = { outcome: 'allow', identity: undefined, headers: [] } as const;
    server = await serve({ ...faithful, decide: () => Promise.resolve(anonymous) }, reference);
    const cases = kit.cases.filter(({ name }) => name === 'alteration expired');
    const results = await runConformance({ kit, port: server.port, verifier: reference, cases });
    const difference = 'alteration expired: expected status 401, got 200';
    expect(results).toEqual([{ case: 'alteration expired', ok: false, difference }]);
  });

  it('reports a decision of the core that the case does not expect', async () => {
    server = await serve(faithful, reference);
    const [first] = kit.cases;
    if (first === undefined) throw new Error('The table is empty.');
    const wrong = { ...first, expected: { outcome: 'deny', code: 'time.expired' } } as const;
    const results = await runConformance({ kit, port: server.port, verifier: reference, cases: [wrong] });
    const difference = `${first.name}: expected the core to deny with time.expired, got allow`;
    expect(results).toEqual([{ case: first.name, ok: false, difference }]);
  });

  it('fails a case when the connection fails', async () => {
    const { port, close } = await serve(faithful, reference);
    close();
    const results = await runConformance({ kit, port, verifier: reference, cases: kit.cases.slice(0, 1) });
    expect(results).toMatchObject([
      { ok: false, difference: expect.stringContaining('expected an HTTP response') as string },
    ]);
  });
});
