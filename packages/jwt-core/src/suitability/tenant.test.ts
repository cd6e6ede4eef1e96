import { describe, expect, it } from 'vitest';
import { JSON_VALUES, judged, verdict, type Asking } from '../../test/policy-questions.js';
import { tenant } from './tenant.js';

/** An operation that compares tenants, and a token of the tenant `eu`. */
function comparing(
  from: 'path.tenant' | 'header.X-Tenant' | 'host.0' | 'host.1',
  asking: Asking = {},
): string {
  return verdict(tenant, {
    issuer: { tenant: 'tid' },
    operation: { tenantFrom: from, allow: [{ principal: 'user' }] },
    ...asking,
    claims: { tid: 'eu', ...asking.claims },
  });
}

const headers = (...rawHeaders: readonly string[]): Asking => ({ request: { rawHeaders } });

describe('the tenant of the path', () => {
  it.each([
    ['the same', { tenant: 'eu' }, 'passed'],
    ['another', { tenant: 'us' }, 'tenant.mismatch'],
    ['another case', { tenant: 'EU' }, 'tenant.mismatch'],
    ['none', {}, 'tenant.unresolved'],
    ['another parameter', { id: 'eu' }, 'tenant.unresolved'],
    ['an empty one', { tenant: '' }, 'tenant.unresolved'],
    ['a list', { tenant: ['eu'] }, 'tenant.unresolved'],
    ['a number', { tenant: 1 }, 'tenant.unresolved'],
    ['one that is inherited', Object.create({ tenant: 'eu' }) as object, 'tenant.unresolved'],
    ['no parameters at all', undefined, 'tenant.unresolved'],
  ])('is %s: %s', (_what, params, code) => {
    expect(comparing('path.tenant', { params: params as Asking['params'] })).toBe(code);
  });
});

describe('the tenant of a header', () => {
  it.each([
    ['the same', headers('X-Tenant', 'eu'), 'passed'],
    ['the same, in another case of the name', headers('x-tenant', 'eu'), 'passed'],
    ['another', headers('X-Tenant', 'us'), 'tenant.mismatch'],
    ['two in one line', headers('X-Tenant', 'eu, us'), 'tenant.mismatch'],
    ['none', headers('X-Other', 'eu'), 'tenant.unresolved'],
    ['an empty one', headers('X-Tenant', ''), 'tenant.unresolved'],
    ['one twice', headers('X-Tenant', 'eu', 'x-tenant', 'eu'), 'tenant.unresolved'],
    ['two', headers('X-Tenant', 'eu', 'X-Tenant', 'us'), 'tenant.unresolved'],
  ])('is %s: %s', (_what, asking, code) => {
    expect(comparing('header.X-Tenant', asking)).toBe(code);
  });
});

describe('the tenant of the host', () => {
  const host = (value: string, target = '/orders'): Asking => ({
    request: { target, rawHeaders: ['Host', value] },
  });
  const hosts = (...rawHeaders: string[]): Asking => ({ request: { target: '/orders', rawHeaders } });
  it.each([
    ['the same', 'host.0', host('eu.orders.example'), 'passed'],
    ['the same, with a port', 'host.0', host('eu.orders.example:8443'), 'passed'],
    ['a port in the midst of the name', 'host.0', host('eu:80.orders.example'), 'tenant.unresolved'],
    ['the same, in capitals', 'host.0', host('EU.Orders.Example'), 'passed'],
    ['the second label', 'host.1', host('api.eu.example'), 'passed'],
    ['another', 'host.0', host('us.orders.example'), 'tenant.mismatch'],
    ['a label that is not there', 'host.1', host('eu'), 'tenant.unresolved'],
    ['an address in brackets', 'host.0', host('[::1]:8080'), 'tenant.unresolved'],
    ['a host with a dot at the end', 'host.0', host('eu.orders.example.'), 'tenant.unresolved'],
    ['an empty label', 'host.1', host('api..eu'), 'tenant.unresolved'],
    ['a host with credentials', 'host.0', host('eu@orders.example'), 'tenant.unresolved'],
    ['a host with a path', 'host.0', host('eu.orders.example/x'), 'tenant.unresolved'],
    ['an empty host', 'host.0', host(''), 'tenant.unresolved'],
    ['no host', 'host.0', {}, 'tenant.unresolved'],
    ['an HTTP/2 authority', 'host.0', hosts(':authority', 'eu.orders.example'), 'passed'],
    [
      'an HTTP/2 authority and the same host',
      'host.0',
      hosts(':authority', 'eu.x', 'host', 'eu.x'),
      'passed',
    ],
    [
      'an HTTP/2 authority and another host',
      'host.0',
      hosts(':authority', 'us.x', 'host', 'eu.x'),
      'tenant.unresolved',
    ],
    [
      'an HTTP/2 authority and two hosts',
      'host.0',
      hosts(':authority', 'eu.x', 'host', 'eu.x', 'host', 'eu.x'),
      'tenant.unresolved',
    ],
    [
      'two hosts',
      'host.0',
      headers('Host', 'eu.orders.example', 'Host', 'us.orders.example'),
      'tenant.unresolved',
    ],
    [
      'a target in absolute form',
      'host.0',
      host('eu.orders.example', 'http://us.orders.example/'),
      'tenant.unresolved',
    ],
    ['a target of an asterisk', 'host.0', host('eu.orders.example', '*'), 'tenant.unresolved'],
  ] as const)('is %s (%s): %s', (_what, from, asking, code) => {
    expect(comparing(from, asking)).toBe(code);
  });
});

describe('the tenant of the token', () => {
  const params = { tenant: 'eu' };

  it('has to be there where tenants are compared', () => {
    expect(comparing('path.tenant', { params, claims: { tid: undefined } })).toBe('tenant.missing');
  });

  it.each(Object.entries(JSON_VALUES))('as %s is never the one of the request', (_what, tid) => {
    const ofText = tid === '' ? 'tenant.missing' : 'tenant.mismatch';
    const otherwise = tid === null ? 'tenant.missing' : 'tenant.malformed';
    expect(comparing('path.tenant', { params, claims: { tid } })).toBe(
      typeof tid === 'string' ? ofText : otherwise,
    );
  });

  it.each(['identify', 'unknown'] as const)('with a wrong type is refused also with %s', (operation) => {
    expect(comparing('path.tenant', { claims: { tid: 1 }, operation })).toBe('tenant.malformed');
  });

  it('is malformed where something on the way to it is no object', () => {
    expect(comparing('path.tenant', { params, issuer: { tenant: '/org/id' }, claims: { org: 'eu' } })).toBe(
      'tenant.malformed',
    );
  });

  it('may be missing where it is not asked for', () => {
    expect(verdict(tenant, { issuer: { tenant: 'tid' }, operation: 'identify' })).toBe('passed');
  });

  it('must be named by every issuer that the operation takes', () => {
    const operation = { tenantFrom: 'path.tenant', allow: [{ principal: 'user' }] } as const;
    const service = { accept: ['login', 'other'], operations: { act: operation } } as const;
    const asking: Asking = { issuer: { tenant: 'tid' }, service, operation, params };
    expect(verdict(tenant, { ...asking, claims: { iss: 'https://other.example' } })).toBe('tenant.missing');
  });
});

describe('the tenants that a service serves', () => {
  const service = { tenants: ['eu', 'us'], tenantFrom: 'path.tenant' } as const;
  const operation = { allow: [{ principal: 'user' }] } as const;
  const asking = (tid: string, named: string): Asking => ({
    issuer: { tenant: 'tid' },
    service: { ...service, operations: { act: operation } },
    operation,
    claims: { tid },
    params: { tenant: named },
  });

  it('are let in', () => {
    expect(verdict(tenant, asking('us', 'us'))).toBe('passed');
  });

  it('are all it serves', () => {
    expect(verdict(tenant, asking('asia', 'asia'))).toBe('tenant.mismatch');
    expect(judged(asking('asia', 'asia'))?.expected).toBe('a tenant that this service serves');
  });

  it.each([
    ['another', { tenant: 'eu' }],
    ['an empty one', { tenant: '' }],
    ['one of a wrong type', { tenant: 7 }],
    ['none', {}],
  ])('are all it serves, also where the request names %s', (_what, params) => {
    expect(verdict(tenant, { ...asking('asia', 'asia'), params })).toBe('tenant.mismatch');
  });

  it('have to be named by the request', () => {
    expect(verdict(tenant, { ...asking('eu', 'eu'), params: {} })).toBe('tenant.unresolved');
  });

  it('are not asked for by an operation of any tenant', () => {
    const any = { tenant: 'any', allow: [{ principal: 'user' }] } as const;
    const all: Asking = { ...asking('asia', 'asia'), service: { ...service, operations: { act: any } } };
    expect(verdict(tenant, all)).toBe('passed');
  });
});

describe('the first of several objections', () => {
  it.each<[string, Asking, string]>([
    ['missing before unresolved', { claims: { tid: undefined } }, 'tenant.missing'],
    ['malformed before unresolved', { claims: { tid: 1 } }, 'tenant.malformed'],
    ['malformed before mismatch', { claims: { tid: 1 }, params: { tenant: 'us' } }, 'tenant.malformed'],
  ])('is %s', (_what, asking, code) => {
    expect(comparing('path.tenant', asking)).toBe(code);
  });
});

describe('an issuer with one iss for each tenant', () => {
  const customers = { iss: 'https://id.example/{tenant}', tenants: ['eu', 'us'] } as const;
  const asking = (claims: object, issuer: object = {}): Asking => ({
    issuer: { ...customers, ...issuer },
    operation: { tenantFrom: 'header.X-Tenant', allow: [{ principal: 'user' }] },
    claims: { iss: 'https://id.example/eu', ...claims },
    request: { rawHeaders: ['X-Tenant', 'eu'] },
  });

  it.each([
    ['speaks for the tenant of its iss', {}, {}, 'passed'],
    ['speaks for no other', { iss: 'https://id.example/us' }, {}, 'tenant.mismatch'],
    ['does not listen to a claim that the policy does not name', { tid: 'us' }, {}, 'passed'],
    ['may say it twice', { tid: 'eu' }, { tenant: 'tid' }, 'passed'],
    ['may not say two things', { tid: 'us' }, { tenant: 'tid' }, 'tenant.mismatch'],
    ['may not leave out what the policy names', {}, { tenant: 'tid' }, 'tenant.missing'],
    ['may not say it in another type', { tid: ['eu'] }, { tenant: 'tid' }, 'tenant.malformed'],
  ])('%s', (_what, claims, issuer, code) => {
    expect(verdict(tenant, asking(claims, issuer))).toBe(code);
  });

  it('may not say two things where no operation asks', () => {
    const contradiction = asking({ tid: 'us' }, { tenant: 'tid' });
    expect(verdict(tenant, { ...contradiction, operation: 'identify' })).toBe('tenant.mismatch');
    expect(
      verdict(tenant, { ...contradiction, operation: { tenant: 'any', allow: [{ principal: 'user' }] } }),
    ).toBe('tenant.mismatch');
  });
});

describe('an issuer that may speak for some tenants', () => {
  it.each([
    ['one of them', { tid: 'eu' }, 'passed'],
    ['another', { tid: 'asia' }, 'tenant.mismatch'],
    ['none', {}, 'tenant.missing'],
    ['a wrong type', { tid: 7 }, 'tenant.malformed'],
  ])('and says %s', (_what, claims, code) => {
    for (const operation of ['identify', { tenant: 'any', allow: [{ principal: 'user' }] }] as const) {
      expect(verdict(tenant, { issuer: { tenant: 'tid', tenants: ['eu'] }, operation, claims })).toBe(code);
    }
  });
});
