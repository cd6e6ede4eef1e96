/**
 * RFC 7515 §5.2 with the runtime's own `crypto`: whether these bytes carry a signature by this key. The only place where
 * a signature is checked. What the token says of its algorithm is not asked: a key has one.
 */

import { constants, createHmac, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { setImmediate } from 'node:timers';
import type { VerificationKey } from '../../keys/key-ring.js';
import { isHmac, type Algorithm, type HmacAlgorithm } from '../../jose/algorithms.js';
import type { Jws } from './format.js';

/** RFC 7518 §3.3 to §3.5, RFC 8037 §3.1: what is signed how. */
interface Scheme {
  /** `undefined`: the algorithm has its own. */
  readonly hash: string | undefined;
  readonly keyType: 'rsa' | 'ec' | 'ed25519';
  readonly padding?: number | undefined;
  readonly saltLength?: number | undefined;
}

const pkcs1 = (hash: string): Scheme => ({ hash, keyType: 'rsa', padding: constants.RSA_PKCS1_PADDING });
const pss = (hash: string, saltLength: number): Scheme => ({
  hash,
  keyType: 'rsa',
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength,
});
const ecdsa = (hash: string): Scheme => ({ hash, keyType: 'ec' });
const ed25519: Scheme = { hash: undefined, keyType: 'ed25519' };

const SCHEMES: Readonly<Record<Exclude<Algorithm, HmacAlgorithm>, Scheme>> = {
  RS256: pkcs1('sha256'),
  RS384: pkcs1('sha384'),
  RS512: pkcs1('sha512'),
  PS256: pss('sha256', 32),
  PS384: pss('sha384', 48),
  PS512: pss('sha512', 64),
  ES256: ecdsa('sha256'),
  ES384: ecdsa('sha384'),
  ES512: ecdsa('sha512'),
  EdDSA: ed25519,
  Ed25519: ed25519,
};

/** RFC 7518 §3.2. */
const HMAC_HASHES: Readonly<Record<HmacAlgorithm, string>> = {
  HS256: 'sha256',
  HS384: 'sha384',
  HS512: 'sha512',
};

/**
 * Whether a JWS carries a good signature by this key, with the key's one algorithm.
 *
 * @throws TypeError for a key that is none of its algorithm: a mistake in the program, never in a token.
 */
export function isSignedBy({ signingInput, signature }: Jws, key: VerificationKey): Promise<boolean> {
  const content = Buffer.from(signingInput, 'latin1');
  const { algorithm, material } = key;
  if (isHmac(algorithm))
    return Promise.resolve(hasHmac(content, signature, HMAC_HASHES[algorithm], material));
  return hasSignature(content, signature, SCHEMES[algorithm], material);
}

function hasHmac(content: Uint8Array, signature: Uint8Array, hash: string, secret: KeyObject): boolean {
  assertType(secret, 'secret');
  const expected = createHmac(hash, secret).update(content).digest();
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}

/** Off the main thread: a signature costs more than everything else together. */
function hasSignature(
  content: Uint8Array,
  signature: Uint8Array,
  { hash, keyType, padding, saltLength }: Scheme,
  key: KeyObject,
): Promise<boolean> {
  assertType(key, keyType);
  if (keyType === 'rsa' && signature.length !== lengthOf(key)) return Promise.resolve(false);
  // The encoding is that of ECDSA (RFC 7518 §3.4), and means nothing to the others.
  const how = { key, dsaEncoding: 'ieee-p1363', padding, saltLength } as const;
  return new Promise((resolve, reject) => {
    const begin = (): void => {
      verify(hash, content, how, signature, (error, isSigned) => {
        if (error === null) resolve(isSigned);
        else reject(error);
      });
    };
    atEndOfTurn({ begin, reject });
  });
}

/**
 * RFC 8017 §8.1.2, §8.2.2: an RSA signature has as many bytes as the modulus. The runtime takes one with PSS that has lost
 * the zeros at its beginning, which would be a second spelling of the same token. All other lengths it knows itself.
 */
function lengthOf(key: KeyObject): number {
  return Math.ceil(Number(key.asymmetricKeyDetails?.modulusLength) / 8);
}

/** What is going to begin, and what takes the reason where it cannot. */
interface Waiting {
  readonly begin: () => void;
  readonly reject: (reason: unknown) => void;
}

let turn: Waiting[] = [];

/**
 * When everything that has come in this turn of the event loop has been read. A signature for itself wakes a thread,
 * which takes the processor from the main thread just then; many at once wake them once.
 */
function atEndOfTurn(work: Waiting): void {
  if (turn.push(work) === 1) setImmediate(beginAll);
}

/** What throws is its own fault alone: the others have nothing to do with it. */
function beginAll(): void {
  const all = turn;
  turn = [];
  for (const { begin, reject } of all) {
    try {
      begin();
    } catch (reason) {
      reject(reason);
    }
  }
}

function assertType(key: KeyObject, expected: 'secret' | Scheme['keyType']): void {
  const found = key.type === 'public' ? key.asymmetricKeyType : key.type;
  if (found !== expected)
    throw new TypeError(`Expected a key of the type ${expected}, found ${String(found)}.`);
}
