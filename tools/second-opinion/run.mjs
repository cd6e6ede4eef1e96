// `node tools/second-opinion/run.mjs --count 1000000 --seed 7`: the verifier and a slow, obvious model of it are asked
// the same questions, on all processors. The same seed asks the same questions; keys are made anew.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.trunc(Math.random() * 2 ** 30)) },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const [count, seed, jobs] = [values.count, values.seed, values.jobs].map(Number);
if (![count, seed, jobs].every((each) => Number.isSafeInteger(each) && each >= 0) || jobs === 0) {
  console.error('usage: node tools/second-opinion/run.mjs [--count N] [--seed N] [--jobs N]');
  process.exit(2);
}

/** Comparisons that a worker makes at once, and how long it may take for them before it counts as hanging. */
const BATCH = 5_000;
const PATIENCE = 300_000;

console.log(`seed ${seed}, ${count} comparisons, ${jobs} jobs`);
const started = performance.now();
const sum = { comparisons: 0, faults: 0, coverage: {} };
let asked = 0;
let batch = 0;
await Promise.all(Array.from({ length: jobs }, work));
tellSummary();
process.exitCode = sum.faults === 0 ? 0 : 1;

/** One process at a time, until there is nothing left. A crash or a hang ends the process, not the run. */
async function work() {
  while (asked < count) await runWorker();
}

function runWorker() {
  return new Promise((resolve) => {
    const worker = fork(fileURLToPath(new URL('worker.mjs', import.meta.url)));
    let current;
    let alarm;
    const giveNext = () => {
      clearTimeout(alarm);
      current = undefined;
      if (asked >= count) return worker.disconnect();
      current = { count: Math.min(BATCH, count - asked), seed: seed + batch };
      asked += current.count;
      batch += 1;
      alarm = setTimeout(() => worker.kill('SIGKILL'), PATIENCE);
      worker.send(current);
    };
    worker.on('message', (result) => {
      if (result !== 'ready') add(result);
      giveNext();
    });
    worker.on('exit', (code, signal) => {
      clearTimeout(alarm);
      if (current !== undefined || code !== 0) {
        console.log(`a worker ended (${signal ?? code})${current ? ` with seed ${current.seed}` : ''}`);
        sum.faults += 1;
        if (current === undefined) asked = count; // it could not even start
      }
      resolve();
    });
  });
}

function add({ comparisons, coverage, difference }) {
  const before = Math.floor(sum.comparisons / 100_000);
  sum.comparisons += comparisons;
  for (const [code, times] of Object.entries(coverage))
    sum.coverage[code] = (sum.coverage[code] ?? 0) + times;
  if (Math.floor(sum.comparisons / 100_000) > before) console.log(`${sum.comparisons}…`);
  if (difference === undefined) return;
  sum.faults += 1;
  if (sum.faults <= 10) console.log(`\nA difference. ${difference}\n`);
}

function tellSummary() {
  const rows = [
    ['comparisons', sum.comparisons],
    ['differences', sum.faults],
    ...Object.entries(sum.coverage).sort(([, left], [, right]) => right - left),
  ];
  console.log(
    ['', ...rows.map(([name, times]) => `${name.padEnd(34)}${String(times).padStart(10)}`)].join('\n'),
  );
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} seconds`);
}
