/** A secret of an issuer that signs with HMAC: from the environment or from a file, never from the document. */

import { readBoundedFile } from '../../io/bounded-file.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { KeySourcePolicy, SecretSource } from '../key-issuer.js';

const HASH_BYTES: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };

/**
 * Reads the secret again at each call, so that a reload brings a changed one. `index` is that in a list of secrets. RFC 7518 §3.2 wants a key at least as
 * long as the hash.
 *
 * @throws {@link ConfigurationError} for one that is unset, short or not written as it should be. It is never quoted.
 */
export function readSecret(
  source: SecretSource,
  { name, place, algorithms }: Pick<KeySourcePolicy, 'name' | 'place' | 'algorithms'>,
  index?: number,
): Uint8Array {
  // The name of the variable or file is not repeated: it may be the secret itself, written in the wrong place.
  const key = source.env === undefined ? 'file' : 'env';
  const secretPlace = `${place}.secret${index === undefined ? '' : `[${String(index)}]`}`;
  const where = `The secret of issuer "${name}" (issuers.${name}.${secretPlace}.${key})`;
  const secret = decode(readText(source, where), source.encoding);
  if (secret === undefined) throw new ConfigurationError(`${where} is not written in ${source.encoding}.`);
  const needed = Math.max(...[...algorithms].map((algorithm) => HASH_BYTES[algorithm] ?? 0));
  if (secret.length >= needed) return secret;
  const found = String(secret.length);
  throw new ConfigurationError(
    `${where} has ${found} bytes: its algorithms need at least ${String(needed)}.`,
  );
}

function readText({ env, path }: SecretSource, where: string): string {
  if (env !== undefined) {
    const value = process.env[env];
    if (value !== undefined && value !== '') return value;
    throw new ConfigurationError(`${where} is not set in the environment.`);
  }
  if (path === undefined)
    throw new ConfigurationError(
      `${where} is relative to a policy that is in no folder: write an absolute path.`,
    );
  try {
    return readBoundedFile(path, MAX_SECRET_BYTES)
      .toString('utf8')
      .replace(/\r?\n$/u, '');
  } catch {
    throw new ConfigurationError(`${where} cannot be read from its file.`);
  }
}

const MAX_SECRET_BYTES = 65_536;

function decode(text: string, encoding: SecretSource['encoding']): Uint8Array | undefined {
  // Bytes that are not UTF-8 were read as U+FFFD, all alike: such a secret is far weaker than what was meant.
  if (text.includes('\uFFFD')) return undefined;
  const bytes = Buffer.from(text, encoding);
  if (encoding === 'utf8') return bytes;
  return bytes.toString(encoding).replace(/=+$/u, '') === text.replace(/=+$/u, '') ? bytes : undefined;
}
