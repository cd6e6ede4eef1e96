/** A public key in JWK form (RFC 7517). */
export type Jwk = Readonly<Record<string, unknown>>;

/** A member of the key itself; what its prototype says is not in the key set. */
export function memberOf(jwk: Jwk, name: string): unknown {
  return Object.hasOwn(jwk, name) ? jwk[name] : undefined;
}

/** What a key says of itself, where it says something: serialisers write what is not there as `null`, `[]` or `""`. */
export function saidBy(jwk: Jwk, name: string): unknown {
  const value = memberOf(jwk, name);
  const isNothing = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return isNothing ? undefined : value;
}

const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

/** Whether a JWK holds what only its owner may know: a symmetric key, or the private half of a pair (RFC 7518 §6). */
export function isSecretJwk(jwk: Jwk): boolean {
  return jwk['kty'] === 'oct' || SECRET_MEMBERS.some((member) => saidBy(jwk, member) !== undefined);
}
