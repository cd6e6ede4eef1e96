/** Who calls: what the guard found, and nothing that anybody wrote on the request. */

import { createParamDecorator } from '@nestjs/common';
import type { Identity } from '@org/jwt-core';
import { attachedIdentity } from '@org/jwt-core/adapter';
import { nodeRequest } from './exchange.js';

/**
 * Whom the guard let pass, for a request of Express, of Fastify, or Node's own. `undefined` for an anonymous or public
 * request, and before the guard ran.
 */
export function getAuth(request: object): Identity | undefined {
  return attachedIdentity(nodeRequest(request));
}

/**
 * The caller, as the parameter of a handler: `list(@Auth() identity: Identity)`. `Identity | undefined` where the
 * operation is optional or the handler public.
 */
export const Auth: () => ParameterDecorator = createParamDecorator((_data: unknown, context) =>
  context.getType() === 'http' ? getAuth(context.switchToHttp().getRequest<object>()) : undefined,
);
