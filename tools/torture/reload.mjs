// A thousand swaps of a policy by each method, under sixty-four parallel requests: node tools/torture/reload.mjs [SWAPS]
// The test itself, and what it proves: packages/jwt-core/src/policy/source/torture.deep.test.ts
import { join } from 'node:path';
import { start } from '../lib/child.mjs';
import { bin, root } from '../lib/workspace.mjs';

const [swaps = '1000'] = process.argv.slice(2);
if (!/^[1-9]\d{0,6}$/u.test(swaps)) {
  console.error('usage: node tools/torture/reload.mjs [SWAPS]');
  process.exit(2);
}
const test = 'src/policy/source/torture.deep.test.ts';
const { code } = await start(
  process.execPath,
  [bin('vitest/vitest.mjs'), 'run', test, '--reporter=verbose'],
  {
    cwd: join(root, 'packages/jwt-core'),
    env: { JWT_TORTURE_SWAPS: swaps },
    output: 'show',
  },
);
process.exitCode = code;
