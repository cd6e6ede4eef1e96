import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Decision, Verifier } from '@org/jwt-core';
import { attachIdentity, headersByName } from '@org/jwt-core/adapter';
import { AccessDeniedException } from './access-denied-exception.js';
import type { CheckedMarks } from './checked-marks.js';
import {
  isSent,
  nodeRequest,
  readRequest,
  send,
  setHeaders,
  type PlatformRequest,
  type PlatformResponse,
} from './exchange.js';
import type { Marks, NamedClass } from './marks.js';
import type { Settings } from './options.js';

/** Decides for every HTTP handler of the application. */
export class JwtPolicyGuard implements CanActivate {
  readonly #verifier: Verifier;
  readonly #settings: Settings;
  readonly #checked: CheckedMarks;
  /** At most one warning for each controller: a bound function is a new one with every request. */
  readonly #warned = new WeakSet<object>();

  constructor(verifier: Verifier, settings: Settings, checked: CheckedMarks) {
    this.#verifier = verifier;
    this.#settings = settings;
    this.#checked = checked;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Over any other transport there is no request that core could judge.
    if (context.getType() !== 'http') return false;
    const http = context.switchToHttp();
    const request = http.getRequest<PlatformRequest>();
    const decision = await this.#decide(context, request);
    if (decision === undefined) return false;
    const response = http.getResponse<PlatformResponse>();
    if (isSent(response)) return abandon();
    attachIdentity(nodeRequest(request), decision);
    if (decision.outcome === 'allow') {
      if (decision.headers.length > 0) setHeaders(response, headersByName(decision.headers));
      return true;
    }
    if (this.#settings.onDeny === 'throw') {
      const exception = new AccessDeniedException(decision);
      setHeaders(response, exception.cause.headers);
      throw exception;
    }
    send(response, decision.response);
    return abandon();
  }

  /** `undefined`, and with it Nest's plain 403, is for what the boot check does not let happen. */
  #decide(context: ExecutionContext, request: PlatformRequest): Promise<Decision> | Decision | undefined {
    const marks = this.#marksOf(context.getClass(), context.getHandler());
    if (marks === undefined) return undefined;
    if (marks.operation === undefined) return { outcome: 'allow', identity: undefined, headers: [] };
    const facts = readRequest(request, this.#settings.requestId);
    return facts && this.#verifier.decide(facts, { operation: marks.operation });
  }

  /**
   * Nothing is read from the handler itself. A function that the boot check has not seen would have lost the mark of the
   * method that it replaces, and be judged by the mark of its class.
   */
  #marksOf(controller: NamedClass, handler: NamedFunction): Marks | undefined {
    const marks = this.#checked.get(controller, handler);
    if (marks === undefined) this.#warn(controller, handler);
    return marks;
  }

  #warn(controller: NamedClass, handler: NamedFunction): void {
    if (this.#warned.has(controller)) return;
    this.#warned.add(controller);
    process.emitWarning(unseen(controller, handler), { code: 'JWT_POLICY_HANDLER' });
  }
}

interface NamedFunction extends NewableFunction {
  readonly name: string;
}

function unseen(controller: NamedClass, handler: NamedFunction): string {
  return (
    `${controller.name}: Nest calls a function, "${handler.name}", that the boot check has not seen, ` +
    'and its requests are refused with 403. Do not replace a handler in the constructor of a request-scoped or durable ' +
    'controller, nor after the start; or give the controller the default scope, and mark the function that is called.'
  );
}

/**
 * The request is answered, and nothing may come after. Nest calls the handler when a guard resolves, and the exception
 * filters, which would answer a second time, when it rejects: so it does neither. Nothing but the request's own call
 * chain waits for this promise, and both are collected together. (A promise that all requests share would hold each of
 * them for ever.)
 */
function abandon(): Promise<never> {
  return new Promise(() => undefined);
}
