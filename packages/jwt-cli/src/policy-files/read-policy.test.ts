import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fakeTerminal } from '../../test/terminal.js';
import { run } from '../main.js';

const POLICY = readFileSync(join(import.meta.dirname, '../../test/rules/JP028.good.yaml'), 'utf8');
const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example', ...args], {
    cwd,
    encoding: 'utf8',
  });

it('reads a revision of git, with the path or without', async () => {
  const terminal = fakeTerminal({ files: { 'policy.yaml': POLICY } });
  git(terminal.cwd, 'init', '-q');
  git(terminal.cwd, 'add', '.');
  git(terminal.cwd, 'commit', '-qm', 'first');
  writeFileSync(join(terminal.cwd, 'policy.yaml'), POLICY.replace("revision: '42'", "revision: '43'"));
  expect(await run(['digest', '--json', 'HEAD:', 'HEAD:policy.yaml', 'policy.yaml'], terminal)).toBe(0);
  const found = JSON.parse(terminal.written().out) as readonly { revision: string }[];
  expect(found.map(({ revision }) => revision)).toEqual(['42', '42', '43']);
});

it.each([
  ['HEAD:policy.yaml', 'git says'],
  ['--output=x:policy.yaml', ''],
  ['nowhere.yaml', 'There is no file nowhere.yaml.'],
])('says why %s cannot be read', async (source, message) => {
  const terminal = fakeTerminal();
  expect(await run(['digest', source], terminal)).toBe(2);
  expect(terminal.written().note).toContain(message);
});
