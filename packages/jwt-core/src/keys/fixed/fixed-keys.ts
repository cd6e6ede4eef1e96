/** Rings whose keys are known at start: written in the policy or in a file, or one secret. */

import { parseStrictJson } from '../../json/strict-json.js';
import { type Jwk, isSecretJwk } from '../../jose/jwk.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { IssuerPolicy } from '../../policy/compile/service-policy.js';
import { findUnclear } from '../../policy/text/unclear.js';
import { nameOf } from '../key-event.js';
import { FixedKeyRing, SecretKeyRing, type KeyRing } from '../key-ring.js';
import { KeySet } from '../set/key-set.js';
import { readSecret } from './secret.js';

/**
 * The ring of an issuer whose keys are not fetched; `undefined` for one whose keys are.
 *
 * @throws {@link ConfigurationError} for an unset or short secret, a bad key file, or keys of which none can be used.
 */
export async function openFixedRing(
  issuer: IssuerPolicy,
  directory: string | undefined,
): Promise<KeyRing | undefined> {
  const { source, fileContent } = issuer.keys;
  if (source.secret !== undefined) return new SecretKeyRing(readSecret(source.secret, issuer, directory));
  if (source.jwks !== undefined) return openKeys(source.jwks.keys, issuer);
  if (fileContent !== undefined) return openKeys(readKeyFile(fileContent, issuer), issuer);
  if (source.file === undefined) return undefined;
  throw new ConfigurationError(`The key file of issuer "${issuer.name}" was not read.`);
}

async function openKeys(jwks: readonly unknown[], issuer: IssuerPolicy): Promise<KeyRing> {
  const { algorithms, name } = issuer;
  const keys = await KeySet.admit(jwks, { algorithms, use: issuer.keys.use });
  if (keys.size > 0) return new FixedKeyRing(keys);
  throw new ConfigurationError(
    `Issuer "${name}" has no key that fits its algorithms (${[...algorithms].join(', ')}): expected public JWKs for ${WANTED[issuer.keys.use]}, RSA of at least 2048 bits.${whyRefused(keys)}`,
  );
}

/** Of the first few that are refused, why. */
function whyRefused({ refused }: KeySet): string {
  const reasons = refused.slice(0, 3).map((key) => `${nameOf(key.keyId)}: ${key.refused}`);
  return reasons.length === 0 ? '' : ` Refused: ${reasons.join('; ')}.`;
}

const WANTED = { sig: 'signatures', 'jwt-svid': 'JWT-SVIDs (use: jwt-svid)' } as const;
const FILE_LIMITS = { depth: 10, members: 10_000 };

function readKeyFile(content: string, { name }: IssuerPolicy): readonly unknown[] {
  const value = parseStrictJson(content, FILE_LIMITS);
  const keys = typeof value === 'string' ? undefined : value['keys'];
  const file = `The key file of issuer "${name}"`;
  if (!Array.isArray(keys)) {
    throw new ConfigurationError(`${file} is no JWK Set: expected { "keys": [...] } in JSON.`);
  }
  const jwks = keys.filter((key): key is Jwk => typeof key === 'object' && key !== null);
  if (jwks.some(isSecretJwk)) {
    throw new ConfigurationError(`${file} holds a private or a secret key: expected public keys only.`);
  }
  for (const [index, { kid }] of jwks.entries()) {
    const unclear = typeof kid === 'string' ? findUnclear(kid, 'compared') : undefined;
    if (unclear === undefined) continue;
    throw new ConfigurationError(
      `${file} has a kid (of key ${String(index)}, counted from 0) that ${unclear}`,
    );
  }
  return keys;
}
