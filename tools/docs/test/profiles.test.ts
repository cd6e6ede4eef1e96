import { readFileSync } from 'node:fs';
import { createVerifier, parsePolicy, type Principal } from '@org/jwt-core';
import { PROFILES } from '@org/jwt-core/policy';
import { createTestIssuer, policyForTesting, toAccessRequest, type TestIssuer } from '@org/jwt-testing';
import { resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROFILES_PAGE, renderProfiles } from '../src/profiles.js';
import { WORKSPACE } from '../src/workspace.js';
import { completePolicy } from './fragments.js';
import { anchorsOf, PAGES, readPage } from './markdown.js';

const names = Object.keys(PROFILES);
const path = `${WORKSPACE}/${PROFILES_PAGE}`;

describe('the page of profiles', () => {
  it('is what `npm run docs` writes', async () => {
    expect(readFileSync(path, 'utf8')).toBe(await renderProfiles((await resolveConfig(path)) ?? {}));
  });

  it('has a heading for every profile', () => {
    const page = PAGES.find((each) => each.path === PROFILES_PAGE);
    const anchors = page === undefined ? new Set() : anchorsOf(page);
    expect(names.filter((name) => !anchors.has(name))).toEqual([]);
  });
});

describe('the guide of providers', () => {
  const GUIDE = 'docs/guide/providers.md';
  const guide = readPage(GUIDE);
  const lines = readFileSync(`${WORKSPACE}/${GUIDE}`, 'utf8').split('\n');

  it('has a heading for every profile', () => {
    expect(names.filter((name) => !anchorsOf(guide).has(name))).toEqual([]);
  });

  it.each(names)('has a whole policy with profile %s under its heading', async (name) => {
    const start = lines.indexOf(`## ${name}`) + 1;
    const end = lines.findIndex((line, index) => index >= start && line.startsWith('## '));
    const fences = guide.fences.filter(({ line }) => line > start && (end === -1 || line < end + 1));
    const [policy] = fences.filter(({ info }) => info === 'yaml');
    const { document } = await parsePolicy(policy?.content ?? '', { file: 'jwt-policy.yaml' });
    expect(Object.values(document.issuers).map(({ profile }) => profile)).toContain(name);
    expect(Object.keys(document.services)).not.toEqual([]);
    // One screen.
    expect((end === -1 ? lines.length : end) - start).toBeLessThanOrEqual(70);
  });

  describe('with a test issuer in the place of its providers', () => {
    let issuer: TestIssuer;

    beforeAll(async () => {
      issuer = await createTestIssuer({ algs: ['RS256', 'ES256', 'ES384', 'EdDSA'] });
    });
    afterAll(() => issuer.close());

    const policies = guide.fences.filter(({ info }) => info === 'yaml');

    it.each(policies)('accepts the tokens that these policies are for: $place', async ({ content }) => {
      const original = await parsePolicy(completePolicy(content));
      const { policy, signAs } = await policyForTesting(original, issuer);
      for (const [service, { accept }] of Object.entries(policy.model.services)) {
        const verifier = await createVerifier({ policy, service });
        for (const each of accept) {
          const principals = principalsOf(policy.document.services[service]?.operations ?? {});
          expect(principals).not.toEqual([]);
          for (const principal of principals) {
            const token = signAs(each.issuer, {}, { service, principal });
            expect(await verifier.identify({ kind: 'call', token })).toMatchObject({
              outcome: 'allow',
              identity: { principal },
            });
          }
        }
      }
    });

    it.each(policies)('allows a caller of each rule of these policies: $place', async ({ content }) => {
      const original = await parsePolicy(completePolicy(content));
      const { policy, callerFor } = await policyForTesting(original, issuer);
      for (const [service, { operations }] of Object.entries(policy.model.services)) {
        const verifier = await createVerifier({ policy, service });
        for (const [operation, { rules }] of Object.entries(operations)) {
          for (const rule of rules.keys()) {
            const { requestWithToken } = callerFor(operation, { service, rule });
            const decision = await verifier.decide(toAccessRequest(requestWithToken), { operation });
            const code = decision.outcome === 'deny' && decision.code;
            expect([operation, rule, code]).toEqual([operation, rule, false]);
          }
        }
      }
    });
  });
});

/** Whom the rules of a policy speak of: an identity of these pages is a program. */
function principalsOf(
  operations: Readonly<Record<string, { readonly allow?: readonly { readonly principal?: Principal }[] }>>,
): readonly Principal[] {
  const rules = Object.values(operations).flatMap(({ allow = [] }) => allow);
  return [...new Set(rules.map(({ principal = 'workload' }) => principal))];
}
