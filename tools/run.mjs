// One command each: `npm test`, `npm run demo` and all the other scripts of package.json.
// Node built-ins only, here and in what is imported: this file also installs the dependencies.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, nx, run } from './lib/child.mjs';
import { install } from './lib/install.mjs';
import { describeCount, readReport, sumOf } from './lib/vitest-report.mjs';
import { bin, projects, root } from './lib/workspace.mjs';

const commands = {
  test: (args) => runTests(TIERS.quick, args),
  'test:deep': (args) => runTests(TIERS.deep, args),
  check,
  demo: (args) => buildAndRun('tools/demo/dist/main.js', args, '@org/demo-fleet'),
  docs: (args) => buildAndRun('tools/docs/dist/main.js', args, '@org/docs'),
  matrix: (args) => run(join(root, 'tools/matrix/run.mjs'), ...args),
  soak: (args) => buildAndRun('tools/soak/run.mjs', args),
  nightly,
  bench,
  mutation: (args) => run(join(root, 'tools/mutation/run.mjs'), ...args),
};

const isDeepTest = (file) => file.endsWith('.deep.test.ts');

/** CONTRIBUTING.md, "Tests", says what belongs to which. */
const TIERS = {
  quick: {
    target: 'test',
    report: 'quick',
    about: 'the quick tests: about 90 seconds on two cores',
    others: 'npm run test:deep runs the deep tests: about nine minutes',
    isCounted: (file) => !isDeepTest(file),
  },
  deep: {
    target: 'test-deep',
    report: 'deep',
    about: 'the deep tests: about nine minutes on two cores',
    others:
      'npm test runs the quick tests; those of core run here too, for its coverage, and are not counted again',
    isCounted: isDeepTest,
  },
};

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, name)) {
  console.error(`usage: node tools/run.mjs ${Object.keys(commands).join('|')}`);
  process.exit(2);
}

try {
  await install(root, { announce: () => console.log('installing: about half a minute…') });
  process.exitCode = await commands[name](args);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** Builds every project and runs its tests of one tier; the last line counts the tests of all of them. */
async function runTests({ target, report, about, others, isCounted }, args) {
  console.log(`${projects.length} packages, ${about}; what did not change is not run again.\n(${others}.)\n`);
  const reports = projects.map(({ dir, manifest }) => ({
    name: manifest.name,
    file: join(dir, `.reports/${report}.json`),
  }));
  // What is read below was written by this run, or restored by Nx from a run on the same files in this folder.
  for (const { file } of reports) rmSync(file, { force: true });
  // One package after another: each uses all processors, and what is printed has an order.
  const { code } = await nx(['run-many', '-t', 'build', target, '--parallel=1', ...args], {
    output: 'show',
    style: 'stream',
  });

  console.log();
  const counts = reports.map(({ name, file }) => {
    const count = readReport(file, isCounted);
    console.log(`  ${name}: ${describeCount(count)}`);
    return count;
  });
  describeNotFound(counts.flatMap(({ notFound }) => notFound));
  const sum = sumOf(counts);
  if (code !== 0 && sum.failed === 0) {
    console.log('  every test passed, but a target failed (see above): counted as one failure');
    sum.failed = 1;
  }
  if (sum.passed + sum.failed === 0) {
    console.log('  there is not a single test: counted as one failure');
    sum.failed = 1;
  }
  console.log(`\n${describeCount(sum)}`);
  return sum.failed === 0 ? 0 : 1;
}

/** Names what was skipped because files are absent. */
function describeNotFound(notFound) {
  for (const what of new Set(notFound.map((each) => each.what))) {
    const those = notFound.filter((each) => each.what === what);
    const casesOf = (some) => some.reduce((sum, { cases }) => sum + cases, 0).toLocaleString('en');
    console.log(`\n  ${what} not found: ${casesOf(those)} cases skipped. ${those[0].advice}`);
    for (const file of new Set(those.map((each) => each.file)))
      console.log(`    ${file}: ${casesOf(those.filter((each) => each.file === file))} cases`);
  }
}

/** Format, lint and types. Every check runs, also after one has failed. */
async function check() {
  const codes = [
    await run(bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'),
    await run(bin('eslint/bin/eslint.js'), '--max-warnings=0', '*.mjs', 'tools/**/*.mjs'),
    (await nx(['run-many', '-t', 'lint', 'typecheck'], { output: 'show' })).code,
  ];
  return codes.every((code) => code === 0) ? 0 : 1;
}

/** Compares this library with others. */
async function bench(args) {
  await build();
  return run('--expose-gc', join(root, 'tools/bench/run.mjs'), ...args);
}

/**
 * What takes hours: every matrix in full, and everything that runs for long. Each part runs, also after one has failed.
 * The other framework versions of `matrix` keep to samples.
 */
async function nightly() {
  Object.assign(process.env, {
    JWT_MATRIX: 'full',
    RAW_HTTP: 'all',
    JWT_DIFF_PAIRS: '100000',
    JWT_DIFF_TOKENS: '1000000',
  });
  const parts = [
    () => runTests(TIERS.quick, []),
    () => runTests(TIERS.deep, []),
    () => run(join(root, 'tools/matrix/run.mjs'), '--deep'),
    () => buildAndRun('tools/soak/run.mjs', ['--minutes', '5']),
    () => run(join(root, 'tools/second-opinion/run.mjs'), '--count', '1000000'),
    () => run(join(root, 'tools/fuzz/run.mjs'), '--count', '1000000'),
    () => run(join(root, 'tools/torture/reload.mjs'), '1000'),
  ];
  const codes = [];
  for (const part of parts) codes.push(await part());
  return codes.every((code) => code === 0) ? 0 : 1;
}

/** Without a project, all are built. */
async function buildAndRun(script, args, ...built) {
  await build(...built);
  return run(join(root, script), ...args);
}
