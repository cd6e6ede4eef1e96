import type { Jwk } from '../document.js';

const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/** Whether a JWK holds what only its owner may know: a symmetric key, or the private half of a pair (RFC 7518 §6). */
export function isSecretJwk(jwk: Jwk): boolean {
  return jwk['kty'] === 'oct' || SECRET_MEMBERS.some((member) => Object.hasOwn(jwk, member));
}
