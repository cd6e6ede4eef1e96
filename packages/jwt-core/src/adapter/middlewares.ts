/** The middlewares of a framework that has middlewares: `identify()`, `operation(name)` and `guard()`. */

import { markMiddleware } from './marks.js';
import type { Decision } from '../decision/decision.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { aFunction, oneOf, readOptions, type OptionKinds } from '../options/read-options.js';
import type { HttpRequest } from '../request/access-request.js';
import { readDecideOptions, readIdentifyOptions, type IdentifyOptions } from '../verify/access-question.js';
import { enforce, type ExchangePort, type OnDeny } from './enforce.js';
import { readNodeRequest, type NodeRequest } from './node-exchange.js';
import { wireVerifier, type WiredVerifier } from './promised-verifier.js';
import { requestIdOf } from './request-id.js';
import { middlewareFactory } from './wiring.js';

/** What an application chooses besides the policy. `Named` is what the framework calls a request. */
export interface AccessOptions<Named> {
  /**
   * `respond` (default) sends the response to a denial. `throw` throws an {@link AccessDeniedError}, for the
   * application's error handler to answer.
   */
  readonly onDeny?: OnDeny;
  /**
   * The name of a request in the application's log: the `requestId` of its decision event. By default the `id` of the
   * request, as `pino-http` and others set it. An error that it throws goes to the application's error handler.
   */
  readonly requestId?: (request: Named) => string | undefined;
}

/** For adapters: the kinds of these options. */
export const ACCESS_OPTIONS: OptionKinds<AccessOptions<never>> = {
  onDeny: oneOf('respond', 'throw'),
  requestId: aFunction,
};

/** Where a guard runs. */
export interface GuardPlace<Exchange> {
  /**
   * The request-target to judge: the one by which the router goes on.
   *
   * @throws {@link ConfigurationError} where the framework does not say which that is.
   */
  target(exchange: Exchange): string;
  /** The path below which the guard runs, where the application says so. */
  readonly mountPath?: string | undefined;
}

/** What a framework brings. Its key of a request is Node's request. */
export interface MiddlewareFramework<
  Exchange,
  Named,
  Middleware,
  GuardArgs extends readonly unknown[],
> extends ExchangePort<Exchange, NodeRequest> {
  /** The function that the application calls, for messages. */
  readonly factory: string;
  /** What `requestId` is called with. */
  named(exchange: Exchange): Named;
  /** The request-target, for questions that do not go by the path. */
  target(exchange: Exchange): string;
  /** The path parameters that the handler of the route will use. */
  params(exchange: Exchange): Readonly<Record<string, unknown>> | undefined;
  /** How many arguments `guard()` takes, and what they say. */
  readonly guardArguments: 0 | 1;
  guardPlace(...args: GuardArgs): GuardPlace<Exchange>;
  /** Makes a middleware that goes on where `run` says so, and hands an error of `run` to the framework. */
  middleware(run: (exchange: Exchange) => Promise<boolean>): Middleware;
  /** The properties that the framework asks of a function that is to be a middleware. */
  readonly reads: readonly string[];
}

/** The middlewares of one service. */
export interface Middlewares<Middleware, Operation extends string, GuardArgs extends readonly unknown[]> {
  /**
   * Authentication alone: whose token is it? It does **not** say that the caller may do anything. With
   * `auth: 'optional'` a request without credential is anonymous, and one with a bad credential is denied.
   */
  readonly identify: (options?: IdentifyOptions) => Middleware;
  /**
   * Allows one operation of the policy. Belongs on the route itself, where the path parameters are those that the
   * handler will use.
   *
   * @throws {@link ConfigurationError} at once, when the policy does not have the operation.
   */
  readonly operation: (name: Operation) => Middleware;
  /**
   * Allows what the policy's `route:` templates allow, by method and path, and denies everything else. Middleware that
   * answers preflights or rewrites method or URL goes before it.
   */
  readonly guard: (...args: GuardArgs) => Middleware;
}

/**
 * For adapters: makes the middlewares of one verifier.
 *
 * @throws {@link ConfigurationError} for what is not a verifier, and for options that are unknown or of a wrong type.
 */
export function createMiddlewares<
  Exchange,
  Named,
  Middleware extends object,
  Operation extends string,
  GuardArgs extends readonly unknown[],
>(
  framework: MiddlewareFramework<Exchange, Named, Middleware, GuardArgs>,
  given: WiredVerifier,
  options: AccessOptions<Named>,
): Middlewares<Middleware, Operation, GuardArgs> {
  const verifier = wireVerifier(given, framework.factory);
  const { onDeny = 'respond', requestId } = readOptions<AccessOptions<Named>>(
    framework.factory,
    options,
    ACCESS_OPTIONS,
  );
  const read = (exchange: Exchange, target: string, params?: HttpRequest['params']): HttpRequest => {
    const node = framework.key(exchange);
    const id = requestId === undefined ? requestIdOf(node) : requestId(framework.named(exchange));
    const request = readNodeRequest(node, { target, params, requestId: id });
    if (request === undefined) throw new ConfigurationError(NO_HEADERS);
    return request;
  };
  const middleware = (decide: (exchange: Exchange) => Promise<Decision>): Middleware =>
    framework.middleware((exchange) => enforce(framework, exchange, decide, onDeny));
  const { reads, guardArguments } = framework;
  return {
    identify: middlewareFactory(
      'jwt.identify()',
      (asked: IdentifyOptions = {}) => {
        const question = readIdentifyOptions(asked);
        return middleware((exchange) =>
          verifier.identify(read(exchange, framework.target(exchange)), question),
        );
      },
      { reads, maxArguments: 1 },
    ),
    operation: middlewareFactory(
      "jwt.operation('name')",
      (name: Operation) => {
        verifier.requireOperation(name);
        const question = readDecideOptions({ operation: name });
        const made = middleware((exchange) =>
          verifier.decide(read(exchange, framework.target(exchange), framework.params(exchange)), question),
        );
        return markMiddleware(made, { verifier, operation: name });
      },
      { reads, maxArguments: 1 },
    ),
    guard: middlewareFactory(
      'jwt.guard()',
      (...args: GuardArgs) => {
        const place = framework.guardPlace(...args);
        const made = middleware((exchange) => verifier.decide(read(exchange, place.target(exchange))));
        return markMiddleware(made, { verifier, operation: undefined, mountPath: place.mountPath });
      },
      { reads, maxArguments: guardArguments },
    ),
  };
}

const NO_HEADERS = 'The request shows no method or no headers: expected a request like those of node:http.';
