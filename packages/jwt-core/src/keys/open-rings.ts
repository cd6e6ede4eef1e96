/** From the policy's key sources to key rings. What can be wrong at start is wrong at start. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock } from '../clock.js';
import { parseStrictJson } from '../integrity/strict-json.js';
import type { Jwk, SecretReference } from '../policy/document.js';
import type { Policy } from '../policy/parse.js';
import { isSecretJwk } from '../policy/secret-jwk.js';
import { ConfigurationError } from '../policy/problems.js';
import type { IssuerPolicy, ServicePolicy } from '../policy/service-policy.js';
import { discoveryUrl } from './discovery.js';
import { FixedKeyRing, RemoteKeyRing, SecretKeyRing, type KeyRing, type KeyRings } from './key-ring.js';
import { KeySet } from './key-set.js';
import { checkFetchUrl, fetchKeys, type RemoteOptions } from './remote.js';

/** What the rings need from outside. */
export interface RingOptions extends RemoteOptions {
  readonly clock: Clock;
}

/**
 * One ring for each issuer that the service accepts. Nothing is fetched yet.
 *
 * @throws {@link ConfigurationError} for an unset or short secret, a bad key file, or plain http.
 */
export async function openRings(
  policy: Policy,
  service: ServicePolicy,
  options: RingOptions,
): Promise<KeyRings> {
  const rings = new Map<string, KeyRing>();
  for (const issuer of service.issuers.values())
    rings.set(issuer.name, await openRing(policy, issuer, options));
  return rings;
}

async function openRing(policy: Policy, issuer: IssuerPolicy, options: RingOptions): Promise<KeyRing> {
  const keys = policy.document.issuers[issuer.name]?.keys ?? {};
  if (keys.secret !== undefined) return new SecretKeyRing(readSecret(keys.secret, issuer, policy.directory));
  if (keys.jwks !== undefined) return openFixed(keys.jwks.keys, issuer);
  const content = policy.keyFiles.get(issuer.name);
  if (content !== undefined) return openFixed(readKeyFile(content, issuer), issuer);
  const url = keys.jwksUri ?? discoveryUrl(issuer.iss, keys.discovery ?? 'oidc');
  const problem = checkFetchUrl(url, options.allowHttpLoopback);
  if (problem !== undefined)
    throw new ConfigurationError(
      `The keys of issuer "${issuer.name}" cannot be fetched from ${url}: ${problem}.`,
    );
  return new RemoteKeyRing(() => fetchKeys(issuer.iss, keys, options), issuer.algorithms, options.clock);
}

async function openFixed(jwks: readonly Jwk[], issuer: IssuerPolicy): Promise<KeyRing> {
  const keys = await KeySet.admit(jwks, issuer.algorithms);
  if (keys.size > 0) return new FixedKeyRing(keys);
  throw new ConfigurationError(
    `Issuer "${issuer.name}" has no key that fits its algorithms (${[...issuer.algorithms].join(', ')}): expected public JWKs for signatures, RSA of at least 2048 bits.`,
  );
}

const FILE_LIMITS = { depth: 10, members: 10_000 };

function readKeyFile(content: string, issuer: IssuerPolicy): readonly Jwk[] {
  const value = parseStrictJson(content, FILE_LIMITS);
  const keys = typeof value === 'string' ? undefined : value['keys'];
  const file = `The key file of issuer "${issuer.name}"`;
  if (!Array.isArray(keys)) {
    throw new ConfigurationError(`${file} is no JWK Set: expected { "keys": [...] } in JSON.`);
  }
  const jwks = keys.filter((key): key is Jwk => typeof key === 'object' && key !== null);
  if (jwks.some(isSecretJwk)) {
    throw new ConfigurationError(`${file} holds a private or a secret key: expected public keys only.`);
  }
  return jwks;
}

const HASH_BYTES: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };

/** RFC 7518 §3.2: a key at least as long as the hash. */
function readSecret(reference: SecretReference, issuer: IssuerPolicy, directory: string): Uint8Array {
  const where = `The secret of issuer "${issuer.name}" (${reference.env ?? reference.file ?? ''})`;
  const secret = decodeSecret(readSecretText(reference, directory, where), reference.encoding ?? 'utf8');
  if (secret === undefined)
    throw new ConfigurationError(`${where} is not written in ${reference.encoding ?? 'utf8'}.`);
  const needed = Math.max(...[...issuer.algorithms].map((algorithm) => HASH_BYTES[algorithm] ?? 0));
  if (secret.length < needed) {
    throw new ConfigurationError(
      `${where} has ${String(secret.length)} bytes: its algorithms need at least ${String(needed)}.`,
    );
  }
  return secret;
}

function readSecretText(reference: SecretReference, directory: string, where: string): string {
  if (reference.env !== undefined) {
    const value = process.env[reference.env];
    if (value === undefined || value === '')
      throw new ConfigurationError(`${where} is not set in the environment.`);
    return value;
  }
  try {
    return readFileSync(resolve(directory, reference.file ?? ''), 'utf8').replace(/\r?\n$/u, '');
  } catch {
    throw new ConfigurationError(`${where} cannot be read from its file.`);
  }
}

function decodeSecret(text: string, encoding: 'utf8' | 'base64' | 'base64url'): Uint8Array | undefined {
  // Bytes that are no UTF-8 were read as U+FFFD, all alike: such a secret is far weaker than what was meant.
  if (text.includes('\uFFFD')) return undefined;
  const bytes = Buffer.from(text, encoding);
  if (encoding === 'utf8') return bytes;
  return bytes.toString(encoding).replace(/=+$/u, '') === text.replace(/=+$/u, '') ? bytes : undefined;
}
