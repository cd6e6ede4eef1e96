/** Lists the routes of an Express application for the audit. It translates; the rule is in the core. */

import { ConfigurationError } from '@org/jwt-core';
import {
  auditRoutes,
  readAuditOptions,
  type AuditedMount as Mount,
  type MountedAuditOptions,
  type RouteAudit,
  type WiredVerifier,
} from '@org/jwt-core/adapter';
import type { IRouter } from 'express';
import { RouteCollector } from './route-collector.js';
import { isApplication, isRouter } from './router-stack.js';

/** What has routes: an application, or a router. */
export type AuditedRouter = IRouter;

/** Where one router is, as it would be given to `use()`. */
export type AuditedMount = Mount<AuditedRouter>;

/**
 * How an application is audited. `mounts` names the routers whose mount path the audit cannot see: those below the
 * router that is passed, those that a function of the application mounts, and those of `router` before 2.3, which keeps
 * no mount path.
 */
export type ExpressAuditOptions = MountedAuditOptions<AuditedRouter>;

/** Compares the routes of applications or routers with the operations of the policy. */
export function auditExpress(
  verifier: WiredVerifier,
  routers: AuditedRouter | readonly AuditedRouter[],
  options: ExpressAuditOptions = {},
): RouteAudit {
  const { mounts, rest } = readAuditOptions(options);
  const given = [routers].flat();
  if (given.length === 0)
    throw new ConfigurationError('audit(): expected an application or a router, found none.');
  for (const each of [...given, ...mounts.map(({ router }) => router)]) assertRouter(each);
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

/** A mount that is not there would be a path that no route has. */
function assertUsed([unused]: readonly Mount<object>[]): void {
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
