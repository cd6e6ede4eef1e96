/** Public test vectors, read where they stand: never copied into this repository. */

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'vitest';
import type { Jwk } from '../src/jose/jwk.js';

/** What each file is known to hold: the members that tests read. */
interface VectorFiles {
  readonly 'rfc/rfc-vectors.json': {
    readonly jws: readonly {
      readonly id: string;
      readonly alg: string;
      readonly jwk: Jwk;
      readonly token: string;
    }[];
    readonly dpop: readonly { readonly id: string; readonly jwk: Jwk; readonly token: string }[];
  };
  readonly 'wycheproof/json_web_signature_test.json': Groups<{
    readonly private: Jwk;
    readonly public?: Jwk;
    readonly tests: readonly Case<{ readonly jws: unknown }>[];
  }>;
  readonly 'wycheproof/json_web_key_test.json': Groups<{
    readonly private: { readonly keys: readonly Jwk[] };
    readonly public?: { readonly keys: readonly Jwk[] };
    readonly tests: readonly Case<{ readonly jws: string }>[];
  }>;
  readonly 'wycheproof/json_web_crypto_test.json': Groups<{
    readonly private: Jwk;
    readonly public?: Jwk;
    readonly tests: readonly Case<{ readonly jws?: unknown; readonly jwe?: unknown }>[];
  }>;
  readonly 'wycheproof/json_web_encryption_test.json': Groups<{
    readonly tests: readonly Case<{ readonly jwe: unknown }>[];
  }>;
  readonly 'jsontestsuite/jsontestsuite.json': readonly {
    readonly name: string;
    readonly expect: 'accept' | 'reject' | 'implementation-defined' | 'transform';
    readonly b64: string;
  }[];
}

interface Groups<Group> {
  readonly testGroups: readonly Group[];
}

type Case<Members> = Members & {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid';
};

const SHARED = resolve(import.meta.dirname, '../../../../shared/vectors');

/**
 * A suite over one file of vectors. Where the file is absent the suite is skipped and says so; in CI that is a failure.
 * `JWT_VECTORS` names another folder.
 */
export function describeVectors<File extends keyof VectorFiles>(
  file: File,
  define: (content: VectorFiles[File]) => void,
): void {
  const path = resolve(process.env['JWT_VECTORS'] ?? SHARED, file);
  if (existsSync(path)) {
    describe(`vectors of ${file}`, () => {
      define(JSON.parse(readFileSync(path, 'utf8')) as VectorFiles[File]);
    });
    return;
  }
  const message = `SKIPPED: there are no vectors at ${path}. Set JWT_VECTORS to the folder that holds them.`;
  console.warn(message);
  describe(`vectors of ${file}`, () => {
    it.skipIf(process.env['CI'] !== 'true')('are there in CI', () => {
      throw new Error(message);
    });
  });
}
