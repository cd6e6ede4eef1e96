import type { Identity } from '@org/jwt-core';
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
 * Whose request this is, as a middleware of this package found it: `undefined` before one ran, and for an anonymous
 * or public request. What anybody else wrote to `req.auth` is not believed.
 */
export function getAuth(req: IncomingMessage): Identity | undefined {
  return attachedIdentity(req);
}
