// The thread of watchdog.mjs: each message begins a step and ends the one before.
import { writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

let timer;
parentPort.on('message', ({ step, limitMs }) => {
  clearTimeout(timer);
  timer = setTimeout(() => fail(step, limitMs), limitMs);
});

/** Ends the process from here: the thread that hangs cannot. Vitest reports the file as failed. */
function fail(step, limitMs) {
  writeSync(2, `\nHANGS: ${step} did not end within ${limitMs / 1000} s. Its process is ended.\n`);
  process.kill(process.pid, 'SIGKILL');
}
