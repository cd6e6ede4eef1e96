/** Random policy documents, each of which is a valid one. */

import type { RolesDocument } from '../../src/policy/document/provider.js';
import type {
  AcceptedIssuer,
  ClaimMatchers,
  IdentityDocument,
  IssuerDocument,
  OperationDocument,
  PolicyDocument,
  Rule,
  ServiceDocument,
} from '../../src/policy/document/document.js';
import type { Jwk } from '../../src/jose/jwk.js';
import { conditions } from './conditions.js';
import type { Draw } from './draw.js';
import { pairsOf } from './keyring.js';
import { varied } from './providers.js';
import type { PublishedKeys } from './words.js';

/** What every clock is near to. */
export const NOW: number = Date.parse('2026-11-23T12:00:00Z');

export const TENANTS = ['eu', 'us'] as const;
export const AUDIENCE = 'https://orders.example';

export interface World {
  readonly document: PolicyDocument;
  readonly keys: PublishedKeys;
}

/** A document, and the keys that its issuers publish. */
export function world(draw: Draw): World {
  const issuers = issuersOf(draw);
  const accepted = acceptOf(draw, Object.keys(issuers));
  const names = accepted.map((each) => (typeof each === 'string' ? each : each.issuer));
  const identities = identitiesOf(draw, names);
  const hasTenants = names.some((name) => issuers[name]?.tenant !== undefined || name === 'customers');
  const plain: PolicyDocument = {
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'random' },
    defaults: {
      ...draw.some(3, {
        clockSkew: () => draw.of('10s', '0s', '60s'),
        maxLifetime: () => draw.of('30m', '2h'),
        maxAge: () => draw.of('20m', '10m'),
        maxTokenBytes: () => draw.of(2000, 16_384),
        audienceMode: () => draw.of('contains', 'exclusive'),
      }),
    },
    issuers,
    identities,
    services: {
      orders: serviceOf(draw, accepted, hasTenants, Object.keys(identities)),
      mail: { audience: 'https://mail.example', accept: ['dark'], operations: { ping: { auth: 'public' } } },
    },
  };
  // Half of the documents have no key of what providers lack: they decide as they did before there were such keys.
  const document = draw.once(2) ? varied(draw, plain) : plain;
  return { document, keys: publishedOf(draw, document) };
}

function issuersOf(draw: Draw): Readonly<Record<string, IssuerDocument>> {
  const base = (): Pick<IssuerDocument, 'algs' | 'typ'> & Partial<IssuerDocument> => ({
    algs: draw.of<NonNullable<IssuerDocument['algs']>>(
      ['EdDSA'],
      ['EdDSA', 'ES256'],
      ['Ed25519'],
      ['EdDSA'],
      ['ES256', 'Ed25519'],
      draw.of<NonNullable<IssuerDocument['algs']>>(['EdDSA'], ['ES256']),
    ),
    typ: draw.of('at+jwt', 'JWT', 'application/at+jwt'),
    ...draw.some<Partial<IssuerDocument>>(3, {
      principal: () => draw.of('user', 'workload', 'auto'),
      scopes: () => draw.of('scp', '/realm/scopes'),
      roles: () =>
        draw.of<RolesDocument>(
          'groups',
          '/realm/roles',
          'https://x.example/roles',
          { claim: 'groups', as: 'spaceDelimited' },
          { claim: 'groups', as: 'memberNames' },
        ),
      clockSkew: () => '0s',
      maxLifetime: () => '10m',
    }),
    ...(draw.once(3) ? { require: conditions(draw).matchers } : {}),
  });
  const tenant = (): Partial<IssuerDocument> => ({
    ...(draw.once(4) ? {} : { tenant: draw.of('tid', '/org/tenant') }),
  });
  const own = tenant();
  return {
    login: {
      iss: 'https://id.example/',
      keys: { jwksUri: 'https://id.example/keys' },
      ...base(),
      ...own,
      ...(own.tenant !== undefined && draw.once(4) ? { tenants: ['eu', 'fr'] } : {}),
    },
    partner: { iss: 'https://partner.example', keys: { discovery: 'oidc' }, ...base(), ...tenant() },
    customers: {
      iss: 'https://id.example/t/{tenant}',
      tenants: TENANTS,
      keys: { jwksUri: 'https://id.example/t/{tenant}/keys' },
      ...base(),
      ...(draw.once(2) ? { tenant: 'tid' } : {}),
    },
    dark: { iss: 'https://dark.example', keys: { jwksUri: 'https://dark.example/keys' }, ...base() },
  };
}

function acceptOf(draw: Draw, names: readonly string[]): readonly AcceptedIssuer[] {
  return names
    .filter((name) => name === 'login' || !draw.once(name === 'dark' ? 2 : 4))
    .map((name) => (draw.once(4) ? { issuer: name, audience: `urn:${name}` } : name));
}

function identitiesOf(draw: Draw, names: readonly string[]): Readonly<Record<string, IdentityDocument>> {
  const identity = (): IdentityDocument => {
    const shape = draw.below(3);
    return {
      issuer: draw.of('login', ...names),
      ...(shape === 1
        ? {}
        : { require: draw.of<ClaimMatchers>({ client_id: { equals: 'web' } }, conditions(draw).matchers) }),
      ...(shape === 0 ? {} : { actor: actor(draw) }),
      owner: 'team',
      reviewBy: '2027-01-31',
    };
  };
  return { bot: identity(), agent: identity() };
}

const actor = (draw: Draw): ClaimMatchers =>
  draw.of<ClaimMatchers>(
    { sub: { equals: 'agent' } },
    { sub: { not: { equals: 'agent' } } },
    { '/kind/name': { present: true } },
  );

function rulesOf(draw: Draw, identities: readonly string[], issuers: readonly string[]): readonly Rule[] {
  const grants = (one: string, other: string): NonNullable<Rule['scopes']> =>
    draw.of<NonNullable<Rule['scopes']>>([one], [one, other], { anyOf: [one, other] }, { anyOf: [other] });
  return Array.from({ length: 1 + draw.below(3) }, () => ({
    ...draw.of<Rule>(
      { principal: 'user' },
      { principal: 'workload' },
      { principal: draw.of('user', 'workload'), issuer: draw.of('login', ...issuers) },
      { issuer: draw.of('login', ...issuers) },
      { identity: draw.of('bot', ...identities) },
    ),
    ...draw.some<Rule>(3, {
      scopes: () => grants('read', 'write'),
      roles: () => grants('clerk', 'boss'),
      actor: () => actor(draw),
      where: () => conditions(draw).matchers,
    }),
  }));
}

/** Its literals can be written otherwise, and are then others. */
const BROWSE = "GET /@me/browse:it's+caf%C3%A9";

function serviceOf(
  draw: Draw,
  accept: readonly AcceptedIssuer[],
  hasTenants: boolean,
  identities: readonly string[],
): ServiceDocument {
  const issuers = accept.map((each) => (typeof each === 'string' ? each : each.issuer));
  const isOfTenants = hasTenants && draw.once(2);
  const common =
    isOfTenants || (hasTenants && draw.once(3)) ? draw.of('header.x-tenant', 'host.0') : undefined;
  const ruled = (route: string): OperationDocument => ({
    ...(draw.once(8) ? {} : { route }),
    ...(common !== undefined && draw.once(3) ? { tenant: 'any' } : {}),
    allow: rulesOf(draw, identities, issuers),
  });
  const operation = (
    route: string,
    sources: readonly NonNullable<OperationDocument['tenantFrom']>[],
  ): OperationDocument => ({
    ...(draw.once(8) ? {} : { route }),
    ...(hasTenants && draw.once(2)
      ? { tenantFrom: draw.of('header.x-tenant', ...sources) }
      : common !== undefined && draw.once(3)
        ? { tenant: 'any' }
        : {}),
    ...draw.some(5, { maxAge: () => draw.of('60s', '2m'), maxLifetime: () => draw.of('5m', '90s') }),
    ...(route.startsWith('GET ') && draw.once(4)
      ? { credentials: { query: draw.of('access_token', 't') }, maxLifetime: '5m' }
      : {}),
    allow: rulesOf(draw, identities, issuers),
  });
  return {
    audience: AUDIENCE,
    accept,
    ...(isOfTenants ? { tenants: draw.of(['eu', 'us'], ['eu']) } : {}),
    ...(common === undefined ? {} : { tenantFrom: common }),
    ...draw.some<Partial<ServiceDocument>>(4, {
      audienceMode: () => 'exclusive',
      clockSkew: () => '0s',
      maxAge: () => draw.of('10m', '3m'),
      maxLifetime: () => '20m',
      maxTokenBytes: () => 1500,
      credentials: () => placesOf(draw),
    }),
    operations: {
      readItem: operation('GET /t/{tenant}/items/{id}', ['path.tenant', 'host.0']),
      writeItem: operation('POST /t/{tenant}/items', ['path.tenant', 'host.1']),
      listItems: operation('GET /items/', ['host.0']),
      files: operation('GET /t/{tenant}/files/{path...}', ['path.tenant', 'host.0']),
      browse: draw.once(2)
        ? { ...operation(BROWSE, []), auth: 'optional' }
        : { route: BROWSE, auth: 'optional' },
      health: { route: 'GET /healthz', auth: 'public' },
      trial: { ...ruled('POST /trial'), mode: 'shadow', shadowUntil: draw.of('2026-11-24', '2026-11-23') },
    },
  };
}

/** Where tokens are taken from. */
function placesOf(draw: Draw): NonNullable<ServiceDocument['credentials']> {
  const cookie = { cookie: 'token', csrf: { origins: ['https://app.example'] } } as const;
  const header = draw.of({ header: 'X-Assertion' }, { header: 'X-Assertion', csrf: cookie.csrf });
  const forwarded = { header: 'x-forwarded-authorization', scheme: 'Bearer' } as const;
  return draw.of<NonNullable<ServiceDocument['credentials']>>(
    ['header'],
    [cookie],
    ['header', cookie],
    [header, forwarded],
    [draw.once(2) ? 'header' : cookie, { header: 'Authorization', scheme: 'Token' }],
    [cookie, header, 'header', forwarded],
  );
}

/** Each `iss` has an Ed25519 and a P-256 key; `alg` is there or not, and what is new may be missing. */
function publishedOf(draw: Draw, { issuers }: PolicyDocument): PublishedKeys {
  const published = (owner: string): readonly Jwk[] =>
    pairsOf(owner)
      .map(({ alg, jwk }, index) => ({ ...jwk, kid: `k${index}`, ...(draw.once(3) ? {} : { alg }) }))
      .slice(0, draw.once(10) ? 1 : 2);
  const entries = Object.entries(issuers).flatMap(([name, { iss = '' }]) =>
    name === 'customers'
      ? TENANTS.map((tenant) => [iss.replace('{tenant}', tenant), published(`${name}/${tenant}`)] as const)
      : [[iss, name === 'dark' ? ('down' as const) : published(name)] as const],
  );
  return new Map(entries);
}
