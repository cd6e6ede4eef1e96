// The command jwt-policy, from a new process to its end: what a person waits for, and a hook of Git.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { spread } from '../../lib/stats.mjs';
import { root } from '../../lib/workspace.mjs';
import { inTurn } from '../contest.mjs';

const COMMAND = join(root, 'packages/jwt-cli/bin/jwt-policy.js');
const POLICY = join(root, 'tools/demo/jwt-policy.yaml');

/** The first is the yardstick: a process that does nothing. */
const LINES = {
  'node, nothing': ['--eval', ''],
  'jwt-policy --help': [COMMAND, '--help'],
  'jwt-policy check': [COMMAND, 'check', POLICY],
  'jwt-policy digest': [COMMAND, 'digest', POLICY],
};

export function measure({ quick, progress }) {
  progress('the command');
  const names = Object.keys(LINES);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < (quick ? 7 : 31); round += 1) {
    for (const name of inTurn(names, round)) times[name].push(timeOf(name));
  }
  const [nothing] = names;
  return names.map((name) => ({
    name,
    millis: spread(times[name]),
    timesNode: spread(times[name].map((each, round) => each / times[nothing][round])),
  }));
}

/** Milliseconds, the start of the process included. */
function timeOf(name) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, LINES[name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}
