/** Signatures as numbers (RFC 7518 §3.4, RFC 8032 §5.1), for signatures that a library does not make. */

import type { SigningAlgorithm } from '../../issuer/signing-key.js';

/** The order of the group, by algorithm: R and S are below it. */
const ORDERS: Readonly<Record<string, string>> = {
  ES256: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  ES384: 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ES512:
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  EdDSA: '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed',
  Ed25519: '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed',
};

/** The order as a number; zero for RSA. */
export function orderOf(alg: SigningAlgorithm): bigint {
  return BigInt(`0x${ORDERS[alg] ?? '0'}`);
}

/** The length of a signature in bytes. RSA keys of test issuers have 2048 bits. */
export function signatureLength(alg: SigningAlgorithm): number {
  return LENGTHS[alg] ?? 256;
}

const LENGTHS: Readonly<Record<string, number>> = {
  ES256: 64,
  ES384: 96,
  ES512: 132,
  EdDSA: 64,
  Ed25519: 64,
};

/** Bytes as a big-endian number. */
export function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

/** A number as big-endian bytes of this length. Higher bytes are dropped. */
export function toBytes(value: bigint, length: number): Buffer {
  const hex = value.toString(16).padStart(length * 2, '0');
  return Buffer.from(hex.slice(-length * 2), 'hex');
}

/** The halves of an ECDSA signature. */
export function splitHalves(signature: Buffer): readonly [r: Buffer, s: Buffer] {
  const half = signature.length / 2;
  return [signature.subarray(0, half), signature.subarray(half)];
}

/**
 * The second ECDSA signature that a third party can compute from the first: `n - s` instead of `s`. It is valid too, and
 * RFC 7515 does not forbid it. Tokens must therefore be distinguished by their claims, not by their text.
 */
export function secondSignature(signature: Buffer, alg: SigningAlgorithm): Buffer {
  const [r, s] = splitHalves(signature);
  return Buffer.concat([r, toBytes(orderOf(alg) - toNumber(s), s.length)]);
}

/** ASN.1 DER, the form of ECDSA signatures in X.509 and TLS. */
export function toDer(signature: Buffer): Buffer {
  const integers = splitHalves(signature).map((half) => {
    const trimmed = Buffer.from(half.subarray(half.findIndex((byte) => byte !== 0)));
    const content = (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), trimmed]) : trimmed;
    return Buffer.concat([Buffer.from([2, content.length]), content]);
  });
  const body = Buffer.concat(integers);
  const length = body.length < 0x80 ? [body.length] : [0x81, body.length];
  return Buffer.concat([Buffer.from([0x30, ...length]), body]);
}
