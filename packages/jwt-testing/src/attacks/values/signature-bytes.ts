/** Other bytes as the signature of a good header and payload (RFC 7515 §5.2). */

import { orderOf, signatureLength, splitHalves, toBytes, toDer, toNumber } from './curve.js';
import { familyOf, type Aim } from '../target.js';

/** Changes the bytes of a good signature. */
export type Forgery = (good: Buffer) => Uint8Array;

const fill = (good: Buffer, byte: number): Buffer => Buffer.alloc(good.length, byte);
const added = (bytes: readonly number[]): readonly [Forgery, Forgery] => [
  (good) => Buffer.concat([good, Buffer.from(bytes)]),
  (good) => Buffer.concat([Buffer.from(bytes), good]),
];
const [zeroAfter, zeroBefore] = added([0]);
const [onesAfter, onesBefore] = added([0xff]);
const [blockAfter, blockBefore] = added(new Array<number>(16).fill(0));
const [newlineAfter, newlineBefore] = added([0x0d, 0x0a]);

const ANY: Readonly<Record<string, Forgery>> = {
  empty: () => new Uint8Array(0),
  'one-zero-byte': () => new Uint8Array(1),
  'zero-bytes': (good) => fill(good, 0),
  'all-bits-set': (good) => fill(good, 0xff),
  ones: (good) => fill(good, 1),
  'without-first-byte': (good) => good.subarray(1),
  'without-last-byte': (good) => good.subarray(0, -1),
  'without-last-two-bytes': (good) => good.subarray(0, -2),
  'first-half': (good) => good.subarray(0, good.length / 2),
  'second-half': (good) => good.subarray(good.length / 2),
  'first-byte': (good) => good.subarray(0, 1),
  'first-sixteen-bytes': (good) => good.subarray(0, 16),
  'zero-after': zeroAfter,
  'zero-before': zeroBefore,
  'ones-after': onesAfter,
  'ones-before': onesBefore,
  'block-after': blockAfter,
  'block-before': blockBefore,
  'newline-after': newlineAfter,
  'newline-before': newlineBefore,
  doubled: (good) => Buffer.concat([good, good]),
  reversed: (good) => Buffer.from(good).reverse(),
  complement: (good) => good.map((byte) => byte ^ 0xff),
  'halves-swapped': (good) =>
    Buffer.concat([good.subarray(good.length / 2), good.subarray(0, good.length / 2)]),
  'byte-pairs-swapped': (good) => Buffer.from(good).swap16(),
  'rotated-by-one': (good) => Buffer.concat([good.subarray(1), good.subarray(0, 1)]),
  'last-byte-zero': (good) => Buffer.concat([good.subarray(0, -1), Buffer.from([good.at(-1) === 0 ? 1 : 0])]),
  'as-hex-text': (good) => Buffer.from(good.toString('hex')),
  'as-base64-text': (good) => Buffer.from(good.toString('base64')),
  'as-base64url-text': (good) => Buffer.from(good.toString('base64url')),
  'long-zero-bytes': () => new Uint8Array(1024),
};

/** Numbers for R and S, or for the parts of another signature, that verifiers did not exclude (CVE-2022-21449). */
function pairsFor({ alg }: Aim): Readonly<Record<string, Forgery>> {
  const n = orderOf(alg);
  const size = signatureLength(alg) / 2;
  const limit = 1n << BigInt(size * 8);
  const numbers: Readonly<Record<string, bigint>> = {
    zero: 0n,
    one: 1n,
    order: n,
    'order-less-one': n - 1n,
    'order-plus-one': n + 1n,
    'double-order': (2n * n) % limit,
    largest: limit - 1n,
  };
  const rows: Record<string, Forgery> = {};
  for (const [name, value] of Object.entries(numbers)) {
    rows[`r-is-${name}`] = (good) => Buffer.concat([toBytes(value, size), splitHalves(good)[1]]);
    rows[`s-is-${name}`] = (good) => Buffer.concat([splitHalves(good)[0], toBytes(value, size)]);
    for (const [other, s] of Object.entries(numbers)) {
      rows[`r-is-${name}-and-s-is-${other}`] = () => Buffer.concat([toBytes(value, size), toBytes(s, size)]);
    }
  }
  return rows;
}

function ecdsa(aim: Aim): Readonly<Record<string, Forgery>> {
  const n = orderOf(aim.alg);
  const half = (good: Buffer, which: 0 | 1): bigint => toNumber(splitHalves(good)[which]);
  const size = signatureLength(aim.alg) / 2;
  return {
    ...pairsFor(aim),
    der: toDer,
    'der-with-byte-after': (good) => Buffer.concat([toDer(good), Buffer.alloc(1)]),
    'der-filled-to-length': (good) =>
      Buffer.concat([toDer(good), Buffer.alloc(good.length)]).subarray(0, good.length),
    'der-of-swapped-halves': (good) => toDer(Buffer.concat([splitHalves(good)[1], splitHalves(good)[0]])),
    'r-negated': (good) => Buffer.concat([toBytes(n - half(good, 0), size), splitHalves(good)[1]]),
    'both-negated': (good) =>
      Buffer.concat([toBytes(n - half(good, 0), size), toBytes(n - half(good, 1), size)]),
    's-plus-one': (good) => Buffer.concat([splitHalves(good)[0], toBytes(half(good, 1) + 1n, size)]),
    'r-plus-one': (good) => Buffer.concat([toBytes(half(good, 0) + 1n, size), splitHalves(good)[1]]),
    's-twice': (good) => Buffer.concat([splitHalves(good)[1], splitHalves(good)[1]]),
    'r-twice': (good) => Buffer.concat([splitHalves(good)[0], splitHalves(good)[0]]),
    'halves-with-zero-before': (good) =>
      Buffer.concat(splitHalves(good).flatMap((each) => [Buffer.alloc(1), each])),
    'halves-with-zero-after': (good) =>
      Buffer.concat(splitHalves(good).flatMap((each) => [each, Buffer.alloc(1)])),
    'r-alone': (good) => splitHalves(good)[0],
    's-alone': (good) => splitHalves(good)[1],
    'with-recovery-byte': (good) => Buffer.concat([good, Buffer.from([27])]),
  };
}

/** RFC 8032 §5.1.7: S must be below the order; otherwise a signature has two forms. */
function edwards(): Readonly<Record<string, Forgery>> {
  const order = orderOf('EdDSA');
  const numberOf = (bytes: Buffer): bigint => toNumber(Buffer.from(bytes).reverse());
  const bytesOf = (value: bigint): Buffer => toBytes(value, 32).reverse();
  const neutral = Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]);
  const withS =
    (change: (s: bigint) => bigint): Forgery =>
    (good) =>
      Buffer.concat([splitHalves(good)[0], bytesOf(change(numberOf(splitHalves(good)[1])))]);
  return {
    's-plus-order': withS((s) => s + order),
    's-plus-double-order': withS((s) => s + 2n * order),
    's-negated': withS((s) => order - s),
    's-is-zero': withS(() => 0n),
    's-is-order': withS(() => order),
    's-is-largest': withS(() => (1n << 256n) - 1n),
    's-with-high-bit': withS((s) => s | (1n << 255n)),
    'r-is-zero': (good) => Buffer.concat([Buffer.alloc(32), splitHalves(good)[1]]),
    'r-is-neutral': (good) => Buffer.concat([neutral, splitHalves(good)[1]]),
    'r-is-neutral-and-s-is-zero': () => Buffer.concat([neutral, Buffer.alloc(32)]),
    'r-with-other-sign': (good) => good.map((byte, index) => (index === 31 ? byte ^ 0x80 : byte)),
    'of-ed448-length': (good) => Buffer.concat([good, Buffer.alloc(50)]),
  };
}

function rsa({ alg }: Aim): Readonly<Record<string, Forgery>> {
  const size = signatureLength(alg);
  return {
    'number-one': () => toBytes(1n, size),
    'number-two': () => toBytes(2n, size),
    'number-plus-one': (good) => toBytes(toNumber(good) + 1n, size),
    'number-negated': (good) => toBytes((1n << BigInt(size * 8)) - toNumber(good), size),
    'bare-padding': () => Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(size - 3, 0xff), Buffer.alloc(1)]),
    'of-1024-bits': (good) => good.subarray(0, 128),
    'of-4096-bits': (good) => Buffer.concat([Buffer.alloc(size), good]),
  };
}

/** One flipped bit for each byte. */
function flips({ alg }: Aim): Readonly<Record<string, Forgery>> {
  return Object.fromEntries(
    Array.from({ length: signatureLength(alg) }, (_, at) => [
      `bit-${String(at % 8)}-of-byte-${String(at)}`,
      (good: Buffer) => good.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte)),
    ]),
  );
}

/** Every forgery for this algorithm. None of them is a valid signature. */
export function forgeriesFor(aim: Aim): Readonly<Record<string, Forgery>> {
  const own = { RSA: rsa, EC: ecdsa, OKP: edwards }[familyOf(aim.alg)];
  return { ...ANY, ...own(aim), ...flips(aim) };
}
