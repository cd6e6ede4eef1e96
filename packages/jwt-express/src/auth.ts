import type { Claims, Identity } from '@org/jwt-core';
import { attachedIdentity } from '@org/jwt-core/adapter';
import type { IncomingMessage } from 'node:http';

/**
 * The identity that a middleware of this package found: `undefined` before one ran, and for an anonymous or public
 * request. What other code wrote to `req.auth` is not believed.
 *
 * `TokenClaims` is the type of its claims. It checks nothing: name in it what the policy checks.
 */
export function getAuth<TokenClaims extends object = Claims>(
  req: IncomingMessage,
): Identity<TokenClaims> | undefined {
  return attachedIdentity<TokenClaims>(req);
}
