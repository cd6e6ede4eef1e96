/** The public names of `@org/jwt-express`. */

export { getAuth } from './auth.js';
export { createExpressAccess } from './access.js';
export type { ExpressAccess, ExpressAccessOptions } from './access.js';
export type { AuditedMount, AuditedRouter, ExpressAuditOptions } from './audit.js';
export type { GuardOptions } from './mount.js';
export type { JwtMiddleware } from './framework.js';
export type { RoutedRequest } from './request.js';
