/** Rings whose keys are known at start: written in the policy or in a file, or one secret. */

import { findUnclear } from '../../io/unclear.js';
import { type Jwk, isSecretJwk } from '../../jose/jwk.js';
import { parseStrictJson } from '../../json/strict-json.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { printableKid } from '../key-event.js';
import type { KeyIssuerPolicy } from '../key-issuer.js';
import { FixedKeyRing, SecretKeys } from '../key-ring.js';
import { KeySet } from '../set/key-set.js';
import { readSecret } from './secret.js';

/**
 * The ring of an issuer whose keys are not fetched; `undefined` for one whose keys are.
 *
 * @throws {@link ConfigurationError} for an unset or short secret, a bad key file, or keys of which none can be used.
 */
export async function openFixedRing(issuer: KeyIssuerPolicy): Promise<FixedKeyRing | undefined> {
  const { fixed } = issuer.keys;
  if (fixed === undefined) return undefined;
  if (fixed.kind === 'secret') return new FixedKeyRing(new SecretKeys(readSecret(fixed, issuer)));
  return openKeys(fixed.kind === 'jwks' ? fixed.keys : readKeyFile(fixed.content, issuer), issuer);
}

async function openKeys(jwks: readonly unknown[], issuer: KeyIssuerPolicy): Promise<FixedKeyRing> {
  const { algorithms, name } = issuer;
  const keys = await KeySet.admit(jwks, { algorithms, use: issuer.keys.use });
  if (keys.size > 0) return new FixedKeyRing(keys);
  throw new ConfigurationError(
    `Issuer "${name}" has no key that fits its algorithms (${[...algorithms].join(', ')}): expected public JWKs for ${WANTED[issuer.keys.use]}, RSA of at least 2048 bits.${whyRejected(keys)}`,
  );
}

/** The reasons of the first few keys. */
function whyRejected({ rejected }: KeySet): string {
  const reasons = rejected.slice(0, 3).map(({ keyId, reason }) => `${printableKid(keyId)}: ${reason}`);
  return reasons.length === 0 ? '' : ` Rejected: ${reasons.join('; ')}.`;
}

const WANTED = { sig: 'signatures', 'jwt-svid': 'JWT-SVIDs (use: jwt-svid)' } as const;
const FILE_LIMITS = { depth: 10, members: 10_000 };

function readKeyFile(content: string | undefined, { name }: KeyIssuerPolicy): readonly unknown[] {
  const file = `The key file of issuer "${name}"`;
  if (content === undefined) throw new ConfigurationError(`${file} was not read.`);
  const value = parseStrictJson(content, FILE_LIMITS);
  const keys = typeof value === 'string' ? undefined : value['keys'];
  if (!Array.isArray(keys)) {
    throw new ConfigurationError(`${file} is not a JWK Set: expected { "keys": [...] } in JSON.`);
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
