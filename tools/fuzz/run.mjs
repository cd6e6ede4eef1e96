// `node tools/fuzz/run.mjs --count 1000000 --seed 7`: damaged policy documents, on all processors.
// With `--large`, each is about 64 KB. The same seed makes the same inputs. One of them alone, with its text:
// `--seed 7 --input 4711`.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runWorkers } from '../lib/workers.mjs';
import { createSummary } from './summary.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.trunc(Math.random() * 2 ** 31)) },
    input: { type: 'string' },
    large: { type: 'boolean', default: false },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const [count, seed, jobs] = [values.count, values.seed, values.jobs].map(Number);
const input = values.input === undefined ? undefined : Number(values.input);
if (![count, seed, jobs, input ?? 0].every((each) => Number.isSafeInteger(each) && each >= 0) || jobs === 0) {
  console.error('usage: node tools/fuzz/run.mjs [--count N] [--seed N] [--large] [--jobs N] [--input N]');
  process.exit(2);
}

/** Inputs that a worker takes at once, and how long it may take for them before it counts as hanging. */
const BATCH = values.large ? 50 : 500;
const PATIENCE_MS = 600_000;
const MAX_FAULTS_SHOWN = 50;

console.log(`seed ${seed}, ${input === undefined ? `${count} inputs, ${jobs} jobs` : `input ${input}`}`);
const summary = createSummary();
let shown = 0;
let nextInput = input ?? 0;
const end = input === undefined ? count : input + 1;
await runWorkers({
  script: fileURLToPath(new URL('worker.mjs', import.meta.url)),
  jobs: input === undefined ? jobs : 1,
  patienceMs: PATIENCE_MS,
  next: () => {
    if (nextInput >= end) return undefined;
    const from = nextInput;
    nextInput = Math.min(from + BATCH, end);
    return { seed, from, to: nextInput, large: values.large, verbose: input !== undefined };
  },
  onResult: (result) => {
    summary.add(result);
    for (const { at, fault } of result.faults) show(`input ${at}: ${fault}`);
    if (nextInput % (40 * BATCH) === 0) console.log(`${nextInput}…`);
  },
  onFault: (text, batch) => {
    const fault = batch ? `${text} in the inputs ${batch.from} to ${batch.to - 1}` : text;
    summary.add({ faults: [{ at: batch?.from ?? 0, fault }] });
    show(fault);
  },
});
console.log(summary.render());
process.exitCode = summary.faults === 0 ? 0 : 1;

/** The first faults are enough to correct the first. */
function show(fault) {
  shown += 1;
  if (shown <= MAX_FAULTS_SHOWN) console.log(fault);
}
