// `node tools/second-opinion/run.mjs --count 1000000 --seed 7`: the verifier and a slow, obvious model of it are asked
// the same questions, on all processors. The same seed asks the same questions; keys are made again.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { renderNumbers } from '../lib/table.mjs';
import { runWorkers } from '../lib/workers.mjs';

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
const PATIENCE_MS = 300_000;

console.log(`seed ${seed}, ${count} comparisons, ${jobs} jobs`);
const started = performance.now();
const sum = { comparisons: 0, faults: 0, coverage: {} };
let asked = 0;
let batches = 0;
await runWorkers({
  script: fileURLToPath(new URL('worker.mjs', import.meta.url)),
  jobs,
  patienceMs: PATIENCE_MS,
  next: () => {
    if (asked >= count) return undefined;
    const batch = { count: Math.min(BATCH, count - asked), seed: seed + batches };
    asked += batch.count;
    batches += 1;
    return batch;
  },
  onResult: add,
  onFault: (text, batch) => {
    console.log(batch ? `${text} with seed ${batch.seed}` : text);
    sum.faults += 1;
  },
});
showSummary();
process.exitCode = sum.faults === 0 ? 0 : 1;

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

function showSummary() {
  const rows = [
    ['comparisons', sum.comparisons],
    ['differences', sum.faults],
    ...Object.entries(sum.coverage).sort(([, left], [, right]) => right - left),
  ];
  console.log(`\n${renderNumbers(rows)}`);
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} seconds`);
}
