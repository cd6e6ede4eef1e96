/** The issuers of `issuers.ts`, running, and a policy of services with two names that accept them. */

import { createVerifier, definePolicy, type Verifier } from '@org/jwt-core';
import type { OperationDocument, PolicyDocument, ServiceDocument } from '@org/jwt-core/policy';
import { ATTACK_CONDITIONS, type AttackCondition } from '../../src/attacks/conditions.js';
import { createTestIssuer, type ClaimsToSign, type TestIssuer, type TokenMaterial } from '../../src/index.js';
import { speaking } from './dialect.js';
import { LACKING, type LackingIssuer } from './issuers.js';
import { OTHER_AUDIENCE } from './names.js';
import { AUDIENCE, NOW, USER } from '../matrix-fixture.js';

/** One issuer under attack. */
export interface LackingSet extends LackingIssuer {
  readonly name: string;
  readonly issuer: TestIssuer;
  /** What attacks of this condition start from, and the service that judges them. */
  start(onlyWith?: string): { readonly material: TokenMaterial; readonly verifier: Verifier };
  /** The conditions that it meets. */
  readonly conditions: readonly AttackCondition[];
}

/** The running issuers. */
export interface LackingFixture {
  readonly sets: readonly LackingSet[];
  close(): Promise<void>;
}

type Service = 'orders' | 'exclusive' | 'young';

/** Starts the issuers. All sign with ES256, which is fast. */
export async function createLackingFixture(): Promise<LackingFixture> {
  const names = Object.keys(LACKING);
  const running = await Promise.all(
    names.map(() => createTestIssuer({ clock: () => NOW, audience: AUDIENCE })),
  );
  const issuerOf = (index: number): TestIssuer => {
    const issuer = running[index % running.length];
    if (issuer === undefined) throw new Error('There are no issuers.');
    return issuer;
  };
  const policy = definePolicy(documentFor(names.map((name, index) => [name, issuerOf(index)])));
  const open = (service: Service): Promise<Verifier> =>
    createVerifier({ policy, service, clock: () => NOW, insecure: { allowHttpLoopback: true } });
  const verifiers = {
    orders: await open('orders'),
    exclusive: await open('exclusive'),
    young: await open('young'),
  };
  const sets = names.map((name, index) => setOf(name, issuerOf(index), issuerOf(index + 1), verifiers));
  return {
    sets,
    close: async () => {
      await Promise.all(running.map((issuer) => issuer.close()));
    },
  };
}

function setOf(
  name: string,
  issuer: TestIssuer,
  partner: TestIssuer,
  verifiers: Readonly<Record<Service, Verifier>>,
): LackingSet {
  const lacking = LACKING[name];
  if (lacking === undefined) throw new Error(`There is no issuer ${name}.`);
  const { without = [] } = lacking;
  const known = new Map<string, TokenMaterial>();
  const materialFor = (path: string, claims: ClaimsToSign): TokenMaterial => {
    const good = issuer.claims(claims);
    const material = known.get(path) ?? {
      issuer: speaking(issuer, lacking.dialect, good),
      partner,
      claims: good,
      request: { method: path === 'me' ? 'GET' : 'POST', target: `/tenants/t-eu/${path}`, headers: [] },
    };
    known.set(path, material);
    return material;
  };
  return {
    ...lacking,
    name,
    issuer,
    conditions: (Object.keys(ATTACK_CONDITIONS) as AttackCondition[]).filter(
      (each) => !without.includes(each),
    ),
    start: (onlyWith) => {
      const [path, service, more] = baselineOf(lacking, onlyWith);
      return {
        material: materialFor(path, { ...USER, ...lacking.claims, ...more }),
        verifier: verifiers[service],
      };
    },
  };
}

/** The path, the service, and claims that are changed. */
function baselineOf(
  { path = 'user-orders', claims = {} }: LackingIssuer,
  onlyWith: string | undefined,
): readonly [path: string, service: Service, claims: ClaimsToSign] {
  switch (onlyWith) {
    case ATTACK_CONDITIONS.identity: {
      const ledger = 'azp' in claims ? { azp: 'ledger' } : {};
      return ['reconciliations', 'orders', { sub: 'ledger', client_id: 'ledger', ...ledger }];
    }
    case ATTACK_CONDITIONS.actor:
      return [path.replace('orders', 'refunds'), 'orders', { act: { sub: 'agent:refunds' } }];
    case ATTACK_CONDITIONS.exclusive:
      return [path, 'exclusive', {}];
    case ATTACK_CONDITIONS.maxAge:
      return [path, 'young', {}];
    default:
      return [path, 'orders', {}];
  }
}

function documentFor(issuers: readonly (readonly [string, TestIssuer])[]): PolicyDocument {
  const accept = (names: readonly string[]): ServiceDocument['accept'] =>
    names.map((issuer) => {
      const more = LACKING[issuer]?.accept;
      return more === undefined ? issuer : { issuer, ...more };
    });
  const names = issuers.map(([name]) => name);
  const withIat = names.filter((name) => LACKING[name]?.document.lacks?.iat === undefined);
  const identities = issuers.map(
    ([issuer]) =>
      [
        `ledger-${issuer}`,
        { issuer, require: { client_id: { equals: 'ledger' } }, owner: 'team', reviewBy: '2099-12-31' },
      ] as const,
  );
  const common = {
    audience: [AUDIENCE, OTHER_AUDIENCE],
    tenants: ['t-eu', 't-us'],
    tenantFrom: 'path.tenant',
  } as const;
  const service = (accepted: readonly string[], more: Partial<ServiceDocument>): ServiceDocument => ({
    ...common,
    accept: accept(accepted),
    operations: operationsFor(more.maxAge === undefined ? identities.map(([name]) => name) : []),
    ...more,
  });
  return {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'lacking' },
    defaults: { maxLifetime: '24h' },
    issuers: Object.fromEntries(
      issuers.map(([name, { url }]) => [
        name,
        {
          iss: url,
          algs: ['ES256'],
          tenant: 'tenant_id',
          keys: { discovery: 'oidc' },
          ...LACKING[name]?.document,
        },
      ]),
    ),
    identities: Object.fromEntries(identities),
    services: {
      orders: service(names, {}),
      exclusive: service(names, { audienceMode: 'exclusive' }),
      young: service(withIat, { maxAge: '10m' }),
    },
  };
}

function operationsFor(identities: readonly string[]): Readonly<Record<string, OperationDocument>> {
  const where = { department: { in: ['purchasing', 'finance'] }, '/limits/eur': { gte: 100 } };
  const grants = { scopes: ['orders:read', 'orders:write'], roles: ['buyer'] };
  const of = (principal: 'user' | 'workload'): readonly (readonly [string, OperationDocument])[] => [
    [
      `${principal}Create`,
      { route: `POST /tenants/{tenant}/${principal}-orders`, allow: [{ principal, ...grants, where }] },
    ],
    [
      `${principal}Refund`,
      {
        route: `POST /tenants/{tenant}/${principal}-refunds`,
        allow: [{ principal, actor: { sub: { equals: 'agent:refunds' } } }],
      },
    ],
  ];
  const reconcile: OperationDocument = {
    route: 'POST /tenants/{tenant}/reconciliations',
    allow: identities.map((identity) => ({ identity })),
  };
  return Object.fromEntries([
    ...of('user'),
    ...of('workload'),
    ['me', { route: 'GET /tenants/{tenant}/me', allow: [{ principal: 'user' }] }],
    ...(identities.length === 0 ? [] : [['reconcile', reconcile] as const]),
  ]);
}
