import { ConfigurationError, type Verifier } from '@org/jwt-core';
import type { RouteAudit } from '@org/jwt-core/adapter';
import { STUB_ALLOWED } from '@org/jwt-testing';
import { describe, expect, it } from 'vitest';
import { deciding } from './serve.js';

/** A verifier with these operations: `getOrder: 'GET /orders/{id}'`; one without a template has `''`. */
export function verifierOf(templates: Readonly<Record<string, string>>): Verifier {
  return {
    ...deciding(STUB_ALLOWED),
    service: 'orders',
    operations: () =>
      Object.entries(templates).map(([name, template]) => ({
        name,
        auth: 'required',
        route: template === '' ? undefined : template,
        tenantFrom: template.includes('{tenant}') ? 'path.tenant' : undefined,
      })),
  };
}

/** `GET /orders → listOrders`, in the order in which the router prefers them. */
export const routesOf = ({ routes }: RouteAudit): readonly string[] =>
  routes.map(({ route, operations }) => `${route} → ${operations.join(', ') || 'none'}`);

/** `not-guarded GET /orders`. */
export const findingsOf = ({ findings }: RouteAudit): readonly string[] =>
  findings.map((each) =>
    `${each.kind} ${'route' in each ? each.route : 'operation' in each ? each.operation : ''}`.trim(),
  );

/** What comes before the handler of a route, or after it. */
export type Step = 'handler' | 'other' | 'guard' | { readonly operation: string };

/** A route of the audited router. */
export type Route = readonly [
  method: 'get' | 'post' | 'all',
  path: string | RegExp,
  ...steps: readonly Step[],
];

/** One version of a router. */
export interface AuditDriver {
  readonly name: string;
  /** Audits a router with these routes; with `guarded`, requests go through `guard()` before it. */
  readonly audit: (
    verifier: Verifier,
    routes: readonly Route[],
    options?: { readonly guarded?: boolean; readonly spelling?: boolean },
    auditOptions?: object,
  ) => RouteAudit;
  /** Everything below `/files`, in the notation of this version. */
  readonly wildcard: string;
}

/** What the audit says of any framework's router. */
export function describeAudit(drivers: readonly AuditDriver[]): void {
  describe.each(drivers.map((driver) => [driver.name, driver] as const))(
    'the audit of %s',
    (_name, { audit, wildcard }) => {
      const guarded = { guarded: true };

      it('finds nothing where every route has its operation', () => {
        const verifier = verifierOf({
          list: 'GET /api/orders',
          get: 'GET /api/orders/{id}',
          create: 'POST /api/orders',
        });
        const routes: Route[] = [
          ['get', '/api/orders', 'handler'],
          ['get', '/api/orders/:id', 'handler'],
          ['post', '/api/orders', 'other', 'handler'],
        ];
        const report = audit(verifier, routes, guarded, { strict: true });
        expect(report.findings).toEqual([]);
        expect(routesOf(report)).toEqual([
          'GET /api/orders → list',
          'GET /api/orders/:id → get',
          'POST /api/orders → create',
        ]);
      });

      it('sees operation(name) on a route, also after another middleware', () => {
        const verifier = verifierOf({ a: '', b: '' });
        const routes: Route[] = [
          ['get', '/a', 'other', { operation: 'a' }, 'handler'],
          ['get', '/b', { operation: 'b' }, 'other', 'handler'],
        ];
        expect(routesOf(audit(verifier, routes, {}, { strict: true }))).toEqual(['GET /a → a', 'GET /b → b']);
      });

      it.each<[string, Route]>([
        ['operation(name)', ['get', '/a', 'handler', { operation: 'a' }]],
        ['guard()', ['get', '/a', 'handler', 'guard']],
      ])('reports a route as open where %s is after the handler', (_what, route) => {
        expect(findingsOf(audit(verifierOf({ a: 'GET /a' }), [route]))).toContain('not-guarded GET /a');
      });

      it.each<[string, Route[]]>([
        [
          'is split',
          [
            ['get', '/a', { operation: 'a' }],
            ['get', '/a', 'handler'],
          ],
        ],
        ['has functions around its operation', [['get', '/a', 'other', { operation: 'a' }, 'handler']]],
        ['has a guard() of its own', [['get', '/a', 'guard', 'handler']]],
      ])('finds nothing about a route that %s', (_what, routes) => {
        expect(findingsOf(audit(verifierOf({ a: 'GET /a' }), routes))).toEqual([]);
      });

      it('reports the bound operation of another route, and all() where the operation has one method', () => {
        const routes: Route[] = [
          ['get', '/orders', { operation: 'get' }, 'handler'],
          ['all', '/orders/:id', { operation: 'get' }, 'handler'],
        ];
        const verifier = verifierOf({ get: 'GET /orders/{id}', list: 'GET /orders' });
        expect(findingsOf(audit(verifier, routes))).toEqual([
          'other-operation GET /orders',
          'more-methods ALL /orders/:id',
          'operation-without-route list',
        ]);
      });

      it('reports a literal that guard() takes for a parameter, and one that the router hides', () => {
        const routes: Route[] = [
          ['get', '/orders/export', 'handler'],
          ['get', '/orders/:id', 'handler'],
          ['get', '/orders/import', 'handler'],
        ];
        expect(findingsOf(audit(verifierOf({ get: 'GET /orders/{id}' }), routes, guarded))).toEqual([
          'judged-as-another GET /orders/export',
          'unreachable-route GET /orders/import',
        ]);
      });

      it('reports a tenant that the route of operation(name) calls otherwise', () => {
        const routes: Route[] = [['get', '/t/:id', { operation: 'get' }, 'handler']];
        expect(findingsOf(audit(verifierOf({ get: 'GET /t/{tenant}' }), routes))).toEqual([
          'parameter-name GET /t/:id',
        ]);
      });

      it('finds nothing where a wildcard of the router is one of the policy', () => {
        const verifier = verifierOf({ files: 'GET /files/{path...}', list: 'GET /files' });
        const routes: Route[] = [
          ['get', '/files', 'handler'],
          ['get', wildcard, 'handler'],
        ];
        const report = audit(verifier, routes, guarded, { strict: true });
        expect(routesOf(report)).toEqual(['GET /files → list', `GET ${wildcard} → files`]);
      });

      it('sees operation(name) on a wildcard', () => {
        const routes: Route[] = [['get', wildcard, { operation: 'files' }, 'handler']];
        for (const template of ['', 'GET /files/{path...}']) {
          const report = audit(verifierOf({ files: template }), routes, {}, { strict: true });
          expect(routesOf(report)).toEqual([`GET ${wildcard} → files`]);
        }
        expect(findingsOf(audit(verifierOf({ files: 'GET /files/{id}' }), routes))).toEqual([
          `other-operation GET ${wildcard}`,
        ]);
      });

      it('reports what is below a wildcard of the policy, and what the wildcard of the router hides', () => {
        const routes: Route[] = [
          ['get', '/files/export', 'handler'],
          ['get', wildcard, 'handler'],
          ['get', '/files/:a/:b', 'handler'],
        ];
        const verifier = verifierOf({ files: 'GET /files/{path...}' });
        expect(findingsOf(audit(verifier, routes, guarded))).toEqual([
          'judged-as-another GET /files/export',
          'unreachable-route GET /files/:a/:b',
        ]);
      });

      it('reports a wildcard of the router that takes the path of an operation', () => {
        const verifier = verifierOf({ get: 'GET /files/{id}', other: 'GET /other/{path...}' });
        expect(findingsOf(audit(verifier, [['get', wildcard, 'handler']], guarded))).toEqual([
          `judged-as-another GET ${wildcard}`,
          'operation-without-route get',
          'operation-without-route other',
        ]);
      });

      it('reports regular expressions, and a wildcard before the end, as not comparable', () => {
        const routes: Route[] = [
          ['get', '/a', 'handler'],
          ['get', /^\/orders\/(\d+)$/u, 'handler'],
          ['get', `${wildcard}/x`, 'handler'],
        ];
        expect(findingsOf(audit(verifierOf({ a: 'GET /a' }), routes, guarded))).toEqual([
          'not-comparable GET /^\\/orders\\/(\\d+)$/u',
          `not-comparable GET ${wildcard}/x`,
        ]);
      });

      it('knows whether the router distinguishes case and final slashes', () => {
        const routes: Route[] = [
          ['get', '/A', 'handler'],
          ['get', '/b/', 'handler'],
        ];
        const verifier = verifierOf({ a: 'GET /a', b: 'GET /b' });
        expect(findingsOf(audit(verifier, routes, { guarded: true, spelling: true }))).toEqual([
          'route-without-operation GET /A',
          'route-without-operation GET /b/',
          'operation-without-route a',
          'operation-without-route b',
        ]);
      });

      it('reports a router without routes, and throws the report with `strict`', () => {
        const verifier = verifierOf({ a: 'GET /a' });
        expect(findingsOf(audit(verifier, []))).toEqual(['no-routes', 'operation-without-route a']);
        expect(() => audit(verifier, [], {}, { strict: true })).toThrow(ConfigurationError);
        expect(() => audit(verifier, [], {}, { strict: true })).toThrow(
          /^Routes of orders: 0 routes, 1 operation/u,
        );
      });

      it.each<[string, object, RegExp]>([
        [
          'an option that there is not',
          { strikt: true },
          /there is no option "strikt". Did you mean "strict"\?/u,
        ],
        [
          'a mount without the form of one',
          { mounts: ['/api'] },
          /expected an object of options, found a string/u,
        ],
        [
          'a mount with an unknown part',
          { mounts: [{ route: '/api' }] },
          /no option "route". Did you mean "router"/u,
        ],
        [
          'a mount without a router',
          { mounts: [{ path: '/api' }] },
          /expected (the application|a router) .*, found/u,
        ],
      ])('rejects %s', (_what, options, message) => {
        const routes: Route[] = [['get', '/a', 'handler']];
        expect(() => audit(verifierOf({ a: 'GET /a' }), routes, {}, options)).toThrow(message);
      });
    },
  );
}
