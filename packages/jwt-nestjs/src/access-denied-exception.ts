import { HttpException } from '@nestjs/common';
import type { AccessDeniedError } from '@org/jwt-core';

/**
 * A denial, for the application's exception filters (`onDeny: 'throw'`). Nest's own filter answers with its status and
 * problem; the headers are on the response before it is thrown. `cause` is core's `AccessDeniedError`: its `code` is
 * for logs and must not reach the caller.
 */
export class AccessDeniedException extends HttpException {
  override readonly cause: AccessDeniedError;

  constructor(cause: AccessDeniedError) {
    const problem: unknown = JSON.parse(cause.body);
    super(problem as Record<string, unknown>, cause.status, { cause });
    this.cause = cause;
    this.message = cause.message;
  }
}
