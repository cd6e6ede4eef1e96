/** Public test vectors, read where they are: never copied into this repository. */

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, type RunnerTestSuite } from 'vitest';
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

/** What `npm test` says about cases that it could not run: it reads this from the skipped test's `meta`. */
interface NotFound {
  readonly what: string;
  readonly advice: string;
  readonly file: string;
  readonly cases: number;
}

/**
 * A suite over one file of vectors, with the number of tests that it makes. Where the file is absent, the suite is
 * skipped and `npm test` says so; in CI that is a failure. `JWT_VECTORS` names another folder.
 */
export function describeVectors<File extends keyof VectorFiles>(
  file: File,
  cases: number,
  define: (content: VectorFiles[File]) => void,
): void {
  const folder = resolve(process.env['JWT_VECTORS'] ?? SHARED);
  const path = resolve(folder, file);
  if (existsSync(path)) {
    describe(`vectors of ${file}`, () => {
      define(JSON.parse(readFileSync(path, 'utf8')) as VectorFiles[File]);
      it(`are ${String(cases)} cases, as is said where they are absent`, ({ task }) => {
        expect(countTests(task.suite) - 1).toBe(cases);
      });
    });
    return;
  }
  const advice = `Looked in ${folder}; JWT_VECTORS names another folder.`;
  const notFound: NotFound = { what: 'vectors', advice, file, cases };
  describe(`vectors of ${file}`, () => {
    it.skipIf(process.env['CI'] !== 'true')('are there in CI', { meta: { notFound } }, () => {
      throw new Error(`There are no vectors at ${path}. ${advice}`);
    });
  });
}

function countTests(suite: RunnerTestSuite | undefined): number {
  const counts = suite?.tasks.map((task) => (task.type === 'suite' ? countTests(task) : 1)) ?? [];
  return counts.reduce((sum, count) => sum + count, 0);
}

declare module 'vitest' {
  interface TaskMeta {
    notFound?: NotFound;
  }
}
