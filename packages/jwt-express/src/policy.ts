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
import type { ServerResponse } from 'node:http';
import {
  accessRequest,
  placeCheck,
  routedRequest,
  type RequestNaming,
  type RoutedRequest,
} from './request.js';
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
  identify(options?: IdentifyOptions): JwtMiddleware;
  /**
   * Allows one operation of the policy. Belongs on the route itself, where `req.params` are the ones that the handler
   * will use: `app.post('/payments', jwt.operation('createPayment'), handler)`. In a sub-router whose mount path names
   * the tenant, create the router with `mergeParams: true`.
   *
   * @throws {@link ConfigurationError} at once, when the policy does not have the operation.
   */
  operation(name: string): JwtMiddleware;
  /**
   * Allows what the policy's `route:` templates allow, by method and path, and refuses everything else. Whatever
   * answers preflights or rewrites method or URL goes before it.
   */
  guard(): JwtMiddleware;
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
  const read = readOptions('expressJwtPolicy', options, OPTIONS);
  const { onDeny = 'respond', requestId = requestIdOf } = read;
  return {
    identify(asked) {
      const how = readIdentifyOptions(asked);
      return middleware((req) => verifier.identify(accessRequest(req, requestId), how), onDeny);
    },
    operation(name) {
      verifier.operation(name);
      return middleware((req) => verifier.decide(routedRequest(req, requestId), name), onDeny);
    },
    guard() {
      const assertOnePlace = placeCheck();
      return middleware((req) => {
        assertOnePlace(req);
        return verifier.decide(accessRequest(req, requestId));
      }, onDeny);
    },
  };
}

type Decide = (req: RoutedRequest) => Promise<Decision>;

/** Express 4 knows no promises: nothing may be rejected into the void, and `next` is called exactly once. */
function middleware(decide: Decide, onDeny: 'respond' | 'throw'): JwtMiddleware {
  const ask = async (req: RoutedRequest, res: ServerResponse, next: (error?: unknown) => void) => {
    try {
      const decision = await decide(req);
      if (!enforce(decision, onDeny, req, res)) return;
    } catch (reason) {
      next(asError(reason)); // `next(undefined)` and `next('route')` mean "go on"
      return;
    }
    next();
  };
  return (req, res, next) => void ask(req, res, next);
}

/** Whether the request may go on. */
function enforce(
  decision: Decision,
  onDeny: 'respond' | 'throw',
  req: RoutedRequest,
  res: ServerResponse,
): boolean {
  if (res.headersSent) return false; // a time limit, for instance, has answered meanwhile
  if (decision.outcome === 'allow') {
    setHeaders(res, decision.headers);
    req.auth = decision.identity;
    attachIdentity(req, decision);
    return true;
  }
  if (onDeny === 'throw') throw new AccessDeniedError(decision);
  writeDenial(res, decision.response);
  return false;
}
