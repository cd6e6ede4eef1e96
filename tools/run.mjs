// One command each: `npm test`, `npm run demo` and all the other scripts of package.json.
// Node built-ins only, because this file also installs the dependencies.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (path) => join(root, 'node_modules', path);

const commands = { test, check, demo, docs, matrix, soak, nightly, bench, mutation };
const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, name)) {
  console.error(`usage: node tools/run.mjs ${Object.keys(commands).join('|')}`);
  process.exit(2);
}

let child;
let interruptedBy;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interruptedBy = signal;
    // The terminal sends Ctrl-C to the child too; the other signals come to this process alone.
    if (signal !== 'SIGINT') child?.kill(signal);
  });
}

await install();
process.exitCode = await commands[name](args);

/** Builds and tests every project; the last line counts the tests of all of them. */
async function test(args) {
  const projects = testedProjects();
  // What is read below was written by this run, or restored by Nx from a run on the same files.
  for (const { report } of projects) rmSync(report, { force: true });
  const code = await nx('run-many', '-t', 'build', 'test', ...args);

  const sum = { passed: 0, failed: 0, skipped: 0 };
  console.log();
  for (const { name, report } of projects) {
    const count = countTests(report);
    console.log(`  ${name}: ${count ? describe(count) : 'no report, counted as one failure'}`);
    for (const key of Object.keys(sum)) sum[key] += (count ?? { failed: 1 })[key] ?? 0;
  }
  if (code !== 0 && sum.failed === 0) {
    console.log('  every test passed, but a target failed (see above): counted as one failure');
    sum.failed = 1;
  }
  if (sum.passed + sum.failed === 0) {
    console.log('  there is not a single test: counted as one failure');
    sum.failed = 1;
  }
  console.log(`\n${describe(sum)}`);
  return sum.failed === 0 ? 0 : 1;
}

/** Format, lint and types. Every check runs, also after one has failed. */
async function check() {
  const codes = [
    await run(bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'),
    await run(bin('eslint/bin/eslint.js'), '--max-warnings=0', '*.mjs', 'tools/**/*.mjs'),
    await nx('run-many', '-t', 'lint', 'typecheck'),
  ];
  return codes.every((code) => code === 0) ? 0 : 1;
}

function demo(args) {
  return buildAndRun('@org/demo-fleet', 'tools/demo/dist/main.js', args);
}

/** Writes the pages of `docs/` that are made from code. */
function docs(args) {
  return buildAndRun('@org/docs', 'tools/docs/dist/main.js', args);
}

/** Each adapter's server for minutes under load. */
function soak(args) {
  return buildAndRun(undefined, 'tools/soak/run.mjs', args);
}

/** How we compare with others. */
async function bench(args) {
  const { code, output } = await startNx(['run-many', '-t', 'build'], 'pipe');
  if (code === 0) return run('--expose-gc', join(root, 'tools/bench/run.mjs'), ...args);
  console.error(output);
  return code;
}

/** What the tests of the rooms that decide would not notice. */
function mutation(args) {
  return run(join(root, 'tools/mutation/run.mjs'), ...args);
}

/**
 * What takes hours: every matrix in full, and everything that runs for long. Each part runs, also after one has failed.
 * The other versions of `matrix` keep to samples.
 */
async function nightly() {
  Object.assign(process.env, { JWT_MATRIX: 'full', RAW_HTTP: 'all' });
  const codes = [await test([]), await matrix([]), await soak(['--minutes', '5'])];
  codes.push(await run(join(root, 'tools/second-opinion/run.mjs'), '--count', '1000000'));
  codes.push(await run(join(root, 'tools/fuzz/run.mjs'), '--count', '1000000'));
  codes.push(await run(join(root, 'tools/torture/reload.mjs'), '1000'));
  return codes.every((code) => code === 0) ? 0 : 1;
}

/** Without a project, all are built. */
async function buildAndRun(project, script, args) {
  const target = project === undefined ? ['run-many', '-t', 'build'] : ['run', `${project}:build`];
  const { code, output } = await startNx(target, 'pipe');
  if (code !== 0) {
    console.error(output);
    return code;
  }
  return run(join(root, script), ...args);
}

function matrix(args) {
  return run(join(root, 'tools/matrix/run.mjs'), ...args);
}

/** Installs what the lockfile says, unless that was done already for this lockfile and this Node. */
async function install() {
  const stamp = bin('.install-stamp');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.version)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.log('installing…');
  // Under `npm run` this is npm's own script; else the `npm` on the path.
  const npm = process.env.npm_execpath;
  const [file, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const { code, output } = await start(file, [...first, 'ci'], 'pipe');
  if (code !== 0) {
    console.error(output);
    process.exit(code);
  }
  writeFileSync(stamp, wanted);
}

// Without FORCE_COLOR=0 Nx gives its tasks colours, also where the output is a file.
function startNx(args, output) {
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' };
  return start(process.execPath, [bin('nx/dist/bin/nx.js'), ...args, '--outputStyle=static'], output, env);
}

async function nx(...args) {
  return (await startNx(args, 'inherit')).code;
}

/** Runs one Node script, with the terminal as its own, and answers its exit code. */
async function run(script, ...args) {
  return (await start(process.execPath, [script, ...args], 'inherit')).code;
}

function start(file, args, output, variables = {}) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...variables };
    child = spawn(file, args, { cwd: root, env, stdio: ['inherit', output, output] });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (interruptedBy) process.exit(128 + constants.signals[interruptedBy]);
      resolve({
        code: signal ? 128 + constants.signals[signal] : code,
        output: Buffer.concat(chunks).toString(),
      });
    });
  });
}

/** Every package that the plugin in tools/nx-plugin gives targets to. */
function testedProjects() {
  return ['packages', 'tools']
    .flatMap((parent) => readdirSync(join(root, parent)).map((dir) => join(root, parent, dir)))
    .filter((dir) => existsSync(join(dir, 'package.json')))
    .map((dir) => ({ dir, ...JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) }))
    .filter(({ nx }) => nx?.tags)
    .map(({ dir, name }) => ({ name, report: join(dir, '.reports/vitest.json') }));
}

/** Reads Vitest's JSON report; a file that could not be loaded counts as one failure. */
function countTests(report) {
  if (!existsSync(report)) return undefined;
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

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
