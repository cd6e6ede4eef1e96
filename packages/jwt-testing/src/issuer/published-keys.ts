/** The keys of an issuer: which one signs, and which ones are published. */

import type { Jwk } from '@org/jwt-core/policy';
import { generateSigningKey, type SigningAlgorithm, type SigningKey } from './signing-key.js';

/** A JWK Set (RFC 7517 §5). */
export interface JwkSet {
  readonly keys: readonly Jwk[];
}

/** The keys of one issuer: one that signs for each algorithm, and older ones that are still published. */
export class PublishedKeys {
  readonly #algorithms: readonly SigningAlgorithm[];
  readonly #encryption: SigningKey;
  #current: readonly SigningKey[] = [];
  #former: readonly SigningKey[] = [];
  #generation = 0;

  private constructor(algorithms: readonly SigningAlgorithm[], encryption: SigningKey) {
    this.#algorithms = algorithms;
    this.#encryption = encryption;
  }

  static async generate(algorithms: readonly SigningAlgorithm[]): Promise<PublishedKeys> {
    const [first] = algorithms;
    if (first === undefined) throw new TypeError('algs: expected at least one algorithm.');
    const keys = new PublishedKeys(algorithms, await generateSigningKey(first, 'encryption'));
    await keys.rotate();
    return keys;
  }

  /** Published with `use: enc`, as many providers do. A verifier must not check a signature with it. */
  get encryption(): SigningKey {
    return this.#encryption;
  }

  /**
   * The key that signs with this algorithm; without one, the first.
   *
   * @throws TypeError when the issuer has no such key.
   */
  current(algorithm?: SigningAlgorithm): SigningKey {
    const key = this.#current.find((each) => algorithm === undefined || each.algorithm === algorithm);
    if (key === undefined)
      throw new TypeError(`The issuer has no key for ${String(algorithm)}: list it in algs.`);
    return key;
  }

  /** New keys sign from now on. The old ones stay published until {@link PublishedKeys.retire}. */
  async rotate(): Promise<void> {
    this.#generation += 1;
    const suffix = String(this.#generation);
    const fresh = await Promise.all(
      this.#algorithms.map((algorithm) =>
        generateSigningKey(algorithm, `${algorithm.toLowerCase()}-${suffix}`),
      ),
    );
    this.#former = [...this.#former, ...this.#current];
    this.#current = fresh;
  }

  /** Publishes the current keys alone. */
  retire(): void {
    this.#former = [];
  }

  /** The key set at `jwks_uri`. */
  jwks(): JwkSet {
    const { keyId: kid, publicKey } = this.#encryption;
    const signing = [...this.#current, ...this.#former].map((key) => ({
      ...key.publicKey,
      kid: key.keyId,
      alg: key.algorithm,
      use: 'sig',
    }));
    return { keys: [...signing, { ...publicKey, kid, use: 'enc' }] };
  }
}
