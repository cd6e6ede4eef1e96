// One child process at a time, and how it ends. A signal that this process receives ends the child first.
// Node built-ins only.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { bin, root } from './workspace.mjs';

// A child whose output is kept has no terminal. It leads a group of its own, so that what it started (npm's node,
// Vitest's workers) ends with it.
const canLeadGroup = process.platform !== 'win32';

// Vitest takes any FORCE_COLOR for a yes.
const WITHOUT_COLOURS = { NO_COLOR: '1', FORCE_COLOR: undefined };

let current;
let interruptedBy;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    const isRepeated = interruptedBy !== undefined;
    interruptedBy = signal;
    if (current === undefined) process.exit(exitCodeOf(signal));
    // The terminal sends Ctrl-C to a child of the same group too; the other signals come to this process alone.
    if (current.leadsGroup || signal !== 'SIGINT' || isRepeated) end(isRepeated ? 'SIGKILL' : signal);
  });
}

/**
 * Runs one command to its end. Its output is shown, or kept: `output` of the result has all of it, `stdout` a part.
 * `env` adds to the environment, it does not replace it; a variable that is `undefined` there is removed.
 */
export function start(file, args, { cwd = root, env = {}, output = 'keep', limitMinutes } = {}) {
  if (interruptedBy) process.exit(exitCodeOf(interruptedBy));
  const isKept = output === 'keep';
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const chunks = [];
    const stdout = [];
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...(isKept && WITHOUT_COLOURS), ...env },
      stdio: isKept ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      detached: isKept && canLeadGroup,
    });
    current = { child, leadsGroup: isKept && canLeadGroup };
    child.stdout?.on('data', (chunk) => chunks.push(chunk) && stdout.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    const limit = limitMinutes && setTimeout(endAtLimit, limitMinutes * 60_000);
    function endAtLimit() {
      chunks.push(Buffer.from(`\nended after ${limitMinutes} minutes\n`));
      end('SIGKILL');
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      current = undefined;
      if (interruptedBy) process.exit(exitCodeOf(interruptedBy));
      resolve({
        code: signal ? exitCodeOf(signal) : code,
        seconds: (performance.now() - started) / 1000,
        stdout: Buffer.concat(stdout).toString(),
        output: Buffer.concat(chunks).toString(),
      });
    });
  });
}

/** Like {@link start}, for steps without which there is nothing to go on with. */
export async function must(file, args, options) {
  const result = await start(file, args, options);
  if (result.code === 0) return result;
  throw new Error(`${result.output}\nexit code ${result.code}: ${[file, ...args].join(' ')}`);
}

/** Runs one Node script with the terminal as its own, and returns its exit code. */
export async function run(script, ...args) {
  return (await start(process.execPath, [script, ...args], { output: 'show' })).code;
}

/** Under `npm run`, npm names its own script; otherwise it is the `npm` on the path. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  const [file, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  return must(file, [...first, ...args], options);
}

/**
 * Without `cacheDirectory` Nx 23 keeps its cache in the home folder, for all clones of one repository, and replays there
 * what another clone printed. nx.json sets it; here it is set also against a variable of the environment.
 */
const NX = {
  NX_CACHE_DIRECTORY: '.nx/cache',
  NX_WORKSPACE_DATA_DIRECTORY: '.nx/workspace-data',
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  // Without it Nx gives its tasks colours, also where the output is a file.
  FORCE_COLOR: '0',
};

export function nx(args, { style = 'static', env = {}, ...options } = {}) {
  const command = [bin('nx/dist/bin/nx.js'), ...args, `--outputStyle=${style}`];
  return start(process.execPath, command, { ...options, env: { ...NX, ...env } });
}

/** Builds all packages, or throws what the build printed. */
export async function build(...projects) {
  const target = projects.length === 0 ? [] : ['-p', projects.join()];
  const { code, output } = await nx(['run-many', '-t', 'build', ...target]);
  if (code !== 0) throw new Error(output);
}

function end(signal) {
  if (!current?.child.pid) return;
  const { child, leadsGroup } = current;
  try {
    process.kill(leadsGroup ? -child.pid : child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}
