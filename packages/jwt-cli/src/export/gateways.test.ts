import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadPolicy } from '@org/jwt-core/policy';
import { createTestIssuer, type TestIssuer } from '@org/jwt-testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compare } from '../../test/gateways/compare.js';
import { inWords } from '../../test/gateways/side-by-side.js';
import { NOW } from '../../test/terminal.js';

const TEST = join(import.meta.dirname, '../../test');
const POLICIES = [
  ...readdirSync(join(TEST, 'export')).map((file) => join(TEST, 'export', file)),
  ...readdirSync(join(TEST, 'rules'))
    .filter((file) => file.endsWith('.good.yaml'))
    .map((file) => join(TEST, 'rules', file)),
  join(TEST, '../../../tools/demo/jwt-policy.yaml'),
];
const SECONDS = Date.parse(NOW) / 1000;

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await createTestIssuer({ algs: ['ES256', 'RS256', 'Ed25519'], clock: () => Date.parse(NOW) });
});
afterAll(() => issuer.close());

it.each(POLICIES.map((file) => [file.slice(file.lastIndexOf('/') + 1), file]))(
  'lets nothing pass that the engine denies, but what it says: %s',
  async (_name, file) => {
    const policy = await loadPolicy(file);
    for (const service of Object.keys(policy.model.services)) {
      const { unexplained, cells } = await compare(policy, service, issuer, SECONDS);
      expect(inWords(unexplained)).toEqual([]);
      expect(cells).toBeGreaterThan(0);
    }
  },
);
