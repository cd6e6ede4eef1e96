/** The policy for a service in development: the same document, with the keys of the stand-in. */

import { rename, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Policy } from '@org/jwt-core';
import { stringify } from 'yaml';
import { UsageError } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

/** How the service gets the keys: they are in the policy, or fetched from the stand-in. */
export type KeyPlace = 'jwks' | 'jwksUri';

const WARNING = `# Made by jwt-policy dev-issuer: it trusts keys of this machine alone.
# For development: never deploy it.
`;

/** The text of the policy. `origin` is where the stand-in serves its keys. */
export function developmentPolicy(policy: Policy, keys: KeyPlace, origin: string, extension: string): string {
  const { document } = policy;
  const issuers = Object.fromEntries(
    Object.entries(document.issuers).map(([name, issuer]) => [
      name,
      keys === 'jwks'
        ? issuer
        : { ...issuer, keys: { jwksUri: `${origin}/${encodeURIComponent(name)}/jwks` } },
    ]),
  );
  const written = { ...document, issuers };
  if (extension === '.json') return `${JSON.stringify(written, undefined, 2)}\n`;
  return `${WARNING}${stringify(written, { aliasDuplicateObjects: false })}`;
}

/** Where it may be written, and in which form. */
export function outputOf(named: string, { file, directory, document }: Policy, { cwd }: Terminal): string {
  const path = resolve(cwd, named);
  if (!['.yaml', '.yml', '.json'].includes(extname(path))) {
    throw new UsageError(`--write-policy: expected a name that ends in .yaml or .json, found ${named}.`);
  }
  if (path === resolve(cwd, file)) {
    throw new UsageError('--write-policy: this is the policy itself. Name another file.');
  }
  const isElsewhere = directory !== undefined && dirname(path) !== resolve(directory);
  if (isElsewhere && refersToFiles(document)) {
    throw new UsageError(
      `--write-policy: the policy refers to files by relative paths, so that its copy belongs into the same folder, ${directory}.`,
    );
  }
  return path;
}

/** Besides those of its keys, which are replaced: the lists of tenants. */
function refersToFiles(document: Policy['document']): boolean {
  return JSON.stringify(document, (key, value: unknown) => (key === 'keys' ? undefined : value)).includes(
    '"file":',
  );
}

/** A service that watches the file never reads half of it. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const before = `${path}.${String(process.pid)}.tmp`;
  try {
    await writeFile(before, text);
    await rename(before, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`${path} cannot be written: ${code}.`);
  }
}
