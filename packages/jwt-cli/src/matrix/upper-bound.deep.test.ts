import { join } from 'node:path';
import { createVerifier, type Verifier } from '@org/jwt-core';
import { loadPolicy } from '@org/jwt-core/policy';
import { createTestIssuer, policyForTesting, toAccessRequest, withBearer } from '@org/jwt-testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matrixOf } from './cells.js';

const FLEET = join(import.meta.dirname, '../../test/fleet.yaml');
const NOW = Date.parse('2026-11-28T10:00:00Z');

/** What a token of the fleet may say: all that its rules ask for, and things near it. */
const CLAIMS = fc.record(
  {
    scope: fc
      .subarray(['orders:read', 'orders:write', 'payments:read', 'export', 'orders'])
      .map((scopes) => scopes.join(' ')),
    roles: fc.subarray(['clerk', 'admin']),
    amr: fc.subarray(['hwk', 'pwd']),
    department: fc.constantFrom('finance', 'audit', 'sales'),
    client_id: fc.constantFrom('ledger-sync', 'agent-1', 'agent-2', 'other', 'user-1'),
    sub: fc.constantFrom('ledger-sync', 'agent-1', 'agent-2', 'other', 'user-1'),
    act: fc.record({ sub: fc.constantFrom('agent/1', 'agent', 'user-1') }),
    org: fc.constantFrom('eu', 'us', 'jp'),
  },
  { requiredKeys: ['sub', 'client_id'] },
);

it('no token opens more than the rows of its issuer and its service say together', async () => {
  const policy = await loadPolicy(FLEET);
  const matrix = await matrixOf(policy, { by: 'holders', now: NOW, progress: () => undefined });
  await using issuer = await createTestIssuer({ clock: () => NOW });
  const { policy: standing, signAs, requestFor } = await policyForTesting(policy, issuer);
  const verifiers = new Map<string, Verifier>();
  for (const service of Object.keys(policy.model.services)) {
    verifiers.set(service, await createVerifier({ policy: standing, service, clock: () => NOW }));
  }
  const accepted = Object.entries(policy.model.services).flatMap(([service, { accept }]) =>
    accept.map((each) => ({ service, from: each.issuer })),
  );
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...accepted), CLAIMS, async ({ service, from }, claims) => {
      const token = signAs(from, claims, { service });
      const rows = matrix.rows.filter((row) => row.issuer === from && row.service === service);
      for (const [index, column] of matrix.columns.entries()) {
        const request = requestFor(column.operation, { service: column.service, tenant: claims.org ?? 'eu' });
        const decision = await verifiers
          .get(column.service)
          ?.decide(toAccessRequest(withBearer(request, token)), { operation: column.operation });
        if (decision?.outcome !== 'allow' || column.auth === 'public') continue;
        opened += 1;
        const said = rows.some(({ cells }) => ['allowed', 'crossing'].includes(cells[index]?.verdict ?? ''));
        expect([from, service, column, claims, said]).toEqual([from, service, column, claims, true]);
      }
    }),
    { numRuns: 3000 },
  );
  expect(opened).toBeGreaterThan(1000);
  for (const verifier of verifiers.values()) await verifier.close();
}, 300_000);
