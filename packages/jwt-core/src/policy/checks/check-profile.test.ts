import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withIssuer, PINNED } from '../../../test/mistakes/profiles.js';
import { problemsOf } from '../../../test/policy-documents.js';

beforeAll(() => {
  vi.setSystemTime(Date.parse('2026-11-23T12:00:00Z'));
});

afterAll(() => {
  vi.useRealTimers();
});

describe('an issuer with a profile', () => {
  it.each([
    ['what a profile fills', `{ profile: github-actions, ${PINNED} }`],
    [
      'the same again',
      `{ profile: github-actions, algs: [RS256], typ: jwt, principal: workload, ${PINNED} }`,
    ],
    [
      'a trust domain',
      '{ profile: spiffe-jwt-svid, trustDomain: prod.example, keys: { jwksUri: "https://spire.example/keys" } }',
    ],
    [
      'fewer algorithms',
      '{ profile: spiffe-jwt-svid, trustDomain: a.example, algs: [ES256], keys: { jwksUri: "https://a.example/keys" } }',
    ],
  ])('and %s is good', async (_what, issuer) => {
    expect(await problemsOf(withIssuer(issuer))).toEqual([]);
  });

  it.each([
    ['tenants for its template', '{ profile: entra-v2, tenants: [9188040d-6c67-4c5b-b112-36a304b66dad] }'],
    ['one kind of its principals', '{ profile: entra-v2, principal: workload, tenants: [a] }'],
  ])('and %s is good, with an audience of that provider', async (_what, issuer) => {
    expect(await problemsOf(withIssuer(issuer, '00000000-aaaa-bbbb-cccc-000000000000'))).toEqual([]);
  });
});
