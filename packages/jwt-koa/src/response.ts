import { headersByName, type DenialResponse, type HeaderPair } from '@org/jwt-core/adapter';
import type { Context } from 'koa';

/** Sets headers in place of what was set under their names before. A name that occurs twice is sent twice. */
export function setHeaders(ctx: Context, headers: readonly HeaderPair[]): void {
  if (headers.length > 0) ctx.set(headersByName(headers));
}

/** Writes the core's response through Koa, so that the middleware around it sees it. */
export function writeDenial(ctx: Context, { status, headers, body }: DenialResponse): void {
  ctx.status = status;
  ctx.body = body;
  // After the body, which brings a type of its own.
  setHeaders(ctx, headers);
}
