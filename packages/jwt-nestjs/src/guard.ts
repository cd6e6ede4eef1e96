import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { attachIdentity, headersByName, type Decision, type Verifier } from '@org/jwt-core';
import { AccessDeniedException } from './access-denied-exception.js';
import {
  isSent,
  nodeRequest,
  readRequest,
  send,
  setHeaders,
  type PlatformRequest,
  type PlatformResponse,
} from './exchange.js';
import { marksOf, type Marks, type NamedClass } from './marks.js';
import type { Settings } from './options.js';

/** Decides for every HTTP handler of the application. */
export class JwtPolicyGuard implements CanActivate {
  readonly #verifier: Verifier;
  readonly #settings: Settings;
  /** The marks of a handler never change, and to read them costs as much as a decision. */
  readonly #marks = new WeakMap<object, { readonly controller: object; readonly marks: Marks | undefined }>();

  constructor(verifier: Verifier, settings: Settings) {
    this.#verifier = verifier;
    this.#settings = settings;
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
    return facts && this.#verifier.decide(facts, marks.operation);
  }

  /** A handler that several controllers inherit has the marks of each. */
  #marksOf(controller: NamedClass, handler: object): Marks | undefined {
    const known = this.#marks.get(handler);
    if (known?.controller === controller) return known.marks;
    const marks = marksOf(controller, handler, this.#settings.publicControllers);
    this.#marks.set(handler, { controller, marks });
    return marks;
  }
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
