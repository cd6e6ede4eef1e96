import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { AccessDeniedError, type Decision, type Verifier } from '@org/jwt-core';
import { AccessDeniedException } from './access-denied-exception.js';
import { AnsweredException } from './answered-exception.js';
import type { CheckedMark, CheckedMarks } from './checked-marks.js';
import type { NamedClass } from './marks.js';
import type { Settings } from './options.js';
import { exchangeOf, type PlatformExchange } from './platform.js';

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

  /** `false`, and with it Nest's plain 403, is for what the boot check does not let happen. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Over any other transport there is no request that the verifier could judge.
    if (context.getType() !== 'http') return false;
    const mark = this.#markOf(context.getClass(), context.getHandler());
    if (mark === undefined) return false;
    const exchange = exchangeOf(context);
    const decide = this.#decisionOf(mark, exchange, context.switchToHttp().getRequest<object>());
    if (decide === undefined) return false;
    let decision: Decision | undefined;
    const judge = async (): Promise<Decision> => (decision = await decide());
    try {
      if (await exchange.enforce(judge, this.#settings.onDeny)) return true;
    } catch (error) {
      if (!(error instanceof AccessDeniedError)) throw error;
      exchange.setHeaders(error.headers);
      throw new AccessDeniedException(error);
    }
    throw new AnsweredException(decision);
  }

  /** `undefined` for a request that the verifier cannot judge. */
  #decisionOf(
    { question }: CheckedMark,
    exchange: PlatformExchange,
    request: object,
  ): (() => Promise<Decision>) | undefined {
    if (question === undefined) return () => Promise.resolve(PUBLIC);
    const asked = exchange.read();
    if (asked === undefined) return undefined;
    return () => this.#verifier.decide({ ...asked, requestId: this.#settings.requestId(request) }, question);
  }

  /**
   * Nothing is read from the handler itself. A function that the boot check has not seen would have lost the mark of
   * the method that it replaces, and be judged by the mark of its class.
   */
  #markOf(controller: NamedClass, handler: NamedFunction): CheckedMark | undefined {
    const mark = this.#checked.get(controller, handler);
    if (mark === undefined) this.#warn(controller, handler);
    return mark;
  }

  #warn(controller: NamedClass, handler: NamedFunction): void {
    if (this.#warned.has(controller)) return;
    this.#warned.add(controller);
    process.emitWarning(unseen(controller, handler), { code: 'JWT_POLICY_HANDLER' });
  }
}

/** A public handler without an operation: no credential is read. */
const PUBLIC: Decision = { outcome: 'allow', identity: undefined, headers: [] };

interface NamedFunction extends NewableFunction {
  readonly name: string;
}

function unseen(controller: NamedClass, handler: NamedFunction): string {
  return (
    `${controller.name}: Nest calls a function, "${handler.name}", that the boot check has not seen, ` +
    'and its requests are denied with 403. Do not replace a handler in the constructor of a request-scoped or durable ' +
    'controller, nor after the start; or give the controller the default scope, and mark the function that is called.'
  );
}
