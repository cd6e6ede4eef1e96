/** The signature algorithms this library knows (RFC 7518 §3.1, RFC 8037, RFC 9864). Never `none`, never Ed448. */
export const ASYMMETRIC_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** HMAC: only for an issuer that lists these alone and has an explicit secret. */
export const HMAC_ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const;

/** An algorithm as the policy document writes it. */
export type Algorithm = (typeof ASYMMETRIC_ALGORITHMS)[number] | HmacAlgorithm;

/** RFC 7518 §3.2. */
export type HmacAlgorithm = (typeof HMAC_ALGORITHMS)[number];

const KNOWN: ReadonlySet<string> = new Set([...ASYMMETRIC_ALGORITHMS, ...HMAC_ALGORITHMS]);
const HMAC: ReadonlySet<string> = new Set(HMAC_ALGORITHMS);

/** Whether this is HMAC, where a service that can check a token can also make one. */
export function isHmac(algorithm: string): algorithm is HmacAlgorithm {
  return HMAC.has(algorithm);
}

/**
 * The one name that this library uses for an algorithm; `undefined` when it does not know it.
 * `Ed25519` (RFC 9864) and `EdDSA` (RFC 8037) are the same here: only the curve Ed25519 is taken.
 */
export function canonicalAlgorithm(name: string): Algorithm | undefined {
  if (name === 'Ed25519') return 'EdDSA';
  return KNOWN.has(name) ? (name as Algorithm) : undefined;
}
