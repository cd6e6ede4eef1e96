/** The public names of `@org/jwt-koa`. */

export { getAuth } from './auth.js';
export { koaJwtPolicy } from './policy.js';
export type { AuditedMount, AuditedRouter, KoaAuditOptions } from './audit.js';
export type { KoaJwtPolicy, KoaJwtPolicyOptions } from './policy.js';
export type { RequestNaming } from './request.js';
