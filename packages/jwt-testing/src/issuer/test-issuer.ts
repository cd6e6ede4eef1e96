/** An authorization server for tests: real keys, real HTTP, and tokens that are good or wrong. */

import { randomUUID } from 'node:crypto';
import type { Clock } from '@org/jwt-core';
import {
  aFunction,
  aList,
  aNumber,
  anything,
  aText,
  readOptions,
  type OptionKinds,
} from '@org/jwt-core/adapter';
import { SignJWT } from 'jose';
import { serialise, type SegmentContent } from './compact.js';
import { startMetadataServer, type MetadataServer } from './metadata-server.js';
import { PublishedKeys, type JwkSet } from './published-keys.js';
import { signBytes, type SigningAlgorithm, type SigningKey } from './signing-key.js';

/** Claims to sign. One that is `undefined` is left out of the token. */
export type ClaimsToSign = Readonly<Record<string, unknown>>;

/** Options of {@link createTestIssuer}. */
export interface TestIssuerOptions {
  /** The algorithms that it signs with. A token uses the first by default. `['ES256']` by default. */
  readonly algs?: readonly SigningAlgorithm[];
  /** The clock for `iat` and `exp` of its tokens. The system clock by default. */
  readonly clock?: Clock;
  /** The `aud` of its tokens. */
  readonly audience?: string | readonly string[];
  /** Claims of every token, over the defaults. */
  readonly claims?: ClaimsToSign;
  /** `exp - iat` in seconds. 300 by default. */
  readonly lifetime?: number;
  /** The path of the issuer's URL, such as `/realms/acme`. Empty by default. */
  readonly path?: string;
}

/** Options of {@link TestIssuer.mint}. */
export interface MintOptions {
  /** One of the issuer's algorithms. Its first by default. */
  readonly alg?: SigningAlgorithm;
  /** Header parameters that are added or replaced. One that is `undefined` is left out. */
  readonly header?: Readonly<Record<string, unknown>>;
}

const ISSUER_OPTIONS: OptionKinds<TestIssuerOptions> = {
  algs: aList,
  clock: aFunction,
  audience: anything,
  claims: anything,
  lifetime: aNumber,
  path: anything,
};

const MINT_OPTIONS: OptionKinds<MintOptions> = { alg: aText, header: anything };

/** A running issuer. */
export interface TestIssuer extends AsyncDisposable {
  /** Its exact `iss`. The metadata is below this URL. */
  readonly url: string;
  /** A good access token (RFC 9068), changed by `claims` and `options`. */
  mint(claims?: ClaimsToSign, options?: MintOptions): Promise<string>;
  /** The claims that {@link TestIssuer.mint} would sign now. */
  claims(claims?: ClaimsToSign): ClaimsToSign;
  /** The header that {@link TestIssuer.mint} would use now. */
  header(alg?: SigningAlgorithm): {
    readonly alg: SigningAlgorithm;
    readonly kid: string;
    readonly typ: string;
  };
  /** Signs exactly this header and payload with the current key, valid or not. */
  sign(header: SegmentContent, payload: SegmentContent, alg?: SigningAlgorithm): string;
  /** The key that signs, with its private half: for wrong tokens that are signed with the right key. */
  signingKey(alg?: SigningAlgorithm): SigningKey;
  /** The key that is published with `use: enc`. */
  encryptionKey(): SigningKey;
  /** Signs with new keys from now on, and returns the new `kid`. The old keys stay published. */
  rotateKey(): Promise<string>;
  /** Stops publishing the keys that no longer sign. */
  retireKeys(): void;
  publicJwks(): JwkSet;
  /** Simulates an outage: the issuer closes every connection until {@link TestIssuer.goOnline}. */
  goOffline(): void;
  goOnline(): void;
  /** Stops the server. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts an issuer on a free port of 127.0.0.1. Its URL is plain http: give the verifier
 * `insecure: { allowHttpLoopback: true }`.
 *
 * The key ids are the same for every issuer (`es256-1`, …), so that tests detect a verifier that finds keys by `kid` alone.
 *
 * @throws TypeError when `algs` is empty, `ConfigurationError` for an option that is unknown or of a wrong type.
 */
export async function createTestIssuer(given: TestIssuerOptions = {}): Promise<TestIssuer> {
  const options = readOptions('createTestIssuer', given, ISSUER_OPTIONS);
  const keys = await PublishedKeys.generate(options.algs ?? ['ES256']);
  const server = await startMetadataServer(options.path ?? '', () => keys.jwks());
  return new RunningIssuer(keys, server, options);
}

class RunningIssuer implements TestIssuer {
  readonly url: string;
  readonly #keys: PublishedKeys;
  readonly #server: MetadataServer;
  readonly #options: TestIssuerOptions;

  constructor(keys: PublishedKeys, server: MetadataServer, options: TestIssuerOptions) {
    this.#keys = keys;
    this.#server = server;
    this.#options = options;
    this.url = `${server.origin}${options.path ?? ''}`;
  }

  async mint(claims: ClaimsToSign = {}, options: MintOptions = {}): Promise<string> {
    const { alg, header } = readOptions('mint', options, MINT_OPTIONS);
    // A parsed copy has no member that is undefined.
    const protectedHeader = JSON.parse(JSON.stringify({ ...this.header(alg), ...header })) as { alg: string };
    return new SignJWT(this.claims(claims))
      .setProtectedHeader(protectedHeader)
      .sign(this.signingKey(alg).privateKey);
  }

  claims(claims: ClaimsToSign = {}): ClaimsToSign {
    const { audience = 'https://service.example', clock = Date.now, lifetime = 300 } = this.#options;
    const iat = Math.floor(clock() / 1000);
    return withoutUndefined({
      iss: this.url,
      sub: 'user-1',
      client_id: 'test-client',
      aud: audience,
      iat,
      exp: iat + lifetime,
      jti: randomUUID(),
      ...this.#options.claims,
      ...claims,
    });
  }

  header(alg?: SigningAlgorithm): {
    readonly alg: SigningAlgorithm;
    readonly kid: string;
    readonly typ: string;
  } {
    const { algorithm, keyId } = this.signingKey(alg);
    return { alg: algorithm, kid: keyId, typ: 'at+jwt' };
  }

  sign(header: SegmentContent, payload: SegmentContent, alg?: SigningAlgorithm): string {
    const { algorithm, privateKey } = this.signingKey(alg);
    return serialise(header, payload, (bytes) => signBytes(algorithm, privateKey, bytes));
  }

  signingKey(alg?: SigningAlgorithm): SigningKey {
    return this.#keys.current(alg);
  }

  encryptionKey(): SigningKey {
    return this.#keys.encryption;
  }

  async rotateKey(): Promise<string> {
    await this.#keys.rotate();
    return this.signingKey().keyId;
  }

  retireKeys(): void {
    this.#keys.retire();
  }

  publicJwks(): JwkSet {
    return this.#keys.jwks();
  }

  goOffline(): void {
    this.#server.setOffline(true);
  }

  goOnline(): void {
    this.#server.setOffline(false);
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function withoutUndefined(claims: ClaimsToSign): ClaimsToSign {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}
