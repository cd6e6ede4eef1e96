import { AccessDeniedError, type Decision, type IdentifyOptions, type Verifier } from '@org/jwt-core';
import {
  aFunction,
  asError,
  assertVerifier,
  attachIdentity,
  markMiddleware,
  middlewareFactory,
  oneOf,
  readIdentifyOptions,
  readOptions,
  requestIdOf,
  type OptionKinds,
  type RouteAudit,
} from '@org/jwt-core/adapter';
import type { Context, Middleware, Next } from 'koa';
import { auditKoa, type AuditedRouter, type KoaAuditOptions } from './audit.js';
import { assertWholeUrl } from './mount.js';
import { accessRequest, routedRequest, type RequestNaming } from './request.js';
import { assertNotBelowPath } from './router-use.js';
import { setHeaders, writeDenial } from './response.js';

/** What happens beside the decision itself. */
export interface KoaJwtPolicyOptions {
  /**
   * `respond` (default) writes the core's response. `throw` throws an {@link AccessDeniedError} for the middleware
   * around it; Koa's own error handler sends its status and headers.
   */
  readonly onDeny?: 'respond' | 'throw';
  /**
   * By what name the log of the application knows a request: the `requestId` of its decision event. By default `ctx.req.id`,
   * as `koa-pino-logger` and `pino-http` set it. What it throws goes to the middleware around it.
   */
  readonly requestId?: RequestNaming;
}

const OPTIONS: OptionKinds<KoaJwtPolicyOptions> = {
  onDeny: oneOf('respond', 'throw'),
  requestId: aFunction,
};

/** The middlewares of one service. */
export interface KoaJwtPolicy {
  /**
   * Authentication alone: whose token is it? It does **not** say that the caller may do anything. With
   * `auth: 'optional'` a request without credential is anonymous, and one with a bad credential is refused.
   */
  readonly identify: (options?: IdentifyOptions) => Middleware;
  /**
   * Allows one operation of the policy. Belongs on the route itself, where `ctx.params` are the ones that the handler
   * will use: `router.post('/payments', jwt.operation('createPayment'), handler)`.
   *
   * @throws {@link ConfigurationError} at once, when the policy does not have the operation.
   */
  readonly operation: (name: string) => Middleware;
  /**
   * Allows what the policy's `route:` templates allow, by method and path, and refuses everything else. Whatever
   * answers preflights or rewrites method or URL goes before it, koa-mount behind it. Where the path that the router goes
   * by cannot be known for certain, as inside koa-mount, or in a router for a rewritten URL, the request ends in a
   * {@link ConfigurationError}.
   */
  readonly guard: () => Middleware;
  /**
   * Compares the routes that routers really have with the policy, after all of them are added: routes without an
   * operation, operations without a route, and routes that `guard()` would take for another one. `{ strict: true }` throws
   * where anything is found: `jwt.audit(router, { strict: true })` is a whole test. It takes routers of @koa/router 12 to
   * 15 and koa-router 13; an application of Koa does not say what its middleware does.
   *
   * @throws {@link ConfigurationError} with `strict`; and for what cannot be read as one of these routers.
   */
  readonly audit: (
    routers: AuditedRouter | readonly AuditedRouter[],
    options?: KoaAuditOptions,
  ) => RouteAudit;
}

/**
 * Puts a verifier in front of Koa 2 or 3.
 *
 * @example
 * ```ts
 * const jwt = koaJwtPolicy(await createVerifier({ policy: 'jwt-policy.yaml', service: 'payments' }));
 * router.post('/payments', jwt.operation('createPayment'), (ctx) => {
 *   ctx.body = { by: getAuth(ctx)?.subject };
 * });
 * ```
 */
export function koaJwtPolicy(verifier: Verifier, options: KoaJwtPolicyOptions = {}): KoaJwtPolicy {
  assertVerifier(verifier, 'koaJwtPolicy');
  const given = readOptions('koaJwtPolicy', options, OPTIONS);
  const { onDeny = 'respond', requestId = ({ req }: Context) => requestIdOf(req) } = given;
  const identify: KoaJwtPolicy['identify'] = (asked = {}) => {
    const read = readIdentifyOptions(asked);
    return middleware((ctx) => verifier.identify(accessRequest(ctx, requestId), read), onDeny);
  };
  const operation: KoaJwtPolicy['operation'] = (name) => {
    verifier.requireOperation(name);
    const made = middleware(
      (ctx) => verifier.decide(routedRequest(ctx, requestId), { operation: name }),
      onDeny,
    );
    return markMiddleware(made, { verifier, operation: name });
  };
  const guard: KoaJwtPolicy['guard'] = () => {
    const made = middleware((ctx) => {
      assertWholeUrl(ctx);
      return verifier.decide(accessRequest(ctx, requestId));
    }, onDeny);
    return markMiddleware(made, { verifier, operation: undefined });
  };
  return {
    identify: middlewareFactory('jwt.identify()', identify, { reads: ASKED_BY_KOA, most: 1 }),
    operation: middlewareFactory("jwt.operation('name')", operation, { reads: ASKED_BY_KOA, most: 1 }),
    guard: middlewareFactory('jwt.guard()', guard, { reads: ASKED_BY_KOA, most: 0 }),
    audit: (routers, asked) => auditKoa(verifier, routers, asked),
  };
}

/** `app.use()` asks for the name of a generator that was converted, `router.use()` for a router. */
const ASKED_BY_KOA = ['_name', 'router'];

type Decide = (ctx: Context) => Promise<Decision>;

function middleware(decide: Decide, onDeny: 'respond' | 'throw'): Middleware {
  const made = async (ctx: Context, next: Next): Promise<void> => {
    let decision: Decision;
    try {
      assertNotBelowPath(ctx, made);
      decision = await decide(ctx);
    } catch (reason) {
      attach(ctx, undefined);
      throw asError(reason); // Koa never answers a request for which `undefined` was thrown
    }
    attach(ctx, decision);
    if (ctx.headerSent) return; // a time limit, for instance, has answered meanwhile
    if (decision.outcome === 'allow') {
      setHeaders(ctx, decision.headers);
      await next();
      return;
    }
    if (onDeny === 'throw') throw new AccessDeniedError(decision);
    writeDenial(ctx, decision.response);
  };
  return made;
}

/** Whom the decision found is the only identity that the request has. */
function attach(ctx: Context, decision: Decision | undefined): void {
  attachIdentity(ctx.req, decision);
  ctx.state['auth'] = decision?.outcome === 'allow' ? decision.identity : undefined;
}
