/** The text of a policy: a file, standard input, or a revision of git. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { loadPolicy, parsePolicy, type Policy } from '@org/jwt-core/policy';
import { UsageError } from '../terminal/exit-code.js';
import { readInput } from '../terminal/read-input.js';
import type { Terminal } from '../terminal/terminal.js';
import { defaultFile } from './default-file.js';

/** A revision and a path, as `git show` takes them. The path may be missing: `HEAD~1:`. */
const REVISION = /^(?<revision>[^:\s][^:\s]+):(?<path>[^:]*)$/u;

/**
 * Reads a policy from `FILE`, from `-` (standard input), or from `REVISION:PATH` (git). Files that a revision refers to are
 * those of the work tree.
 *
 * @throws PolicyError for a policy that does not load, UsageError for one that cannot be found.
 */
export async function readPolicy(source: string, terminal: Terminal): Promise<Policy> {
  if (source === '-') return parsePolicy(await readInput(terminal), { location: 'standard input' });
  const file = resolve(terminal.cwd, source);
  if (existsSync(file)) return loadPolicy(shown(file, source));
  const groups = REVISION.exec(source)?.groups;
  if (groups === undefined) throw new UsageError(`There is no file ${source}.`);
  const { revision = '', path = '' } = groups;
  const named = path === '' ? defaultFile(terminal.cwd) : path;
  const text = await show(revision, named, terminal.cwd);
  return parsePolicy(text, { file: resolve(terminal.cwd, named) });
}

/** A message names the file as the command did. */
function shown(file: string, source: string): string {
  return resolve(source) === file ? source : file;
}

async function show(revision: string, path: string, cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      'git',
      ['show', '--end-of-options', `${revision}:./${path}`],
      {
        cwd,
        maxBuffer: 4 * 1024 * 1024,
      },
    );
    return stdout;
  } catch (error) {
    const [line = ''] = error instanceof Error && 'stderr' in error ? String(error.stderr).split('\n') : [];
    const because = line === '' ? 'git cannot be run' : line.replace(/^fatal: /u, '');
    throw new UsageError(`There is no file ${revision}:${path}, and git says: ${because}.`);
  }
}

/** A text file that a command names. */
export async function readText(source: string, terminal: Terminal): Promise<string> {
  if (source === '-') return readInput(terminal);
  try {
    return await readFile(resolve(terminal.cwd, source), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`${source} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}.`);
  }
}
