import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileService } from '../compile/compile-service.js';
import type { IssuerDocument, Tenants } from '../document/document.js';
import { parsePolicy, type Policy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import { type PolicyProblem } from '../problem.js';
import { MAX_EXPANDED_ISS } from './check-expansion.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jwt-core-'));
  for (const [file, count] of Object.entries({
    many: 100_000,
    most: MAX_EXPANDED_ISS,
    more: MAX_EXPANDED_ISS + 1,
  })) {
    const tenants = Array.from({ length: count }, (_each, index) => `t${String(index)}`);
    writeFileSync(join(folder, `${file}.json`), JSON.stringify({ tenants }));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A policy with this many issuers, each with these tenants. */
function load(count: number, tenants: Tenants, rest: Partial<IssuerDocument> = {}): Promise<Policy> {
  const names = Array.from({ length: count }, (_each, index) => `issuer${String(index)}`);
  const issuers = Object.fromEntries(
    names.map((name) => [
      name,
      {
        iss: `https://${name}.example/{tenant}`,
        tenants,
        keys: { discovery: 'oidc' },
        algs: ['ES256'],
        typ: 'at+jwt',
        ...rest,
        ...(rest.tenant === undefined ? {} : { iss: `https://${name}.example` }),
      },
    ]),
  );
  const operations = { list: { route: 'GET /', allow: [{ principal: 'user' }] } };
  const services = { orders: { audience: 'https://orders.example', accept: names, operations } };
  const text = JSON.stringify({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'many' },
    issuers,
    services,
  });
  return parsePolicy(text, { file: join(folder, 'policy.json') });
}

async function problemsOf(loading: Promise<Policy>): Promise<readonly PolicyProblem[]> {
  const error: unknown = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PolicyError) return error.problems;
  throw new Error(`Expected a PolicyError, found ${String(error)}.`);
}

describe('issuers with one iss for each tenant', () => {
  it('load up to a limit', async () => {
    const service = compileService(await load(1, { file: 'most.json' }), 'orders');
    expect(service.issuers.size).toBe(MAX_EXPANDED_ISS);
  }, 60_000);

  it.each([
    [1, 'more.json', 'issuer0', '250,001', '250,001'],
    [3, 'many.json', 'issuer2', '100,000', '300,000'],
    [200, 'many.json', 'issuer2', '100,000', '300,000'],
  ])(
    'beyond it are rejected, %i with %s, with the issuer and the numbers',
    async (count, file, name, own, total) => {
      const problems = await problemsOf(load(count, { file }));
      expect(problems).toMatchObject([{ code: 'invalid', pointer: `/issuers/${name}/tenants` }]);
      const [{ message } = { message: '' }] = problems;
      expect(message).toContain(`"${name}" has one exact iss for each of its ${own} tenants`);
      expect(message).toContain(`that makes ${total}, and a policy can have at most 250,000`);
    },
  );

  it('share one set of the tenants of a file, however many they are', async () => {
    const policy = await load(200, { file: 'many.json' }, { tenant: 'tid' });
    const sets = new Set(
      [...compileService(policy, 'orders').issuers.values()].map(({ policy: each }) => each.tenants),
    );
    expect(sets.size).toBe(1);
  });
});
