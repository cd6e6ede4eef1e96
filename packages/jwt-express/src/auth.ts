import type { Claims, Identity } from '@org/jwt-core';
import { attachedIdentity } from '@org/jwt-core/adapter';
import type { IncomingMessage } from 'node:http';

declare global {
  // Express's own types are extended through this namespace: there is no module to augment.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /**
       * The identity, for convenience. Any middleware can write here: where it decides about something, ask
       * `getAuth(req)`.
       */
      auth?: Identity | undefined;
    }
  }
}

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
