import {
  AccessDeniedError,
  aFunction,
  asError,
  attachIdentity,
  oneOf,
  readIdentifyOptions,
  readOptions,
  requestIdOf,
  type Decision,
  type IdentifyOptions,
  type OptionKinds,
  type Verifier,
} from '@org/jwt-core';
import type { Context, Middleware, Next } from 'koa';
import { accessRequest, assertWholeUrl, routedRequest, type RequestNaming } from './request.js';
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
  identify(options?: IdentifyOptions): Middleware;
  /**
   * Allows one operation of the policy. Belongs on the route itself, where `ctx.params` are the ones that the handler
   * will use: `router.post('/payments', jwt.operation('createPayment'), handler)`.
   *
   * @throws {@link ConfigurationError} at once, when the policy does not have the operation.
   */
  operation(name: string): Middleware;
  /**
   * Allows what the policy's `route:` templates allow, by method and path, and refuses everything else. Whatever
   * answers preflights or rewrites method or URL goes before it, koa-mount behind it.
   */
  guard(): Middleware;
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
  const read = readOptions('koaJwtPolicy', options, OPTIONS);
  const { onDeny = 'respond', requestId = ({ req }: Context) => requestIdOf(req) } = read;
  return {
    identify(asked) {
      const how = readIdentifyOptions(asked);
      return middleware((ctx) => verifier.identify(accessRequest(ctx, requestId), how), onDeny);
    },
    operation(name) {
      verifier.operation(name);
      return middleware((ctx) => verifier.decide(routedRequest(ctx, requestId), name), onDeny);
    },
    guard: () =>
      middleware((ctx) => {
        assertWholeUrl(ctx);
        return verifier.decide(accessRequest(ctx, requestId));
      }, onDeny),
  };
}

type Decide = (ctx: Context) => Promise<Decision>;

function middleware(decide: Decide, onDeny: 'respond' | 'throw'): Middleware {
  return async (ctx: Context, next: Next): Promise<void> => {
    let decision: Decision;
    try {
      decision = await decide(ctx);
    } catch (reason) {
      throw asError(reason); // Koa never answers a request for which `undefined` was thrown
    }
    if (ctx.headerSent) return; // a time limit, for instance, has answered meanwhile
    if (decision.outcome === 'allow') {
      setHeaders(ctx, decision.headers);
      ctx.state['auth'] = decision.identity;
      attachIdentity(ctx.req, decision);
      await next();
      return;
    }
    if (onDeny === 'throw') throw new AccessDeniedError(decision);
    writeDenial(ctx, decision.response);
  };
}
