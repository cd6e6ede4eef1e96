/** The public names of `@org/jwt-express`. */

export { getAuth } from './auth.js';
export { expressJwtPolicy } from './policy.js';
export type { AuditedMount, AuditedRouter, ExpressAuditOptions } from './audit.js';
export type { ExpressJwtPolicy, ExpressJwtPolicyOptions, JwtMiddleware } from './policy.js';
export type { GuardOptions } from './mount.js';
export type { RequestNaming, RoutedRequest } from './request.js';
