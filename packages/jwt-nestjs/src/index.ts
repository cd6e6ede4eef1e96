/** The public names of `@org/jwt-nestjs`, one by one. */

export { JwtPolicyModule } from './module.js';
export { JWT_VERIFIER } from './tokens.js';
export type {
  GuardOptions,
  HandedVerifier,
  JwtPolicyAsyncOptions,
  JwtPolicyOptions,
  PublicController,
} from './options.js';

export { Operation, Public } from './marks.js';
export { Auth, getAuth } from './auth.js';
export { AccessDeniedException } from './access-denied-exception.js';

export type { Identity, Verifier } from '@org/jwt-core';
