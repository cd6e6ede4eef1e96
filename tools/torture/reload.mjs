// A thousand swaps of a policy by each method, under sixty-four parallel requests: node tools/torture/reload.mjs [SWAPS]
// The test itself, and what it proves: packages/jwt-core/src/policy/source/torture.test.ts
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [swaps = '1000'] = process.argv.slice(2);
if (!/^[1-9]\d{0,6}$/u.test(swaps)) {
  console.error('usage: node tools/torture/reload.mjs [SWAPS]');
  process.exit(2);
}
const vitest = `${root}/node_modules/vitest/vitest.mjs`;
const child = spawn(
  process.execPath,
  [vitest, 'run', 'src/policy/source/torture.test.ts', '--reporter=verbose'],
  {
    cwd: `${root}/packages/jwt-core`,
    env: { ...process.env, JWT_TORTURE_SWAPS: swaps },
    stdio: 'inherit',
  },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
