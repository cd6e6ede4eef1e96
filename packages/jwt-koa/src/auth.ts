import type { Identity } from '@org/jwt-core';
import { attachedIdentity } from '@org/jwt-core/adapter';
import type { IncomingMessage } from 'node:http';

/**
 * Whose request this is, as a middleware of this package found it: `undefined` before one ran, and for an anonymous
 * or public request. What anybody else wrote to `ctx.state.auth` is not believed.
 */
export function getAuth(ctx: { readonly req: IncomingMessage }): Identity | undefined {
  return attachedIdentity(ctx.req);
}
