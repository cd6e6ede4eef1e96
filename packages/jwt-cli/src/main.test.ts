import { describe, expect, it } from 'vitest';
import { running } from '../test/terminal.js';
import { COMMANDS } from './commands.js';
import { version } from './version.js';

describe('jwt-policy', () => {
  it('shows its commands and exit codes, and ends with 0', async () => {
    const { code, out, note } = await running(['--help']);
    expect([code, note]).toEqual([0, '']);
    for (const { name } of COMMANDS) expect(out).toContain(`  ${name}`);
    expect(out).toContain('Exit codes: 0');
  });

  it.each(COMMANDS.map(({ name }) => name))('%s --help has an example, in 80 columns', async (name) => {
    const { code, out } = await running([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Examples:\n');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('shows its version', async () => {
    expect(await running(['--version'])).toEqual({ code: 0, out: `${version()}\n`, note: '' });
  });

  it.each([
    ['no command', [], ''],
    ['an unknown command', ['chek'], "unknown command 'chek'"],
    ['an unknown option', ['check', '--fomat', 'json'], "unknown option '--fomat'"],
    ['a format that is not there', ['check', '--format', 'xml'], 'Allowed choices are pretty'],
    ['a file that is not there', ['check', 'none.yaml'], 'There is no file none.yaml.'],
    ['no file at all', ['check'], 'No policy was named, and there is none of jwt-policy.yaml'],
    ['standard input that is watched', ['check', '-', '--watch'], 'cannot be watched'],
  ])('ends with 2 for %s, and says what is wrong without a stack', async (_what, args, message) => {
    const { code, out, note } = await running(args);
    expect([code, out]).toEqual([2, '']);
    expect(note).toContain(message);
    expect(note).not.toMatch(/^\s+at /mu);
  });

  it('ends with 2 for input that is not UTF-8', async () => {
    const { code, note } = await running(['check', '-'], { stdin: '\uD800' });
    // A lone surrogate cannot be written as UTF-8: it arrives as the replacement character.
    expect(code).toBe(1);
    expect(note).toBe('');
  });
});
