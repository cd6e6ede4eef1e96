// Children, and how they end. Their output is kept and shown only where something failed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const bin = (path) => join(root, 'node_modules', path);

/** A folder outside of the workspace, for this run only. */
export const scratch = mkdtempSync(join(tmpdir(), 'jwt-matrix-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

// A child leads a group of its own, so that what it started (npm's node, Vitest's workers) ends with it.
const ownGroup = process.platform !== 'win32';
const SLOWEST_MINUTES = 15;

// No child has a terminal. Vitest takes any FORCE_COLOR for a yes, Nx gives its tasks one unless it is 0.
const plain = { NO_COLOR: '1', FORCE_COLOR: undefined };

// Samples of the large matrices: in full they run for hours, and on the versions of the workspace.
const sampled = { JWT_MATRIX: undefined, RAW_HTTP: undefined };

let child;
let interruptedBy;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Once more: whoever has not ended by now is not asked again.
    end(interruptedBy ? 'SIGKILL' : signal);
    interruptedBy = signal;
    if (!child) process.exit(exitCodeOf(signal));
  });
}

/** Runs one command to its end. `env` adds to the environment, it does not replace it. */
export function start(file, args, { cwd = root, env = {} } = {}) {
  if (interruptedBy) process.exit(exitCodeOf(interruptedBy));
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const chunks = [];
    const stdout = [];
    const variables = { ...process.env, ...plain, ...sampled, ...env };
    child = spawn(file, args, {
      cwd,
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: ownGroup,
    });
    child.stdout.on('data', (chunk) => chunks.push(chunk) && stdout.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const limit = setTimeout(() => {
      chunks.push(Buffer.from(`\nended after ${SLOWEST_MINUTES} minutes\n`));
      end('SIGKILL');
    }, SLOWEST_MINUTES * 60_000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      child = undefined;
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

/** Like {@link start}, for steps without which there is nothing to count. */
export async function must(file, args, options) {
  const result = await start(file, args, options);
  if (result.code === 0) return result;
  throw new Error(`${result.output}\nexit code ${result.code}: ${[file, ...args].join(' ')}`);
}

/** Under `npm run` npm names its own script; else it is the `npm` on the path. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  const [file, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  return must(file, [...first, ...args], options);
}

export function nx(args) {
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' };
  return must(process.execPath, [bin('nx/dist/bin/nx.js'), ...args, '--outputStyle=static'], { env });
}

function end(signal) {
  if (!child?.pid) return;
  try {
    process.kill(ownGroup ? -child.pid : child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}
