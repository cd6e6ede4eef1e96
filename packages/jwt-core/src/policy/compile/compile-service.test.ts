import { describe, expect, it } from 'vitest';
import { EXAMPLE, SMALL_DOCUMENT } from '../../../test/policy-documents.js';
import { compileService } from './compile-service.js';
import type { OperationDocument, PolicyDocument, ServiceDocument } from '../document/document.js';
import { canonicalType } from '../../jose/media-type.js';
import { definePolicy, parsePolicy } from '../policy.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { ServicePolicy } from './service-policy.js';

const orders: ServiceDocument = {
  audience: 'https://orders.example',
  accept: ['login'],
  operations: { list: { allow: [{ principal: 'user' }] } },
};

function compiled(changes: Partial<PolicyDocument>, service?: string): ServicePolicy {
  return compileService(definePolicy({ ...SMALL_DOCUMENT, ...changes }), service);
}

const withService = (changes: Partial<ServiceDocument>, rest: Partial<PolicyDocument> = {}): ServicePolicy =>
  compiled({ ...rest, services: { orders: { ...orders, ...changes } } });

describe('the service', () => {
  const services = { orders, mail: { ...orders, audience: 'mail' } };

  it('need not be named where there is one', () => {
    expect(compiled({}).service).toBe('orders');
  });

  it('is the one that is named', () => {
    expect(compiled({ services }, 'mail')).toMatchObject({ service: 'mail', audiences: ['mail'] });
  });

  it('has to be named where there are several', () => {
    expect(() => compiled({ services })).toThrow(ConfigurationError);
    expect(() => compiled({ services })).toThrow(
      'service is undefined. Name one of the services in policy: orders, mail.',
    );
  });

  it.each([
    ['order', 'There is no service named "order" in policy. Known: orders, mail. Did you mean "orders"?'],
    ['billing', 'There is no service named "billing" in policy. Known: orders, mail.'],
    ['', 'There is no service named ""'],
    ['toString', 'There is no service named "toString"'],
    ['__proto__', 'There is no service named "__proto__"'],
  ])('that the policy does not have is reported: %j', (name, says) => {
    expect(() => compiled({ services }, name)).toThrow(ConfigurationError);
    expect(() => compiled({ services }, name)).toThrow(says);
  });

  it('knows which policy it is from', () => {
    const metadata = { name: 'shop', revision: 'r7' };
    const policy = definePolicy({ ...SMALL_DOCUMENT, metadata });
    expect(compileService(policy, undefined).policy).toEqual({ ...metadata, digest: policy.digest });
  });
});

describe('an accepted issuer', () => {
  const login = {
    iss: 'https://id.example',
    keys: { discovery: 'oidc' },
    algs: ['EdDSA', 'Ed25519'],
    typ: 'application/AT+JWT',
  } as const;
  const other = { ...login, iss: 'https://other.example' };
  const issuers = { login, other, unused: { ...login, iss: 'https://unused.example' } };

  it('is found by its exact iss; the others are not there', () => {
    const { issuers: found } = withService({ accept: ['other', 'login'] }, { issuers });
    expect([...found].map(([iss, { policy }]) => [iss, policy.name])).toEqual([
      ['https://other.example', 'other'],
      ['https://id.example', 'login'],
    ]);
  });

  it('has the audience of the service, or its own', () => {
    const { issuers: found } = withService(
      { accept: ['login', { issuer: 'other', audience: 'api://x' }] },
      { issuers },
    );
    expect([...found.values()].map(({ policy }) => policy.audiences)).toEqual([
      ['https://orders.example'],
      ['api://x'],
    ]);
  });

  it('has one name for Ed25519, and the short form of its type', () => {
    const issuer = withService({}, { issuers }).issuers.get('https://id.example')?.policy;
    expect(issuer).toMatchObject({ algorithms: new Set(['EdDSA']), types: new Set(['at+jwt']) });
  });

  it('has defaults for what it does not say', () => {
    const issuer = withService({}, { issuers }).issuers.get('https://id.example')?.policy;
    expect(issuer).toMatchObject({
      principal: 'auto',
      tenantClaim: undefined,
      scopeClaim: ['scope'],
      roleClaim: ['roles'],
      require: [],
      limits: { clockSkew: Infinity, maxLifetime: Infinity },
    });
  });

  it('may say everything', () => {
    const full = {
      ...login,
      principal: 'user',
      tenant: '/org/id',
      scopes: 'scp',
      roles: 'https://x/roles',
      require: { a: { equals: 1 } },
      clockSkew: '1s',
      maxLifetime: '1m',
    } as const;
    const issuer = withService({}, { issuers: { login: full } }).issuers.get('https://id.example')?.policy;
    expect(issuer).toMatchObject({
      principal: 'user',
      tenantClaim: ['org', 'id'],
      scopeClaim: ['scp'],
      roleClaim: ['https://x/roles'],
      require: [{ name: 'a' }],
      limits: { clockSkew: 1, maxLifetime: 60 },
    });
  });
});

describe('the type of a token', () => {
  it.each([
    ['at+jwt', 'at+jwt'],
    ['AT+JWT', 'at+jwt'],
    ['application/at+jwt', 'at+jwt'],
    ['Application/JWT', 'jwt'],
    ['text/application/x', 'text/application/x'],
  ])('%s is %s', (type, canonical) => {
    expect(canonicalType(type)).toBe(canonical);
  });
});

describe('the mode of the audience', () => {
  it.each([
    [{}, {}, 'contains'],
    [{ audienceMode: 'exclusive' }, {}, 'exclusive'],
    [{}, { audienceMode: 'exclusive' }, 'exclusive'],
  ] as const)('with defaults %j and a service %j is %s', (defaults, service, mode) => {
    const { issuers } = withService(service, { defaults });
    expect([...issuers.values()].map(({ policy }) => policy.audienceMode)).toEqual([mode]);
  });
});

describe('limits', () => {
  it('are the built-in ones where the document says nothing', () => {
    expect(compiled({})).toMatchObject({
      limits: { clockSkew: 5, maxLifetime: 3600, maxAge: undefined },
      maxTokenBytes: 8192,
    });
  });

  it('are those of the defaults', () => {
    const defaults = { clockSkew: '10s', maxLifetime: '2h', maxAge: '1h', maxTokenBytes: 16_384 } as const;
    expect(compiled({ defaults })).toMatchObject({
      limits: { clockSkew: 10, maxLifetime: 7200, maxAge: 3600 },
      maxTokenBytes: 16_384,
    });
  });

  it('are the tightest of defaults, service and operation', () => {
    const defaults = { clockSkew: '10s', maxLifetime: '2h', maxAge: '1h', maxTokenBytes: 16_384 } as const;
    const operations = {
      narrow: { maxLifetime: '1m', maxAge: '2m', allow: [{ principal: 'user' }] },
      plain: { allow: [{ principal: 'user' }] },
    } as const;
    const service = withService(
      { clockSkew: '1s', maxLifetime: '1h', maxAge: '5m', maxTokenBytes: 512, operations },
      { defaults },
    );
    expect(service).toMatchObject({
      limits: { clockSkew: 1, maxLifetime: 3600, maxAge: 300 },
      maxTokenBytes: 512,
    });
    expect(service.operations.get('narrow')?.limits).toEqual({
      maxLifetime: 60,
      maxAge: 120,
      ownMaxLifetime: 60,
    });
    expect(service.operations.get('plain')?.limits).toEqual({
      maxLifetime: 3600,
      maxAge: 300,
      ownMaxLifetime: 3600,
    });
  });
});

describe('an operation', () => {
  const login = {
    iss: 'https://id.example',
    keys: { discovery: 'oidc' },
    algs: ['ES256'],
    typ: 'at+jwt',
    tenant: 'tid',
  } as const;
  const issuers = { login };
  const act = (operation: OperationDocument, service: Partial<ServiceDocument> = {}): unknown =>
    withService({ ...service, operations: { act: operation } }, { issuers }).operations.get('act');

  it.each<[string, OperationDocument, Partial<ServiceDocument>, unknown]>([
    ['nowhere', {}, {}, undefined],
    ['the path', { tenantFrom: 'path.tenant' }, {}, { from: 'path', key: 'tenant', served: undefined }],
    [
      'a header, in lower case',
      { tenantFrom: 'header.X-Tenant.Id' },
      {},
      { from: 'header', key: 'x-tenant.id', served: undefined },
    ],
    ['the host', { tenantFrom: 'host.1' }, {}, { from: 'host', key: '1', served: undefined }],
    [
      'where the service says',
      {},
      { tenantFrom: 'host.0', tenants: ['eu'] },
      { from: 'host', key: '0', served: new Set(['eu']) },
    ],
    [
      'where it says itself',
      { tenantFrom: 'host.1' },
      { tenantFrom: 'host.0' },
      { from: 'host', key: '1', served: undefined },
    ],
    ['nowhere, for any tenant', { tenant: 'any' }, { tenantFrom: 'host.0', tenants: ['eu'] }, undefined],
  ])('finds its tenant %s', (_where, operation, service, tenant) => {
    expect(act({ ...operation, allow: [{ principal: 'user' }] }, service)).toMatchObject({ tenant });
  });

  it('requires a token where it does not say otherwise', () => {
    expect(act({ allow: [{ principal: 'user' }] })).toMatchObject({ auth: 'required', route: undefined });
    expect(act({ auth: 'public', route: 'GET /' })).toMatchObject({
      auth: 'public',
      route: 'GET /',
      rules: [],
    });
  });

  it('has its rules in their order', () => {
    expect(
      act({
        allow: [
          { principal: 'user', scopes: ['a'] },
          { principal: 'workload', roles: { anyOf: ['b'] } },
        ],
      }),
    ).toMatchObject({
      rules: [
        {
          who: { principal: 'user' },
          actor: undefined,
          scopes: { mode: 'every', names: ['a'] },
          roles: undefined,
          where: [],
        },
        { who: { principal: 'workload' }, scopes: undefined, roles: { mode: 'some', names: ['b'] } },
      ],
    });
  });

  it('is found by its route', () => {
    const { routes } = withService({ operations: { show: { route: 'GET /orders/{id}', auth: 'public' } } });
    expect(routes.match('GET', '/orders/7')).toEqual({ operation: 'show', params: { id: '7' } });
  });
});

describe('a large policy', () => {
  it('compiles with thousands of operations', () => {
    const operations = Object.fromEntries(
      Array.from(
        { length: 3000 },
        (_, index) => [`op${index}`, { route: `GET /thing${index}/{id}`, auth: 'public' }] as const,
      ),
    );
    expect(withService({ operations }).routes.match('GET', '/thing2999/1')?.operation).toBe('op2999');
  });
});

describe('the example of the guide', () => {
  it('compiles', async () => {
    const payments = compileService(await parsePolicy(EXAMPLE), 'payments');
    expect(payments.limits).toEqual({ clockSkew: 5, maxLifetime: 900, maxAge: 600 });
    expect(payments.operations.get('createPayment')?.limits).toEqual({ maxLifetime: 900, maxAge: 120 });
    expect(payments.operations.get('deploy')?.tenant).toBeUndefined();
    expect(payments.operations.get('refund')?.rules[0]).toMatchObject({
      who: { identity: { name: 'refund-agent', issuer: 'login' } },
      actor: [{ name: 'sub' }],
    });
    expect(payments.routes.match('HEAD', '/v1/tenants/t-eu/payments')?.operation).toBe('listPayments');
  });
});
