/** The public keys in a file: a JWK Set (RFC 7517 §5), one JWK, or PEM (RFC 7468). */

import { findUnclear } from '../../io/unclear.js';
import { type Jwk, isSecretJwk, saidBy } from '../../jose/jwk.js';
import { parseStrictJson } from '../../json/strict-json.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { KeySourcePolicy } from '../key-issuer.js';
import { readPem } from './pem.js';

/** What a key file holds. */
export interface FileKeys {
  readonly keys: readonly unknown[];
  /**
   * Whether a token's `kid` is looked up among them. The keys of PEM have no `kid`, and one JWK may have none: then the
   * file says which key is meant, and not the token.
   */
  readonly haveNames: boolean;
}

const FILE_LIMITS = { depth: 10, members: 10_000 };

/**
 * Reads the content of a key file.
 *
 * @throws {@link ConfigurationError} for another content, and for private and secret keys.
 */
export function readKeyFile(content: string | undefined, { name, place }: KeySourcePolicy): FileKeys {
  const file = `The key file of issuer "${name}" (issuers.${name}.${place}.file)`;
  if (content === undefined) throw new ConfigurationError(`${file} was not read.`);
  const isPem = !/^\s*\{/u.test(content) && content.includes('-----BEGIN ');
  const read = isPem ? readPemKeys(content) : readJson(content);
  if (typeof read === 'string') throw new ConfigurationError(`${file} ${read}`);
  return read;
}

function readPemKeys(content: string): FileKeys | string {
  const keys = readPem(content);
  return typeof keys === 'string' ? keys : { keys, haveNames: false };
}

function readJson(content: string): FileKeys | string {
  const value = parseStrictJson(content, FILE_LIMITS);
  if (typeof value === 'string') return UNKNOWN_FORM;
  const isOne = value['keys'] === undefined && typeof value['kty'] === 'string';
  const keys: unknown = isOne ? [value] : value['keys'];
  if (!Array.isArray(keys)) return UNKNOWN_FORM;
  const jwks = keys.filter((key): key is Jwk => typeof key === 'object' && key !== null);
  if (jwks.some(isSecretJwk)) return PRIVATE;
  for (const [index, jwk] of jwks.entries()) {
    const kid = saidBy(jwk, 'kid');
    const unclear = typeof kid === 'string' ? findUnclear(kid, 'compared') : undefined;
    if (unclear === undefined) continue;
    return `has a kid (of key ${String(index)}, counted from 0) that ${unclear}`;
  }
  return { keys, haveNames: !isOne || saidBy(value, 'kid') !== undefined };
}

const UNKNOWN_FORM =
  'holds no keys in a form that is known: expected a JWK Set, { "keys": [...] }, or one JWK, in JSON; or public keys or certificates in PEM.';

const PRIVATE = 'holds a private or a secret key: expected public keys only.';
