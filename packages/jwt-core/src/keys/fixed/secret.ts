/** The secret of an issuer that signs with HMAC: from the environment or from a file, never from the document. */

import { readBoundedFile } from '../../io/bounded-file.js';
import type { SecretReference } from '../../policy/document/document.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import { resolveFrom } from '../../policy/model/referenced-files.js';
import type { IssuerPolicy } from '../../policy/compile/service-policy.js';

const HASH_BYTES: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };

/**
 * Reads it anew each time: whoever changed it reloads. RFC 7518 §3.2 wants a key at least as long as the hash.
 *
 * @throws {@link ConfigurationError} for one that is unset, short or not written as it should be. It is never quoted.
 */
export function readSecret(
  reference: SecretReference,
  { name, algorithms }: IssuerPolicy,
  directory: string | undefined,
): Uint8Array {
  // What is written there may be the secret itself, in the place of its name: it is not repeated.
  const key = reference.env === undefined ? 'file' : 'env';
  const where = `The secret of issuer "${name}" (issuers.${name}.keys.secret.${key})`;
  const encoding = reference.encoding ?? 'utf8';
  const secret = decode(readText(reference, directory, where), encoding);
  if (secret === undefined) throw new ConfigurationError(`${where} is not written in ${encoding}.`);
  const needed = Math.max(...[...algorithms].map((algorithm) => HASH_BYTES[algorithm] ?? 0));
  if (secret.length >= needed) return secret;
  const found = String(secret.length);
  throw new ConfigurationError(
    `${where} has ${found} bytes: its algorithms need at least ${String(needed)}.`,
  );
}

function readText({ env, file = '' }: SecretReference, directory: string | undefined, where: string): string {
  if (env !== undefined) {
    const value = process.env[env];
    if (value !== undefined && value !== '') return value;
    throw new ConfigurationError(`${where} is not set in the environment.`);
  }
  const path = resolveFrom(directory, file);
  if (path === undefined)
    throw new ConfigurationError(
      `${where} is relative to a policy that is in no folder: write an absolute path.`,
    );
  try {
    return readBoundedFile(path, LARGEST_SECRET)
      .toString('utf8')
      .replace(/\r?\n$/u, '');
  } catch {
    throw new ConfigurationError(`${where} cannot be read from its file.`);
  }
}

/** In bytes. */
const LARGEST_SECRET = 65_536;

function decode(text: string, encoding: 'utf8' | 'base64' | 'base64url'): Uint8Array | undefined {
  // Bytes that are no UTF-8 were read as U+FFFD, all alike: such a secret is far weaker than what was meant.
  if (text.includes('\uFFFD')) return undefined;
  const bytes = Buffer.from(text, encoding);
  if (encoding === 'utf8') return bytes;
  return bytes.toString(encoding).replace(/=+$/u, '') === text.replace(/=+$/u, '') ? bytes : undefined;
}
