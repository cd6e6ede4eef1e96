/** Attacks by `kid`, and by keys in the token itself (RFC 7515 §4.1.2-8, RFC 8725 §3.10). */

import { serialise } from '../issuer/compact.js';
import {
  generateSigningKey,
  signBytes,
  type SigningAlgorithm,
  type SigningKey,
} from '../issuer/signing-key.js';
import { onToken, type Alteration, type TokenMaterial } from './alteration.js';

/** Kept, because generating an RSA key is slow. */
const attackerKeys = new Map<SigningAlgorithm, Promise<SigningKey>>();

/** The attacker's key for an algorithm, the same for the whole process. */
export function attackerKey(algorithm: SigningAlgorithm): Promise<SigningKey> {
  const kept = attackerKeys.get(algorithm) ?? generateSigningKey(algorithm, 'attacker');
  attackerKeys.set(algorithm, kept);
  return kept;
}

/** A token with a good signature of a key that the issuer never had. */
export async function signAsAttacker(
  { issuer, claims }: TokenMaterial,
  header: (key: SigningKey) => Readonly<Record<string, unknown>>,
): Promise<string> {
  const { alg } = issuer.header();
  const key = await attackerKey(alg);
  return serialise({ ...issuer.header(), ...header(key) }, claims, (bytes) =>
    signBytes(alg, key.privateKey, bytes),
  );
}

const unknown = (
  name: string,
  summary: string,
  header: (key: SigningKey, material: TokenMaterial) => Readonly<Record<string, unknown>>,
): Alteration => ({
  name,
  summary,
  code: 'key.unknown',
  apply: onToken((_, material) =>
    signAsAttacker(material, (key) => ({ kid: key.keyId, ...header(key, material) })),
  ),
});

/** Alterations that the key layer must deny. */
export const KEY_ALTERATIONS: readonly Alteration[] = [
  unknown('kid-unknown', 'kid names a key that the issuer does not publish.', () => ({})),
  unknown('kid-empty', 'kid is an empty string.', () => ({ kid: '' })),
  unknown('kid-of-file', 'kid is the path of a file.', () => ({ kid: '../../../../dev/null' })),
  unknown('kid-of-object-member', 'kid is the name of a member that every object inherits.', () => ({
    kid: '__proto__',
  })),
  unknown('kid-in-upper-case', 'kid is the right one in upper case.', (_, { issuer }) => ({
    kid: issuer.header().kid.toUpperCase(),
  })),
  unknown('embedded-jwk', 'The token contains its own key in jwk.', ({ publicKey, keyId, algorithm }) => ({
    jwk: { ...publicKey, kid: keyId, alg: algorithm, use: 'sig' },
  })),
  unknown('embedded-jku', 'The token names the URL of its own key set.', () => ({
    jku: 'http://127.0.0.1:9/jwks.json',
  })),
  unknown('embedded-x5u', 'The token names the URL of its own certificate.', () => ({
    x5u: 'http://127.0.0.1:9/cert.pem',
  })),
  unknown('embedded-x5c', 'The token contains its own certificate chain.', () => ({
    x5c: ['MIIBszCCAVmgAwIBAgIUattacker'],
  })),
  {
    name: 'encryption-key',
    summary: 'The token has a good signature of a key that its issuer publishes for encryption.',
    code: 'key.unsuitable',
    apply: onToken((_, { issuer, claims }) => {
      const { keyId, privateKey, algorithm } = issuer.encryptionKey();
      return serialise({ ...issuer.header(), kid: keyId }, claims, (bytes) =>
        signBytes(algorithm, privateKey, bytes),
      );
    }),
  },
  {
    name: 'kid-of-another-algorithm',
    summary: 'alg and kid are both of the issuer, and do not belong together.',
    code: 'key.unsuitable',
    onlyWith: 'an issuer whose first algorithm is not RS256, and that has RS256 as well',
    apply: onToken((_, { issuer, claims }) =>
      issuer.sign({ ...issuer.header('RS256'), kid: issuer.header().kid }, claims, 'RS256'),
    ),
  },
];
