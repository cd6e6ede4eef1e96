/** The caller, as the guard found it. What other code wrote on the request is not believed. */

import { createParamDecorator } from '@nestjs/common';
import type { Claims, Identity } from '@org/jwt-core';
import { attachedIdentity } from '@org/jwt-core/adapter';
import { keyOf } from './platform.js';

/**
 * The identity that the guard found, for a request of Express, of Fastify, or Node's own. `undefined` for an anonymous
 * or public request, and before the guard ran.
 *
 * `TokenClaims` is the type of its claims. It checks nothing: name in it what the policy checks.
 */
export function getAuth<TokenClaims extends object = Claims>(
  request: object,
): Identity<TokenClaims> | undefined {
  return attachedIdentity<TokenClaims>(keyOf(request));
}

/**
 * The caller, as the parameter of a handler: `list(@Auth() identity: Identity)`. `Identity | undefined` where the
 * operation is optional or the handler public.
 */
export const Auth: () => ParameterDecorator = createParamDecorator((_data: unknown, context) =>
  context.getType() === 'http' ? getAuth(context.switchToHttp().getRequest<object>()) : undefined,
);
