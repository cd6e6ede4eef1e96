// A test that hangs fails, with its name. Vitest's own limits are timers of the thread that runs the tests: they say
// nothing where a test holds that thread (a synchronous key generation on Node 20, an endless loop) and nothing while a
// file is being loaded. So another thread watches.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { Worker } from 'node:worker_threads';

/** What a step may take that has no limit of its own: loading a file, and what comes between its tests. Milliseconds. */
const STEP_LIMIT_MS = Number(process.env.TEST_STEP_LIMIT_MS ?? 300_000);
/** Vitest says more about a test that takes too long than the watchdog can: it has this time to say it. */
const GRACE_MS = Math.min(30_000, STEP_LIMIT_MS);

/** One for each process: Vitest loads this file again for every test file, and several may share a process. */
const thread = (globalThis[Symbol.for('@org/watchdog')] ??= startThread());

function startThread() {
  const worker = new Worker(new URL('./watchdog-thread.mjs', import.meta.url), {
    // Neither Vitest's loaders nor its limits are for this thread.
    execArgv: [],
  });
  worker.unref();
  return worker;
}

function begin(step, limitMs = STEP_LIMIT_MS) {
  thread.postMessage({ step: `${expect.getState().testPath ?? 'a test file'} > ${step}`, limitMs });
}

begin('(loading)');
beforeAll(() => begin('(hooks before the first test)'));
beforeEach(({ task }) => begin(task.fullTestName, task.timeout + GRACE_MS));
afterEach(({ task }) => begin(`(after "${task.fullTestName}")`));
afterAll(() => begin('(ending)'));
