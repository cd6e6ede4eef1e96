import { describe, expect, it } from 'vitest';
import { EXAMPLE, SMALL_DOCUMENT } from '../../../test/policy-documents.js';
import type { PolicyDocument } from '../document/document.js';
import { definePolicy, parsePolicy } from '../policy.js';
import type { ResolvedPolicy } from './resolved-policy.js';

const ISSUER = {
  iss: 'https://id.example',
  keys: { discovery: 'oidc' },
  algs: ['ES256'],
  typ: 'at+jwt',
} as const;

function resolved(document: Partial<PolicyDocument>): ResolvedPolicy {
  return definePolicy({ ...SMALL_DOCUMENT, ...document }).model;
}

describe('a resolved policy', () => {
  it('is plain data: as JSON, it says the same', async () => {
    const { model } = await parsePolicy(EXAMPLE);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('has what the profile says, narrowed by what the document says', () => {
    const issuer = { profile: 'entra-v2', tenants: ['a'], principal: 'workload', roles: '/a/b' } as const;
    const { entra } = resolved({ issuers: { login: ISSUER, entra: issuer } }).issuers;
    expect(entra).toMatchObject({
      iss: 'https://login.microsoftonline.com/{tenant}/v2.0',
      tenants: ['a'],
      algorithms: ['RS256'],
      types: ['JWT'],
      onlyPrincipal: 'workload',
      tenantClaim: ['tid'],
      scopeClaim: ['scp'],
      roleClaim: ['a', 'b'],
    });
    expect(entra?.require).toContainEqual({ name: 'ver', path: ['ver'], matcher: { equals: '2.0' } });
  });

  it('has the tightest limits of each service and operation', () => {
    const operations = { list: { allow: [{ principal: 'user' }], maxLifetime: '5m', maxAge: '1m' } } as const;
    const { orders } = resolved({
      defaults: { maxLifetime: '30m', clockSkew: '10s' },
      services: { orders: { audience: 'o', accept: ['login'], maxAge: '2m', clockSkew: '2s', operations } },
    }).services;
    expect(orders?.limits).toEqual({
      clockSkew: 2,
      maxLifetime: 1800,
      maxAge: 120,
      ownMaxLifetime: undefined,
    });
    expect(orders?.maxTokenBytes).toBe(8192);
    expect(orders?.operations['list']?.limits).toEqual({ maxLifetime: 300, maxAge: 60, ownMaxLifetime: 300 });
  });

  it('has the audience and its mode for each accepted issuer', () => {
    const client = { ...ISSUER, profile: 'oidc-id-token', iss: 'https://sso.example', typ: 'JWT' } as const;
    const accept = ['login', { issuer: 'sso', audience: 'client' }];
    const operations = { list: { allow: [{ principal: 'user' }] } } as const;
    const { orders } = resolved({
      issuers: { login: ISSUER, sso: client },
      services: { orders: { audience: 'o', accept, operations } },
    }).services;
    expect(orders?.accept).toEqual([
      { issuer: 'login', audiences: ['o'], clients: undefined, audienceMode: 'contains', require: [] },
      {
        issuer: 'sso',
        audiences: ['client'],
        clients: undefined,
        audienceMode: 'exclusive',
        require: [
          { name: 'azp', path: ['azp'], matcher: { anyOf: [{ present: false }, { in: ['client'] }] } },
        ],
      },
    ]);
  });

  it('has rules with their identity, which all of them share', async () => {
    const { services } = (await parsePolicy(EXAMPLE)).model;
    const rules = Object.values(services['payments']?.operations ?? {}).flatMap(
      (operation) => operation.rules,
    );
    const identities = rules.flatMap(({ who }) => ('identity' in who ? [who.identity] : []));
    expect(identities.map(({ name, issuer }) => [name, issuer])).toContainEqual(['ledger-sync', 'login']);
  });
});
