/** Public keys of the right form that reveal the private key, or let an attacker sign. */

const MIN_RSA_BITS = 2048;
/** Larger moduli cost more than any issuer needs: checking one signature grows with the square. */
const MAX_RSA_BITS = 8192;
const MAX_EXPONENT_BYTES = 8;

/** Why an RSA key must not be trusted, or `undefined`. Big-endian bytes. */
export function weaknessOfRsa(modulus: Uint8Array, exponent: Uint8Array): string | undefined {
  const n = toBigInt(modulus);
  const bits = n === 0n ? 0 : n.toString(2).length;
  if (bits < MIN_RSA_BITS) return `the RSA key has fewer than ${String(MIN_RSA_BITS)} bits`;
  if (bits > MAX_RSA_BITS) return `the RSA key has more than ${String(MAX_RSA_BITS)} bits`;
  if (!isSound(exponent)) return 'the RSA key has an exponent that is even, 1 or huge';
  if (SMALL_PRIMES.some((prime) => n % prime === 0n)) return 'the RSA key has a small factor';
  return isRoca(n) ? 'the RSA key is of the ROCA kind (CVE-2017-15361)' : undefined;
}

/** With the exponent 1 a padded message is its own signature: an attacker can make one. An even exponent is not RSA. */
function isSound(exponent: Uint8Array): boolean {
  if (exponent.length > MAX_EXPONENT_BYTES) return false;
  const e = toBigInt(exponent);
  return e % 2n === 1n && e !== 1n;
}

/**
 * The primes of a broken smart-card library are powers of 65537 modulo the product of small primes, and so is their
 * product, the modulus. Nemec et al., "The Return of Coppersmith's Attack", CCS 2017, §3: modulo each of these primes
 * the modulus then lies in the subgroup that 65537 generates. By chance that happens once in 2^27 keys and more.
 */
function isRoca(modulus: bigint): boolean {
  return ROCA_SUBGROUPS.every(({ prime, members }) => members.has(modulus % prime));
}

const SMALL_PRIMES: readonly bigint[] = primesUpTo(167);

/** Those where the subgroup is not the whole group, so that membership says something. */
const ROCA_SUBGROUPS = SMALL_PRIMES.filter((prime) => prime > 2n)
  .map((prime) => ({ prime, members: powersOf(65_537n, prime) }))
  .filter(({ prime, members }) => BigInt(members.size) < prime - 1n);

function powersOf(base: bigint, prime: bigint): ReadonlySet<bigint> {
  const powers = new Set<bigint>();
  for (let power = 1n; !powers.has(power); power = (power * base) % prime) powers.add(power);
  return powers;
}

function primesUpTo(limit: number): readonly bigint[] {
  const primes: number[] = [];
  for (let candidate = 2; candidate <= limit; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes.map(BigInt);
}

const P = 2n ** 255n - 19n;

/**
 * The y coordinates of the eight points of Ed25519 whose order divides 8. Under such a key one signature fits (nearly)
 * every message. Those of order 8 solve d·y⁴ + 2y² = 1: doubled they are of order 4, which is y² = -x² on the curve.
 */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([
  0n, // order 4
  1n, // order 1, the neutral element
  P - 1n, // order 2
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n, // order 8
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n, // order 8
]);

/**
 * Why an Ed25519 key must not be trusted, or `undefined`. A coordinate that is written not reduced (RFC 8032 §5.1.3
 * forbids it) is rejected, so that a small point cannot have another spelling.
 */
export function weaknessOfEd25519(point: Uint8Array): string | undefined {
  const y = toBigInt(Uint8Array.from(point).reverse()) & ((1n << 255n) - 1n); // little-endian; the top bit is the sign
  if (y >= P) return 'the Ed25519 key is not written canonically';
  return SMALL_ORDER_Y.has(y) ? 'the Ed25519 key is a point of small order' : undefined;
}

function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
