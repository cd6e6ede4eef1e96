/** Ten issuers with their own keys, a policy that meets the conditions of every attack, and a baseline for each row. */

import { createVerifier, definePolicy, type Verifier, type VerifierOptions } from '@org/jwt-core';
import type { IssuerDocument, PolicyDocument } from '@org/jwt-core/policy';
import {
  createTestIssuer,
  type ClaimsToSign,
  type RequestDescription,
  type SigningAlgorithm,
  type TestIssuer,
  type TokenMaterial,
} from '../src/index.js';
import { ATTACK_CONDITIONS } from '../src/attacks/conditions.js';

/** One independent set of keys. */
export interface KeySetUnderTest {
  readonly name: string;
  readonly alg: SigningAlgorithm;
  /** The algorithms that the policy allows for the issuer. The first signs. */
  readonly algs: readonly SigningAlgorithm[];
  readonly issuer: TestIssuer;
  readonly partner: TestIssuer;
}

/** The running issuers and their policy. */
export interface MatrixFixture {
  readonly sets: readonly KeySetUnderTest[];
  readonly document: PolicyDocument;
  /** A verifier for each of the two services, by name. */
  createVerifiers(options?: Partial<VerifierOptions>): Promise<Readonly<Record<string, Verifier>>>;
  close(): Promise<void>;
}

export const NOW = 1_767_225_600_000;
export const AUDIENCE = 'https://orders.example';

/** The second set of each kind publishes its keys in the policy; two of them may use a second algorithm. */
const ALGORITHMS: readonly (readonly SigningAlgorithm[])[] = [
  ['RS256'],
  ['PS256'],
  ['ES256'],
  ['ES384'],
  ['EdDSA'],
  ['RS256', 'PS256'],
  ['PS256'],
  ['ES256', 'EdDSA'],
  ['ES384'],
  ['EdDSA'],
];

/** Claims of a caller that every operation of the policy allows. */
export const USER: ClaimsToSign = {
  sub: 'user-1',
  client_id: 'web-shop',
  tenant_id: 't-eu',
  scope: 'orders:read orders:write',
  roles: ['buyer'],
  department: 'purchasing',
  limits: { eur: 500 },
};

const RULE = {
  principal: 'user',
  scopes: ['orders:read', 'orders:write'],
  roles: ['buyer'],
  where: { department: { in: ['purchasing', 'finance'] }, '/limits/eur': { gte: 100 } },
} as const;

/** Starts the issuers. */
export async function createMatrixFixture(only?: readonly number[]): Promise<MatrixFixture> {
  const chosen = ALGORITHMS.map((algs, index) => ({ algs, index })).filter(
    ({ index }) => only?.includes(index) ?? true,
  );
  const issuers = await Promise.all(
    chosen.map(({ algs }) => createTestIssuer({ algs, clock: () => NOW, audience: AUDIENCE })),
  );
  const sets = chosen.map(({ algs, index }, at): KeySetUnderTest => {
    const [alg = 'ES256'] = algs;
    const issuer = issuers[at];
    if (issuer === undefined) throw new Error('Every set has an issuer.');
    // The other set of the same kind; alone, a set is its own partner.
    const partner = issuers.find((_, other) => other !== at && chosen[other]?.algs[0] === alg) ?? issuer;
    return { name: `set-${String(index)}`, alg, algs, issuer, partner };
  });
  const document = documentFor(sets);
  return {
    sets,
    document,
    createVerifiers: async (options = {}) => {
      const policy = definePolicy(document);
      const make = (service: string): Promise<Verifier> =>
        createVerifier({
          policy,
          service,
          clock: () => NOW,
          insecure: { allowHttpLoopback: true },
          ...options,
        });
      return { orders: await make('orders'), strict: await make('strict') };
    },
    close: async () => {
      await Promise.all(issuers.map((issuer) => issuer.close()));
    },
  };
}

function documentFor(sets: readonly KeySetUnderTest[]): PolicyDocument {
  const issuers = sets.map(({ name, algs, issuer }, index): readonly [string, IssuerDocument] => [
    name,
    {
      iss: issuer.url,
      algs,
      typ: 'at+jwt',
      tenant: 'tenant_id',
      keys: index < 5 ? { discovery: 'oidc' } : { jwks: issuer.publicJwks() },
    },
  ]);
  const accept = sets.map(({ name }) => name);
  const identities = Object.fromEntries(
    accept.map((issuer) => [
      `ledger-${issuer}`,
      { issuer, require: { client_id: { equals: 'ledger' } }, owner: 'team', reviewBy: '2099-12-31' },
    ]),
  );
  const service = {
    audience: AUDIENCE,
    accept,
    tenants: ['t-eu', 't-us'],
    tenantFrom: 'path.tenant',
  } as const;
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'matrix' },
    defaults: { maxLifetime: '24h' },
    issuers: Object.fromEntries(issuers),
    identities,
    services: {
      orders: {
        ...service,
        operations: {
          create: { route: 'POST /tenants/{tenant}/orders', allow: [RULE] },
          refund: {
            route: 'POST /tenants/{tenant}/refunds',
            allow: [{ principal: 'user', actor: { sub: { equals: 'agent:refunds' } } }],
          },
          reconcile: {
            route: 'POST /tenants/{tenant}/reconciliations',
            allow: Object.keys(identities).map((identity) => ({ identity })),
          },
        },
      },
      strict: {
        ...service,
        audienceMode: 'exclusive',
        maxAge: '10m',
        operations: { create: { route: 'POST /tenants/{tenant}/orders', allow: [RULE] } },
      },
    },
  };
}

/** A service, a path and claims that together are allowed. */
export interface Baseline {
  readonly service: 'orders' | 'strict';
  readonly path: 'orders' | 'refunds' | 'reconciliations';
  readonly claims: ClaimsToSign;
}

const CREATE: Baseline = { service: 'orders', path: 'orders', claims: USER };
const STRICT: Baseline = { ...CREATE, service: 'strict' };
const REFUND: Baseline = {
  service: 'orders',
  path: 'refunds',
  claims: { ...USER, act: { sub: 'agent:refunds' } },
};
const RECONCILE: Baseline = {
  service: 'orders',
  path: 'reconciliations',
  claims: { ...USER, sub: 'ledger', client_id: 'ledger' },
};

const BASELINES: ReadonlyMap<string, Baseline> = new Map([
  [ATTACK_CONDITIONS.identity, RECONCILE],
  [ATTACK_CONDITIONS.actor, REFUND],
  [ATTACK_CONDITIONS.exclusive, STRICT],
  [ATTACK_CONDITIONS.maxAge, STRICT],
]);

/** The baseline that meets the condition of the row. */
export function baselineFor({ onlyWith }: { readonly onlyWith?: string }): Baseline {
  return BASELINES.get(onlyWith ?? '') ?? CREATE;
}

/** What a row starts from. Always the same for one baseline and set, so that the good token is signed once. */
export function materialFor(baseline: Baseline, set: KeySetUnderTest): TokenMaterial {
  const known = materials.get(set)?.get(baseline);
  if (known !== undefined) return known;
  const { issuer, partner } = set;
  const request: RequestDescription = {
    method: 'POST',
    target: `/tenants/t-eu/${baseline.path}`,
    headers: [],
  };
  const material = { issuer, partner, claims: issuer.claims(baseline.claims), request };
  const ofSet = materials.get(set) ?? new Map<Baseline, TokenMaterial>();
  materials.set(set, ofSet.set(baseline, material));
  return material;
}

const materials = new WeakMap<KeySetUnderTest, Map<Baseline, TokenMaterial>>();
