/** The public names of `@org/jwt-koa`. */

export { getAuth } from './auth.js';
export { createKoaAccess } from './access.js';
export type { KoaAccess, KoaAccessOptions } from './access.js';
export type { AuditedMount, AuditedRouter, KoaAuditOptions } from './audit.js';
