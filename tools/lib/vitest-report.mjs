// What Vitest's JSON report says, in numbers. Node built-ins only.
import { existsSync, readFileSync } from 'node:fs';

const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/**
 * A file that could not be loaded counts as one failure, a missing report as well. `isCounted` gets the path of a test
 * file; failures count in every file. A skipped test may say in its `meta` what was not found, and how many cases it
 * is in place of: these are in `notFound`.
 */
export function readReport(report, isCounted = () => true) {
  if (!existsSync(report)) return { ...NOTHING, failed: 1, notFound: [] };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const counts = testResults.map((file) => countFile(file, isCounted(file.name)));
  return { ...sumOf(counts), notFound: counts.flatMap(({ notFound }) => notFound) };
}

function countFile({ status, assertionResults }, isCounted) {
  const withStatus = (...statuses) => assertionResults.filter((test) => statuses.includes(test.status));
  const failed = withStatus('failed').length;
  const isBroken = status === 'failed' && failed === 0;
  const failures = { ...NOTHING, failed: isBroken ? 1 : failed, notFound: [] };
  if (!isCounted) return failures;
  const skipped = withStatus('pending', 'skipped', 'todo', 'disabled');
  const notFound = skipped.flatMap(({ meta }) => meta?.notFound ?? []);
  const cases = notFound.reduce((sum, each) => sum + each.cases, 0);
  return {
    ...failures,
    passed: withStatus('passed').length,
    skipped: skipped.length - notFound.length + cases,
    notFound,
  };
}

/** Adds up counts. */
export function sumOf(counts) {
  const sum = { ...NOTHING };
  for (const count of counts) for (const key of Object.keys(NOTHING)) sum[key] += count[key];
  return sum;
}

/** `12 passed, 0 failed, 3 skipped`; of a package that has no test in a tier: `no tests`. */
export function describeCount({ passed, failed, skipped }) {
  if (passed + failed + skipped === 0) return 'no tests';
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
