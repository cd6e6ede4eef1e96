import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Test files that never end, and what the report of each must name. */
const HANGS: readonly (readonly [name: string, text: string, step: string])[] = [
  [
    'blocked-test',
    "describe('a room', () => it('blocks', { timeout: 100 }, () => { for (;;); }));",
    'a room > blocks',
  ],
  ['blocked-last-hook', "afterAll(() => { for (;;); }); it('is fine', () => {});", '(after "is fine")'],
  ['blocked-hook', "afterEach(() => { for (;;); }); it('is fine', () => {});", 'is fine'],
  ['blocked-loading', "it('is fine', () => {}); for (;;);", '(loading)'],
  [
    'endless-loading',
    "await new Promise((resolve) => setTimeout(resolve, 2 ** 30)); it('a', () => {});",
    '(loading)',
  ],
];

let folder: string;
let run: { readonly code: number | null; readonly output: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hangs-'));
  const base = JSON.stringify(join(root, 'tools/config/vitest.base.mjs'));
  // Like the quick tier, whose files share their processes.
  const config = `import { settings } from ${base};
    const options = { isolate: false, include: ['*.test.mjs'], globals: true, testTimeout: 500 };
    export default { test: { ...settings.test, ...options, reporters: ['default'] } };`;
  await writeFile(join(folder, 'vitest.config.mjs'), config);
  await writeFile(join(folder, 'sound.test.mjs'), "it('is fine', () => {});");
  for (const [name, text] of HANGS) await writeFile(join(folder, `${name}.test.mjs`), text);
  run = await runVitest(folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

function runVitest(cwd: string): Promise<typeof run> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  // The limit is also that of a process on a busy machine which loads one line of code.
  const env = { ...process.env, TEST_STEP_LIMIT_MS: '3000' };
  const child = spawn(process.execPath, [vitest, 'run'], { cwd, env });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}

describe('tests that hang', () => {
  it.each(HANGS)('fail, and the report names the step: %s', (name, _text, step) => {
    const reported = run.output.split('\n').filter((line) => line.includes(`${name}.test.mjs > `));
    expect(reported.join('\n')).toMatch(/^HANGS: /u);
    expect(reported.join('\n')).toContain(`${name}.test.mjs > ${step} did not end within`);
  });

  it('make the whole run fail', () => {
    expect(run.code).not.toBe(0);
  });

  it('do not keep others from running', () => {
    expect(run.output).toMatch(/✓.* sound\.test\.mjs/u);
  });
});
