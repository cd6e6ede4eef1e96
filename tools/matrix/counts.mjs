// What ran, in numbers. One count is one line of the table at the end.
import { join } from 'node:path';
import { start } from '../lib/child.mjs';
import { renderTable } from '../lib/table.mjs';
import { readReport, sumOf } from '../lib/vitest-report.mjs';
import { bin } from '../lib/workspace.mjs';
import { scratch } from './pack.mjs';

const LIMIT_MINUTES = 15;

// Samples of the large matrices: in full they run for hours, on the versions of the workspace.
const SAMPLED = { JWT_MATRIX: undefined, RAW_HTTP: undefined };

let reports = 0;

/** Runs Vitest and counts what its report says. */
export async function countVitest(
  what,
  args,
  { node = process.execPath, vitest = bin('vitest/vitest.mjs'), cwd, env },
) {
  const report = join(scratch, `vitest-${++reports}.json`);
  const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = [vitest, 'run', ...args, ...reporting];
  const { code, output, seconds } = await runLimited(node, command, { cwd, env });
  const count = { what, seconds, output, ...readReport(report) };
  if (code !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

/** Runs a command that is one test: it passes or it fails. */
export async function countCommand(what, args, { node = process.execPath, ...options } = {}) {
  const { code, output, seconds } = await runLimited(node, args, options);
  return { what, seconds, output, skipped: 0, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** Runs the compiler, which is one test: do the packages' types fit, their declarations included? */
export async function countTypes(what, args, { cwd, compiler = bin('typescript7/bin/tsc') }) {
  const command = [compiler, ...args, '--pretty', 'false', '--skipLibCheck', 'false'];
  const count = await countCommand(what, command, { cwd });
  const errors = count.output.split('\n').filter((line) => /\berror TS\d+:/u.test(line));
  // An error inside of the declarations of a dependency says nothing about ours: @types/koa 3 has one.
  const isTheirs = (line) => line.includes('node_modules/') && !line.includes('node_modules/@org/');
  return errors.length > 0 && errors.every(isTheirs) ? { ...count, passed: 1, failed: 0 } : count;
}

/** Several counts as one line. */
export function sum(what, counts) {
  return {
    what,
    ...sumOf(counts),
    seconds: counts.reduce((total, { seconds }) => total + seconds, 0),
    output: counts
      .filter(({ failed }) => failed > 0)
      .map((count) => `${count.what}\n${count.output}\n`)
      .join(''),
  };
}

/** Nothing failed, and there was something to fail. */
export function isGood({ passed, failed }) {
  return failed === 0 && passed > 0;
}

export function renderCounts(lines) {
  const cells = lines.map(({ row, what, passed, failed, skipped, seconds }) =>
    [row, what, passed, failed, skipped, seconds.toFixed(1)].map(String),
  );
  return renderTable(['row', 'what ran', 'passed', 'failed', 'skipped', 'seconds'], cells, { texts: 2 });
}

function runLimited(file, args, { cwd, env, limitMinutes = LIMIT_MINUTES } = {}) {
  return start(file, args, { cwd, env: { ...SAMPLED, ...env }, limitMinutes });
}
