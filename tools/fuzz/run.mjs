// `node tools/fuzz/run.mjs --count 1000000 --seed 7`: damaged policy documents, on all processors.
// With `--large`, each is about 64 KB. The same seed makes the same inputs. One of them alone, with its text:
// `--seed 7 --input 4711`.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
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
const PATIENCE = 600_000;

console.log(`seed ${seed}, ${input === undefined ? `${count} inputs, ${jobs} jobs` : `input ${input}`}`);
const summary = createSummary();
let told = 0;
let next = input ?? 0;
const end = input === undefined ? count : input + 1;
await Promise.all(Array.from({ length: input === undefined ? jobs : 1 }, work));
console.log(summary.render());
process.exitCode = summary.faults === 0 ? 0 : 1;

/** Who has seen fifty faults corrects the first. */
function tell(fault) {
  told += 1;
  if (told <= 50) console.log(fault);
}

/** One process at a time, until there is nothing left. A crash or a hang ends the process, not the run. */
async function work() {
  while (next < end) await runWorker();
}

function runWorker() {
  return new Promise((resolve) => {
    const worker = fork(fileURLToPath(new URL('worker.mjs', import.meta.url)));
    let batch;
    let alarm;
    const giveNext = () => {
      clearTimeout(alarm);
      if (next >= end) return worker.disconnect();
      batch = {
        seed,
        from: next,
        to: Math.min(next + BATCH, end),
        large: values.large,
        verbose: input !== undefined,
      };
      next = batch.to;
      alarm = setTimeout(() => worker.kill('SIGKILL'), PATIENCE);
      worker.send(batch);
    };
    worker.on('message', (result) => {
      if (result !== 'ready') {
        summary.add(result);
        for (const { at, fault } of result.faults) tell(`input ${at}: ${fault}`);
        batch = undefined;
        if (next % (40 * BATCH) === 0) console.log(`${next}…`);
      }
      giveNext();
    });
    worker.on('exit', (code, signal) => {
      clearTimeout(alarm);
      if (batch !== undefined) {
        const fault = `the process ended (${signal ?? code}) in the inputs ${batch.from} to ${batch.to - 1}`;
        summary.add({ ...batch, faults: [{ at: batch.from, fault }] });
        tell(fault);
      } else if (code !== 0) {
        tell(`a worker could not start (${signal ?? code})`);
        summary.add({ faults: [{ at: 0, fault: 'no worker' }] });
        next = end;
      }
      resolve();
    });
  });
}
