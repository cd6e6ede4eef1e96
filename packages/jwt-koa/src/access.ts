import type { Verifier } from '@org/jwt-core';
import {
  createMiddlewares,
  wireVerifier,
  type AccessOptions,
  type Middlewares,
  type RouteAudit,
} from '@org/jwt-core/adapter';
import type { Context, Middleware } from 'koa';
import { auditKoa, type AuditedRouter, type KoaAuditOptions } from './audit.js';
import { KOA } from './framework.js';

/** What an application chooses besides the policy. */
export type KoaAccessOptions = AccessOptions<Context>;

/**
 * The middlewares of one service. `Operation` is the type of the policy's operation names, where it was made in code.
 */
export interface KoaAccess<Operation extends string = string> extends Middlewares<Middleware, Operation, []> {
  /**
   * Allows what the policy's `route:` templates allow, by method and path, and denies everything else. Middleware that
   * answers preflights or rewrites method or URL goes before it, koa-mount after it. Where the path that the router
   * goes by cannot be known for certain, as inside koa-mount, or in a router for a rewritten URL, the request ends in a
   * {@link ConfigurationError}.
   */
  readonly guard: () => Middleware;
  /**
   * Compares the routes that routers really have with the policy, after all of them are added: routes without an
   * operation, operations without a route, and routes that `guard()` would take for another one. `{ strict: true }`
   * throws where anything is found: `jwt.audit(router, { strict: true })` is a whole test. It takes routers of
   * @koa/router 12 to 15 and koa-router 13; an application of Koa does not say what its middleware does.
   *
   * @throws {@link ConfigurationError} with `strict`; and for what cannot be read as one of these routers.
   */
  readonly audit: (
    routers: AuditedRouter | readonly AuditedRouter[],
    options?: KoaAuditOptions,
  ) => RouteAudit;
}

/**
 * Makes the middlewares of a verifier, for Koa 2 or 3.
 *
 * @example
 * ```ts
 * const jwt = createKoaAccess(await createVerifier({ policy: 'jwt-policy.yaml', service: 'payments' }));
 * router.post('/payments', jwt.operation('createPayment'), (ctx) => {
 *   ctx.body = { by: getAuth(ctx)?.subject };
 * });
 * ```
 * Requests wait for a verifier that is promised. Where it is rejected, they are answered 503, and the process warns.
 *
 * @throws {@link ConfigurationError} for what is not a verifier, and for options that are unknown or of a wrong type.
 */
export function createKoaAccess<Operation extends string = string>(
  verifier: Verifier<Operation> | PromiseLike<Verifier<Operation>>,
  options: KoaAccessOptions = {},
): KoaAccess<Operation> {
  const wired = wireVerifier(verifier, KOA.factory);
  return {
    ...createMiddlewares(KOA, wired, options),
    audit: (routers, asked) => auditKoa(wired, routers, asked),
  };
}
