// Batches of work for processes of their own. A crash or a hang ends one process, not the run.
import { fork } from 'node:child_process';

/**
 * Runs `script` in `jobs` processes at a time until `next()` answers no batch any more. A process gets one batch, and the
 * next one when it has answered. `onResult(result, batch)` gets its answers. `onFault(text, batch)` is called when a
 * process ends or takes longer than `patienceMs`, and without a batch when a process cannot start: then the run is over.
 */
export async function runWorkers({ script, jobs, patienceMs, next, onResult, onFault }) {
  let isOver = false;
  const take = () => {
    const batch = isOver ? undefined : next();
    if (batch === undefined) isOver = true;
    return batch;
  };
  const workOn = async () => {
    while (!isOver) await runWorker();
  };
  await Promise.all(Array.from({ length: jobs }, workOn));

  function runWorker() {
    return new Promise((resolve) => {
      const worker = fork(script);
      let batch;
      let alarm;
      worker.on('message', (result) => {
        clearTimeout(alarm);
        if (batch !== undefined) onResult(result, batch);
        batch = take();
        if (batch === undefined) return worker.disconnect();
        alarm = setTimeout(() => worker.kill('SIGKILL'), patienceMs);
        worker.send(batch);
      });
      worker.on('exit', (code, signal) => {
        clearTimeout(alarm);
        if (batch !== undefined) onFault(`the process ended (${signal ?? code})`, batch);
        else if (code !== 0) {
          onFault(`a process could not start (${signal ?? code})`);
          isOver = true;
        }
        resolve();
      });
    });
  }
}

/** The worker's side: says that it is ready, and answers each batch with what `work` makes of it. */
export function answerBatches(work) {
  process.on('message', async (batch) => process.send(await work(batch)));
  process.on('disconnect', () => process.exit()); // the run is over, or was stopped
  process.send('ready');
}
