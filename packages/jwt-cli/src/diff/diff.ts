/** `jwt-policy diff`. */

import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { UsageError, EXIT, type ExitCode } from '../terminal/exit-code.js';
import { defaultFile } from '../policy-files/default-file.js';
import { readPolicy } from '../policy-files/read-policy.js';
import type { Terminal } from '../terminal/terminal.js';
import { compare } from './compare.js';
import type { Comparison } from './difference.js';
import { json } from './json.js';
import { pretty } from './pretty.js';

/** The options of the command. */
export interface DiffOptions {
  readonly failOn: 'widen' | 'any' | 'never';
  readonly json: boolean;
}

/** `HEAD~1:policy.yaml`, or `HEAD~1:`. */
const REVISION = /^[^:\s]{2,}:(?<path>[^:]*)$/u;

/** A comparison that takes longer says where it is. */
const QUIET_MS = 2000;

/** Compares two policies; with one file, what git has of it (`HEAD`) with the file. */
export async function diff(
  terminal: Terminal,
  named: readonly string[],
  { failOn, json: isJson }: DiffOptions,
): Promise<ExitCode> {
  const [first, second] = sourcesOf(named, terminal.cwd);
  const policies = { old: await readPolicy(first, terminal), new: await readPolicy(second, terminal) };
  const names = { old: first, new: second };
  const started = performance.now();
  let told: string | undefined;
  const comparison = await compare(policies, {
    now: terminal.now(),
    progress: (service) => {
      if (!terminal.isInteractive || service === told || performance.now() - started < QUIET_MS) return;
      told = service;
      terminal.note(`Comparing ${service} …\n`);
    },
  });
  terminal.out(isJson ? json(comparison, names) : pretty(comparison, names, terminal));
  return isFailed(comparison, failOn) ? EXIT.no : EXIT.ok;
}

/** With one of them: a file, after what git has of it; or a revision, before the file of the work tree. */
function sourcesOf(named: readonly string[], cwd: string): readonly [string, string] {
  const [first, second] = named;
  if (first === '-' && second === '-')
    throw new UsageError('Standard input is one document: name the other.');
  if (first !== undefined && second !== undefined) return [first, second];
  if (first === '-') throw new UsageError('Standard input has no older version in git: name two documents.');
  const path = REVISION.exec(first ?? '')?.groups?.['path'];
  if (first !== undefined && path !== undefined && !existsSync(resolve(cwd, first))) {
    return [first, path === '' ? defaultFile(cwd) : path];
  }
  const file = first ?? defaultFile(cwd);
  return [`HEAD:${relative(cwd, resolve(cwd, file)).split(sep).join('/')}`, file];
}

/** What was not compared in full may have widened. */
function isFailed({ differences, incomplete }: Comparison, failOn: DiffOptions['failOn']): boolean {
  if (failOn === 'never') return false;
  if (incomplete.length > 0) return true;
  return failOn === 'any' ? differences.length > 0 : differences.some(({ effect }) => effect === 'widened');
}
