/** Lists the routes of Koa's routers for the audit. It translates; the rule is in the core. */

import { ConfigurationError } from '@org/jwt-core';
import {
  auditRoutes,
  isObject,
  property,
  isOfEveryMethod,
  markOf,
  marksBeforeHandler,
  operationsOf,
  readAuditOptions,
  type AuditedMount as Mount,
  type MiddlewareMark,
  type MountedAuditOptions,
  type RouteAudit,
  type RouterRoute,
  type UnreadMount,
  type WiredVerifier,
} from '@org/jwt-core/adapter';
import { assertTakesEveryPath } from './router-use.js';
import { readRouter, type Layer, type RouterStack } from './router-stack.js';

/** A router of @koa/router 12 to 15, or koa-router 13. */
export interface AuditedRouter {
  readonly stack: readonly object[];
}

/** Where one router is, as it was given to `mount()`. */
export type AuditedMount = Mount<AuditedRouter>;

/** How routers are audited. `mounts` names those that koa-mount, or another function, mounts: they do not know it. */
export type KoaAuditOptions = MountedAuditOptions<AuditedRouter>;

/** Compares the routes of routers with the operations of the policy. */
export function auditKoa(
  verifier: WiredVerifier,
  routers: AuditedRouter | readonly AuditedRouter[],
  options: KoaAuditOptions = {},
): RouteAudit {
  const { mounts, rest } = readAuditOptions(options);
  const given = new Set([routers, mounts.map(({ router }) => router)].flat());
  if (given.size === 0)
    throw new ConfigurationError('audit(): expected a router of @koa/router, found none.');
  const routes: RouterRoute[] = [];
  const unread: UnreadMount[] = [];
  let index = 0;
  for (const each of given) {
    const router = readRouter(each);
    const { fixedPath } = router;
    if (fixedPath !== undefined) {
      unread.push({ route: `USE ${fixedPath}`, mounted: 'a router with routerPath', dispatches: 'unknown' });
    }
    const said = mounts.filter((mount) => mount.router === each).map(({ path }) => [path]);
    for (const mount of said.length > 0 ? said : [[]]) {
      routes.push(...routesOf(router, mount, index, verifier));
      index += 1;
    }
  }
  return auditRoutes(verifier, { routes, unread }, rest);
}

function routesOf(
  { layers, host, runs }: RouterStack,
  mount: readonly string[],
  router: number,
  verifier: WiredVerifier,
): readonly RouterRoute[] {
  const used = layers.filter((layer) => isOfUse(layer) && marksOf(layer, verifier).length > 0);
  for (const { regexp } of used) assertTakesEveryPath((path) => regexp?.test(path) === true);
  const routes = layers.flatMap((layer, index) => {
    if (isOfUse(layer)) return [];
    // An exclusive router runs one layer alone: what use() has added is left out.
    const ahead = runs === 'all' ? layers.slice(0, index).filter((each) => used.includes(each)) : [];
    const own = marksBeforeHandler(layer.middleware, verifier);
    const marks = [...ahead.flatMap((each) => marksOf(each, verifier)), ...own.judging];
    const isGuarded = marks.some(({ operation }) => operation === undefined);
    // The application may have a guard() in front of the router, but not where use() of this router was meant to be it.
    const isOpen = own.isTooLate || (marks.length === 0 && used.length > 0);
    const operations = operationsOf(marks);
    const route = {
      path: [...mount, layer.path],
      takes: (path: string) => layer.regexp?.test(path) === true,
      caseSensitive: layer.caseSensitive,
      strict: layer.strict,
      router,
      around: [],
      host,
      operations,
      // Koa cannot leave out the rest of a route.
      passedOn: runs === 'all' ? operations : [],
      guarded: isGuarded || (isOpen ? false : undefined),
      earlyParameters: ahead.length === 0 ? parametersBefore(layer, verifier) : [],
      hiddenParameters: [],
    };
    return [
      { parameters: layer.parameters, routes: methodsOf(layer).map((method) => ({ method, ...route })) },
    ];
  });
  return inOrder(routes, runs).flatMap((each) => each.routes);
}

/** What `router.use()` has added. */
function isOfUse({ methods }: Layer): boolean {
  return methods.length === 0;
}

function marksOf({ middleware }: Layer, verifier: WiredVerifier): readonly MiddlewareMark[] {
  return middleware.flatMap((each) => markOf(each, verifier) ?? []);
}

/** The parameters whose handlers the router has put in front of the middleware of ours. */
function parametersBefore({ middleware }: Layer, verifier: WiredVerifier): readonly string[] {
  const first = middleware.findIndex((each) => markOf(each, verifier) !== undefined);
  return middleware.slice(0, Math.max(first, 0)).flatMap((each) => {
    const parameter = isObject(each) ? property(each, 'param') : undefined;
    return typeof parameter === 'string' ? [parameter] : [];
  });
}

/** The route that runs comes first. */
function inOrder<Each extends { readonly parameters: number }>(
  routes: readonly Each[],
  runs: RouterStack['runs'],
): readonly Each[] {
  if (runs === 'last') return [...routes].reverse();
  if (runs === 'all') return routes;
  return [...routes].sort((left, right) => left.parameters - right.parameters);
}

/** The router adds HEAD to GET, and both are judged alike. */
function methodsOf({ methods }: Layer): readonly string[] {
  if (isOfEveryMethod((method) => methods.includes(method))) return ['ALL'];
  return methods.filter((method) => method !== 'HEAD' || !methods.includes('GET'));
}
