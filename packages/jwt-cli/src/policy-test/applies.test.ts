import { parsePolicy } from '@org/jwt-core/policy';
import { ALTERATIONS } from '@org/jwt-testing';
import { describe, expect, it } from 'vitest';
import { fakeTerminal } from '../../test/terminal.js';
import { run } from '../main.js';
import { applies } from './applies.js';

/** Issuers, and some alterations that their tokens survive by right. */
const ISSUERS: readonly (readonly [issuer: string, survives: readonly string[]])[] = [
  ['{ iss: https://login.example, keys: { discovery: oidc }, algs: [ES256], typ: at+jwt }', []],
  ['{ profile: auth0, iss: https://acme.eu.auth0.com/ }', ['id-token', 'client-id-is-list']],
  ['{ profile: okta, iss: https://acme.okta.com/oauth2/default }', ['typ-missing', 'scope-is-number']],
  ['{ profile: keycloak, iss: https://sso.example/realms/acme }', ['id-token', 'roles-is-object']],
];

const policyWith = (issuer: string): string => `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: shop }
issuers: { login: ${issuer} }
services:
  shop: { audience: https://shop.example, accept: [login], operations: { buy: { route: GET /buy, allow: [{ issuer: login }] } } }
`;

const TEST = `apiVersion: jwt-policy/v1
kind: JwtPolicyTest
policy: ./policy.yaml
now: 2027-01-15T08:00:00Z
callers: { any: { for: buy } }
tests: [{ service: shop, operation: buy, cases: [{ caller: any, allow: true }, { caller: any, mutate: all }] }]
`;

describe.each(ISSUERS)('all alterations of a token of %s', (issuer, survives) => {
  it('pass', async () => {
    const terminal = fakeTerminal({ files: { 'policy.yaml': policyWith(issuer), 'policy.test.yaml': TEST } });
    const code = await run(['test'], terminal);
    expect([code, terminal.written().out]).toEqual([0, expect.stringContaining('passed')]);
  });

  it('but some are not asked for', async () => {
    const { login } = (await parsePolicy(policyWith(issuer))).model.issuers;
    if (login === undefined) throw new Error('The policy has no issuer.');
    const skipped = ALTERATIONS.filter((each) => !applies(each, login)).map(({ name }) => name);
    expect(skipped).toEqual(expect.arrayContaining([...survives]));
    for (const name of [
      'flipped-bit',
      'other-key-with-right-kid',
      'aud-of-sibling',
      'expired',
      'exp-missing',
    ])
      expect(skipped).not.toContain(name);
  });
});
