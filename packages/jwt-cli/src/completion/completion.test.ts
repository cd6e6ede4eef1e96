import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { running } from '../../test/terminal.js';
import { COMMANDS } from '../commands.js';

/** What bash offers after these words. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { out } = await running(['completion', 'bash']);
  const script = `${out}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${String(words.length - 1)}
_jwt_policy; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('completion in bash', () => {
  it('offers the commands', async () => {
    const known = COMMANDS.map(({ name }) => name);
    expect(await offered('jwt-policy', '')).toEqual([...known, '--help', '--version']);
  });

  it('offers the options of a command', async () => {
    expect(await offered('jwt-policy', 'check', '--f')).toEqual(['--format', '--fail-on']);
  });

  it('offers the values of an option', async () => {
    expect(await offered('jwt-policy', 'check', '--format', 's')).toEqual(['sarif']);
  });
});

it.each(['zsh', 'fish'])('the script for %s names every command', async (shell) => {
  const { code, out } = await running(['completion', shell]);
  expect(code).toBe(0);
  for (const { name } of COMMANDS) expect(out).toContain(name);
  if (shell === 'zsh') expect(spawnSync('bash', ['-n'], { input: out }).status).toBe(0);
});
