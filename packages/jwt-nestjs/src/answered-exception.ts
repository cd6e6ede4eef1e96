/** How a request ends whose response was sent before any handler ran. */

import { Catch, HttpException, HttpStatus, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { AccessDeniedError, type Decision } from '@org/jwt-core';

/**
 * The response is sent, and nothing may come after it. The guard throws it: a guard that resolves lets the handler run,
 * and one that never settles leaves what began around the request, such as the span of a tracer, without an end.
 *
 * `cause` is the denial. There is none where the response was sent before the decision, by a time limit for instance.
 */
export class AnsweredException extends HttpException {
  override readonly cause: AccessDeniedError | undefined;

  constructor(decision: Decision | undefined) {
    const cause = decision?.outcome === 'deny' ? new AccessDeniedError(decision) : undefined;
    super(cause?.message ?? ANSWERED_BEFORE, cause?.status ?? HttpStatus.SERVICE_UNAVAILABLE, { cause });
    this.cause = cause;
  }
}

const ANSWERED_BEFORE = 'The response was sent before the request was judged.';

class AnsweredFilter implements ExceptionFilter<AnsweredException> {
  catch(): void {
    // The response is sent.
  }
}

Catch(AnsweredException)(AnsweredFilter);

const FILTER = new AnsweredFilter();
/** An application may be made again of the same controllers. */
const filtered = new WeakSet();

/**
 * Keeps every {@link AnsweredException} from the filters of the application, which would answer a second time. Of the
 * filters of a handler, Nest asks those of the method first, and of them the one that was added last.
 */
export function endQuietly(handler: object): void {
  if (filtered.has(handler)) return;
  filtered.add(handler);
  UseFilters(FILTER)(handler, '', { value: handler });
}
