// What ran, in numbers. One count is one line of the table at the end.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, scratch, start } from './process.mjs';

let reports = 0;

/** Runs Vitest and counts what its report says. */
export async function countVitest(what, args, { node = process.execPath, cwd, env }) {
  const report = join(scratch, `vitest-${++reports}.json`);
  const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = [bin('vitest/vitest.mjs'), 'run', ...args, ...reporting];
  const { code, output, seconds } = await start(node, command, { cwd, env });
  const count = { what, seconds, output, ...readReport(report) };
  if (code !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

/** Runs a command that is one test: it passes or it fails. */
export async function countCommand(what, args, options) {
  const { code, output, seconds } = await start(process.execPath, args, options);
  return { what, seconds, output, skipped: 0, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** Runs the compiler, which is one test: do the packages' types fit, their declarations included? */
export async function countTypes(what, args, { cwd }) {
  const command = [bin('typescript7/bin/tsc'), ...args, '--pretty', 'false', '--skipLibCheck', 'false'];
  const count = await countCommand(what, command, { cwd });
  const errors = count.output.split('\n').filter((line) => /\berror TS\d+:/u.test(line));
  // An error inside of other people's declarations says nothing about ours: @types/koa 3 has one.
  const isTheirs = (line) => line.includes('node_modules/') && !line.includes('node_modules/@org/');
  return errors.length > 0 && errors.every(isTheirs) ? { ...count, passed: 1, failed: 0 } : count;
}

/** Several counts as one line. */
export function sum(what, counts) {
  const line = { what, passed: 0, failed: 0, skipped: 0, seconds: 0, output: '' };
  for (const count of counts) {
    for (const key of ['passed', 'failed', 'skipped', 'seconds']) line[key] += count[key];
    if (count.failed > 0) line.output += `${count.what}\n${count.output}\n`;
  }
  return line;
}

/** Nothing failed, and there was something to fail. */
export function isGood({ passed, failed }) {
  return failed === 0 && passed > 0;
}

/** A file that could not be loaded counts as one failure, a missing report as well. */
function readReport(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const broken = result.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken.length,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

export function renderTable(lines) {
  const head = ['row', 'what ran', 'passed', 'failed', 'skipped', 'seconds'];
  const cells = lines.map(({ row, what, passed, failed, skipped, seconds }) =>
    [row, what, passed, failed, skipped, seconds.toFixed(1)].map(String),
  );
  const widths = head.map((title, column) =>
    Math.max(...[head, ...cells].map((line) => line[column].length)),
  );
  const render = (line) =>
    line
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ');
  return [render(head), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.map(render)].join('\n');
}
