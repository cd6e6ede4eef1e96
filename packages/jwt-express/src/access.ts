import type { Verifier } from '@org/jwt-core';
import {
  createMiddlewares,
  wireVerifier,
  type AccessOptions,
  type Middlewares,
  type RouteAudit,
} from '@org/jwt-core/adapter';
import { auditExpress, type AuditedRouter, type ExpressAuditOptions } from './audit.js';
import { EXPRESS, type JwtMiddleware } from './framework.js';
import type { GuardOptions } from './mount.js';
import type { RoutedRequest } from './request.js';

/** What an application chooses besides the policy. */
export type ExpressAccessOptions = AccessOptions<RoutedRequest>;

/**
 * The middlewares of one service. `Operation` is the type of the policy's operation names, where it was made in code.
 *
 * In a sub-router whose mount path names the tenant, `operation(name)` needs `mergeParams: true`.
 */
export interface ExpressAccess<Operation extends string = string> extends Middlewares<
  JwtMiddleware,
  Operation,
  [options?: GuardOptions]
> {
  /**
   * Allows what the policy's `route:` templates allow, by method and path, and denies everything else. Middleware that
   * answers preflights or rewrites method or URL goes before it.
   *
   * Belongs at the root of the application. Below a mount path, {@link GuardOptions.mountPath} has to name that path.
   * Where the path that the router will use cannot be known for certain, the request ends in a
   * {@link ConfigurationError}.
   *
   * @throws {@link ConfigurationError} at once, for a mount path that it cannot compare with.
   */
  readonly guard: (options?: GuardOptions) => JwtMiddleware;
  /**
   * Compares the routes that the application really has with the policy, after all of them are added: routes without an
   * operation, operations without a route, and routes that `guard()` would take for another one. `{ strict: true }`
   * throws where anything is found: `jwt.audit(app, { strict: true })` is a whole test.
   *
   * @throws {@link ConfigurationError} with `strict`; and for what cannot be read as a router of Express 4 or 5.
   */
  readonly audit: (
    routers: AuditedRouter | readonly AuditedRouter[],
    options?: ExpressAuditOptions,
  ) => RouteAudit;
}

/**
 * Makes the middlewares of a verifier, for Express 4 or 5.
 *
 * @example
 * ```ts
 * const jwt = createExpressAccess(await createVerifier({ policy: 'jwt-policy.yaml', service: 'payments' }));
 * app.post('/payments', jwt.operation('createPayment'), (req, res) => {
 *   res.json({ by: getAuth(req)?.subject });
 * });
 * ```
 * Requests wait for a verifier that is promised. Where it is rejected, they are answered 503, and the process warns.
 *
 * @throws {@link ConfigurationError} for what is not a verifier, and for options that are unknown or of a wrong type.
 */
export function createExpressAccess<Operation extends string = string>(
  verifier: Verifier<Operation> | PromiseLike<Verifier<Operation>>,
  options: ExpressAccessOptions = {},
): ExpressAccess<Operation> {
  const wired = wireVerifier(verifier, EXPRESS.factory);
  return {
    ...createMiddlewares(EXPRESS, wired, options),
    audit: (routers, asked) => auditExpress(wired, routers, asked),
  };
}
