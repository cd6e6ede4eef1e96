/** Attacks by what names the key: `kid`, and the keys that a token brings itself (RFC 7515 §4.1.2-8, RFC 8725 §3.10). */

import { serialise } from '../issuer/compact.js';
import {
  generateSigningKey,
  signBytes,
  type SigningAlgorithm,
  type SigningKey,
} from '../issuer/signing-key.js';
import { onToken, type Alteration, type TokenMaterial } from './alteration.js';

/** Making an RSA key takes long, and an attacker can keep one. */
const attackerKeys = new Map<SigningAlgorithm, Promise<SigningKey>>();

/** One key for each algorithm, for as long as the process lives. */
export function attackerKey(algorithm: SigningAlgorithm): Promise<SigningKey> {
  const kept = attackerKeys.get(algorithm) ?? generateSigningKey(algorithm, 'attacker');
  attackerKeys.set(algorithm, kept);
  return kept;
}

/** A token that is well signed with a key that the issuer never had. */
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

/** Alterations that the key layer must refuse. */
export const KEY_ALTERATIONS: readonly Alteration[] = [
  unknown('kid-unknown', 'kid names a key that the issuer does not publish.', () => ({})),
  unknown('kid-empty', 'kid is an empty string.', () => ({ kid: '' })),
  unknown('kid-of-file', 'kid is the path of a file.', () => ({ kid: '../../../../dev/null' })),
  unknown('kid-of-object-member', 'kid is the name of something that every object inherits.', () => ({
    kid: '__proto__',
  })),
  unknown('kid-in-upper-case', 'kid is the right one in upper case.', (_, { issuer }) => ({
    kid: issuer.header().kid.toUpperCase(),
  })),
  unknown('embedded-jwk', 'The token brings its own key in jwk.', ({ publicKey, keyId, algorithm }) => ({
    jwk: { ...publicKey, kid: keyId, alg: algorithm, use: 'sig' },
  })),
  unknown('embedded-jku', 'The token says where its own key set is.', () => ({
    jku: 'http://127.0.0.1:9/jwks.json',
  })),
  unknown('embedded-x5u', 'The token says where its own certificate is.', () => ({
    x5u: 'http://127.0.0.1:9/cert.pem',
  })),
  unknown('embedded-x5c', 'The token brings its own certificate chain.', () => ({
    x5c: ['MIIBszCCAVmgAwIBAgIUattacker'],
  })),
  {
    name: 'encryption-key',
    summary: 'The token is well signed with a key that its issuer publishes for encryption.',
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
