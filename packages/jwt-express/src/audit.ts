/** Lists the routes of an Express application for the audit. It translates; the rule is in the core. */

import { ConfigurationError, type Verifier } from '@org/jwt-core';
import {
  aList,
  anything,
  aText,
  auditRoutes,
  readOptions,
  ROUTE_AUDIT_OPTIONS,
  type OptionKinds,
  type RouteAudit,
  type RouteAuditOptions,
} from '@org/jwt-core/adapter';
import type { IRouter } from 'express';
import { RouteCollector, type Mount } from './route-collector.js';
import { isApplication, isRouter } from './router-stack.js';

/** What has routes: an application, or a router. */
export type AuditedRouter = IRouter;

/** How an application is audited. */
export interface ExpressAuditOptions extends RouteAuditOptions {
  /**
   * Where a router is, where the audit cannot see it: below the router that is passed, mounted by a function of yours, or
   * mounted with `router` before 2.3, which keeps no mount path.
   */
  readonly mounts?: readonly AuditedMount[];
}

/** Where one router is. */
export interface AuditedMount {
  /** As it would be given to `use()`. */
  readonly path: string;
  readonly router: AuditedRouter;
}

const OPTIONS: OptionKinds<ExpressAuditOptions> = { ...ROUTE_AUDIT_OPTIONS, mounts: aList };
const MOUNT: OptionKinds<AuditedMount> = { path: aText, router: anything };

/** Compares the routes of applications or routers with the operations of the policy. */
export function auditExpress(
  verifier: Verifier,
  routers: AuditedRouter | readonly AuditedRouter[],
  options: ExpressAuditOptions = {},
): RouteAudit {
  const { mounts: said = [], ...rest } = readOptions('audit', options, OPTIONS);
  const mounts = said.map((mount) => readOptions('audit: mounts', mount, MOUNT));
  const given = [routers].flat();
  if (given.length === 0)
    throw new ConfigurationError('audit(): expected an application or a router, found none.');
  for (const each of [...given, ...mounts.map(({ router }) => router)]) assertRouter(each);
  for (const { path } of mounts) assertMountPath(path);
  const collector = new RouteCollector(verifier, given, mounts);
  const contents = collector.collect();
  assertUsed(collector.unusedMounts());
  return auditRoutes(verifier, contents, rest);
}

function assertRouter(value: unknown): void {
  if (isApplication(value) || isRouter(value)) return;
  throw new ConfigurationError(
    `audit(): expected the application that express() returned, or a Router, found ${describe(value)}.`,
  );
}

function assertMountPath(path: string): void {
  if (path.startsWith('/')) return;
  throw new ConfigurationError(`audit: mounts: expected a path such as "/api", found "${path}".`);
}

/** A mount that is not there would be a path that no route has. */
function assertUsed([unused]: readonly Mount[]): void {
  if (unused === undefined) return;
  throw new ConfigurationError(
    `audit: mounts: the router of "${unused.path}" is mounted elsewhere: correct the path, or leave the entry out.`,
  );
}

function describe(value: unknown): string {
  return typeof value === 'string'
    ? `"${value}"`
    : value === null
      ? 'null'
      : `a value of type ${typeof value}`;
}
