// One adapter's server, in a process of its own: run.mjs starts and measures it.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createVerifier, definePolicy } from '@org/jwt-core';
import { apps } from './apps.mjs';

let now = 0;
let rejections = 0;
let running;
const delay = monitorEventLoopDelay({ resolution: 1 });
process.on('unhandledRejection', () => (rejections += 1));

const answers = {
  async start({ adapter, document, service, clock }) {
    now = clock;
    const verifier = await createVerifier({
      policy: definePolicy(document),
      service,
      clock: () => now,
      insecure: { allowHttpLoopback: true },
    });
    running = { verifier, ...(await apps[adapter].start(verifier)) };
    delay.enable();
    return { port: running.server.address().port };
  },
  clock({ clock }) {
    now = clock;
    return {};
  },
  /** After two collections, so that what is left is still referenced. */
  async measure() {
    running.server.closeIdleConnections();
    const delayMs = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
    delay.reset();
    for (let round = 0; round < 2; round += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      globalThis.gc();
    }
    const { rss, heapUsed } = process.memoryUsage();
    return { rss, heapUsed, delayMs, rejections, handles: process.getActiveResourcesInfo().length };
  },
  async stop() {
    running.server.closeAllConnections();
    await running.close();
    await running.verifier.close();
    delay.disable();
    setImmediate(() => process.disconnect());
    return {};
  },
};

process.on('message', async ({ id, ask, ...given }) => {
  try {
    process.send({ id, answer: await answers[ask](given) });
  } catch (error) {
    process.send({ id, error: error.stack });
  }
});
