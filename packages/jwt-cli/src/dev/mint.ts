/** `jwt-policy mint`. */

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy } from '../policy-files/read-policy.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';
import { mintedInWords } from './minted-in-words.js';
import { saidMembers } from './said-claims.js';
import { standIn } from './stand-in.js';

/** The options of the command. */
export interface MintOptions {
  readonly for?: string;
  readonly service?: string;
  readonly rule?: number;
  readonly issuer?: string;
  readonly claim: readonly string[];
  readonly without: readonly string[];
  readonly header: readonly string[];
  readonly lifetime?: number;
  readonly jwks?: string;
  readonly json: boolean;
}

/** Prints one token. Its keys are thrown away; `--jwks` keeps the public ones. */
export async function mint(
  terminal: Terminal,
  file: string | undefined,
  options: MintOptions,
): Promise<ExitCode> {
  const policy = await readPolicy(file ?? defaultFile(terminal.cwd), terminal);
  const { service, rule, issuer, lifetime, jwks } = options;
  await using signing = await standIn(policy, { now: terminal.now, lifetime });
  const minted = signing.mint({
    ...{ operation: options.for, service, rule, issuer },
    claims: saidMembers('--claim', options.claim, options.without),
    header: saidMembers('--header', options.header),
  });
  if (jwks !== undefined) await writeKeys(resolve(terminal.cwd, jwks), signing.issuer.publicJwks(), jwks);
  terminal.note(`${mintedInWords(minted, terminal.now())}\n`);
  if (jwks === undefined) {
    terminal.note('Signed with keys that are thrown away now: --jwks FILE keeps the public ones.\n');
  }
  terminal.out(options.json ? `${JSON.stringify(minted, undefined, 2)}\n` : `${minted.token}\n`);
  return EXIT.ok;
}

async function writeKeys(path: string, keys: unknown, named: string): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(keys, undefined, 2)}\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`${named} cannot be written: ${code}.`);
  }
}
