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
import type { ServerResponse } from 'node:http';
import { auditExpress, type AuditedRouter, type ExpressAuditOptions } from './audit.js';
import { mountOf, type GuardOptions } from './mount.js';
import { accessRequest, routedRequest, type RequestNaming, type RoutedRequest } from './request.js';
import { setHeaders, writeDenial } from './response.js';

/** What happens beside the decision itself. */
export interface ExpressJwtPolicyOptions {
  /**
   * `respond` (default) writes the core's response. `throw` hands an {@link AccessDeniedError} to the application's
   * error handler, which then answers.
   */
  readonly onDeny?: 'respond' | 'throw';
  /**
   * By what name the log of the application knows a request: the `requestId` of its decision event. By default `req.id`, as
   * `pino-http` and `express-request-id` set it. What it throws goes to the error handler.
   */
  readonly requestId?: RequestNaming;
}

const OPTIONS: OptionKinds<ExpressJwtPolicyOptions> = {
  onDeny: oneOf('respond', 'throw'),
  requestId: aFunction,
};

/** A middleware for any route of Express 4 or 5. Generic, so that Express still infers the route's parameters. */
export type JwtMiddleware = <Params>(
  req: RoutedRequest<Params>,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** The middlewares of one service. */
export interface ExpressJwtPolicy {
  /**
   * Authentication alone: whose token is it? It does **not** say that the caller may do anything. With
   * `auth: 'optional'` a request without credential is anonymous, and one with a bad credential is refused.
   */
  readonly identify: (options?: IdentifyOptions) => JwtMiddleware;
  /**
   * Allows one operation of the policy. Belongs on the route itself, where `req.params` are the ones that the handler
   * will use: `app.post('/payments', jwt.operation('createPayment'), handler)`. In a sub-router whose mount path names
   * the tenant, create the router with `mergeParams: true`.
   *
   * @throws {@link ConfigurationError} at once, when the policy does not have the operation.
   */
  readonly operation: (name: string) => JwtMiddleware;
  /**
   * Allows what the policy's `route:` templates allow, by method and path, and refuses everything else. Whatever
   * answers preflights or rewrites method or URL goes before it.
   *
   * Belongs at the root of the application. Below a mount path, it has to be said which that is: see
   * {@link GuardOptions.mountPath}. Where the path that the router will use cannot be known for certain, the request ends
   * in a {@link ConfigurationError}.
   *
   * @throws {@link ConfigurationError} at once, for a mount path that it cannot compare with.
   */
  readonly guard: (options?: GuardOptions) => JwtMiddleware;
  /**
   * Compares the routes that the application really has with the policy, after all of them are added: routes without an
   * operation, operations without a route, and routes that `guard()` would take for another one. `{ strict: true }` throws
   * where anything is found: `jwt.audit(app, { strict: true })` is a whole test.
   *
   * @throws {@link ConfigurationError} with `strict`; and for what cannot be read as a router of Express 4 or 5.
   */
  readonly audit: (
    routers: AuditedRouter | readonly AuditedRouter[],
    options?: ExpressAuditOptions,
  ) => RouteAudit;
}

/**
 * Puts a verifier in front of Express 4 or 5.
 *
 * @example
 * ```ts
 * const jwt = expressJwtPolicy(await createVerifier({ policy: 'jwt-policy.yaml', service: 'payments' }));
 * app.post('/payments', jwt.operation('createPayment'), (req, res) => {
 *   res.json({ by: getAuth(req)?.subject });
 * });
 * ```
 */
export function expressJwtPolicy(
  verifier: Verifier,
  options: ExpressJwtPolicyOptions = {},
): ExpressJwtPolicy {
  assertVerifier(verifier, 'expressJwtPolicy');
  const given = readOptions('expressJwtPolicy', options, OPTIONS);
  const { onDeny = 'respond', requestId = requestIdOf } = given;
  const identify: ExpressJwtPolicy['identify'] = (asked = {}) => {
    const read = readIdentifyOptions(asked);
    return middleware((req) => verifier.identify(accessRequest(req, requestId), read), onDeny);
  };
  const operation: ExpressJwtPolicy['operation'] = (name) => {
    verifier.requireOperation(name);
    const made = middleware(
      (req) => verifier.decide(routedRequest(req, requestId), { operation: name }),
      onDeny,
    );
    return markMiddleware(made, { verifier, operation: name });
  };
  const guard: ExpressJwtPolicy['guard'] = (asked) => {
    const targetOf = mountOf(asked);
    const made = middleware((req) => verifier.decide(accessRequest(req, requestId, targetOf(req))), onDeny);
    return markMiddleware(made, { verifier, operation: undefined, mountPath: asked?.mountPath });
  };
  return {
    identify: middlewareFactory('jwt.identify()', identify, { reads: ASKED_BY_EXPRESS, most: 1 }),
    operation: middlewareFactory("jwt.operation('name')", operation, { reads: ASKED_BY_EXPRESS, most: 1 }),
    guard: middlewareFactory('jwt.guard()', guard, { reads: ASKED_BY_EXPRESS, most: 1 }),
    audit: (routers, asked) => auditExpress(verifier, routers, asked),
  };
}

/** `app.use()` asks whether a middleware is an application of its own. */
const ASKED_BY_EXPRESS = ['handle'];

type Decide = (req: RoutedRequest) => Promise<Decision>;

/** Express 4 knows no promises: nothing may be rejected into the void, and `next` is called exactly once. */
function middleware(decide: Decide, onDeny: 'respond' | 'throw'): JwtMiddleware {
  const ask = async (req: RoutedRequest, res: ServerResponse, next: (error?: unknown) => void) => {
    try {
      const decision = await decide(req);
      attach(req, decision);
      if (!enforce(decision, onDeny, res)) return;
    } catch (reason) {
      attach(req, undefined);
      next(asError(reason)); // `next(undefined)` and `next('route')` mean "go on"
      return;
    }
    next();
  };
  return (req, res, next) => void ask(req, res, next);
}

/** Whom the decision found is the only identity that the request has. */
function attach(req: RoutedRequest, decision: Decision | undefined): void {
  attachIdentity(req, decision);
  req.auth = decision?.outcome === 'allow' ? decision.identity : undefined;
}

/** Whether the request may go on. */
function enforce(decision: Decision, onDeny: 'respond' | 'throw', res: ServerResponse): boolean {
  if (res.headersSent) return false; // a time limit, for instance, has answered meanwhile
  if (decision.outcome === 'allow') {
    setHeaders(res, decision.headers);
    return true;
  }
  if (onDeny === 'throw') throw new AccessDeniedError(decision);
  writeDenial(res, decision.response);
  return false;
}
