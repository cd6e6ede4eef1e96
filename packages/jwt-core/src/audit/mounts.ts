/** Where the application says that its routers are mounted, and the options of an audit that says so. */

import { ConfigurationError } from '../options/configuration-error.js';
import { aList, anything, aText, readOptions, type OptionKinds } from '../options/read-options.js';
import { ROUTE_AUDIT_OPTIONS, type RouteAuditOptions } from './audit-routes.js';

/** Where one router is. */
export interface AuditedMount<Router> {
  /** The path at which the application mounts it. */
  readonly path: string;
  readonly router: Router;
}

/** How an audit is made, where routers do not know their mount paths. */
export interface MountedAuditOptions<Router> extends RouteAuditOptions {
  /** The routers whose mount paths the audit cannot see. */
  readonly mounts?: readonly AuditedMount<Router>[];
}

const OPTIONS: OptionKinds<MountedAuditOptions<unknown>> = { ...ROUTE_AUDIT_OPTIONS, mounts: aList };
const MOUNT: OptionKinds<AuditedMount<unknown>> = { path: aText, router: anything };

/**
 * For adapters: reads the options of an audit.
 *
 * @throws {@link ConfigurationError} for an option that is unknown or of a wrong type, and for a mount that is not at a
 * path.
 */
export function readAuditOptions<Router>(options: MountedAuditOptions<Router>): {
  readonly mounts: readonly AuditedMount<Router>[];
  readonly rest: RouteAuditOptions;
} {
  const { mounts = [], ...rest } = readOptions<MountedAuditOptions<Router>>('audit', options, OPTIONS);
  return { mounts: mounts.map((each) => readMount(each)), rest };
}

function readMount<Router>(given: AuditedMount<Router>): AuditedMount<Router> {
  const mount = readOptions<AuditedMount<Router>>('audit: mounts', given, MOUNT);
  if (/^\//u.test(mount.path)) return mount;
  throw new ConfigurationError(`audit: mounts: expected a path such as "/api", found "${mount.path}".`);
}
