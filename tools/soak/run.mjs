// `node tools/soak/run.mjs --minutes 5 --adapter koa`: an adapter's server under good and hostile requests, for minutes.
// It needs the built packages: `npx nx run-many -t build`. Ends with 1 for any wrong verdict, 5xx or rejection.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { conformanceDocument, CONFORMANCE_SERVICE } from '@org/jwt-testing/conformance';
import { apps } from './apps.mjs';
import { createTally, preparePool, sendUntil, startParties } from './load.mjs';
import { renderSoak } from './table.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '2' }, adapter: { type: 'string', default: 'all' } },
});
const minutes = Number(values.minutes);
const adapters = values.adapter === 'all' ? Object.keys(apps) : [values.adapter];
if (!(minutes > 0) || !adapters.every((adapter) => Object.hasOwn(apps, adapter))) {
  console.error(
    `usage: node tools/soak/run.mjs [--minutes N] [--adapter ${Object.keys(apps).join('|')}|all]`,
  );
  process.exit(2);
}

/** Tokens are signed again in each round, and the clock goes on by a minute: nothing expires while it is sent. */
const ROUND_MS = 5_000;
const CLOCK_STEP_MS = 60_000;

const rows = [];
for (const adapter of adapters) rows.push(await soak(adapter));
console.log(`\n${renderSoak(rows)}`);
const isGood = rows.every(({ tally, after }) => tally.wrongs + tally.serverErrors + after.rejections === 0);
process.exitCode = isGood ? 0 : 1;

async function soak(adapter) {
  let now = Date.now();
  const parties = await startParties(() => now);
  const server = startServer();
  const document = conformanceDocument({
    login: parties.issuer.url,
    partner: parties.partner.url,
    unreachable: parties.unreachable.url,
  });
  const { port } = await server.ask('start', { adapter, document, service: CONFORMANCE_SERVICE, clock: now });

  const round = async (tally, end) => {
    now += CLOCK_STEP_MS;
    await server.ask('clock', { clock: now });
    const pool = await preparePool(parties, apps[adapter].binding);
    const started = performance.now();
    await sendUntil(Math.min(end, started + ROUND_MS), pool, port, tally);
    return performance.now() - started;
  };

  // What is compiled and cached once is not growth: two rounds pass before the first measure.
  const warm = createTally();
  for (let each = 0; each < 2; each += 1) await round(warm, Infinity);
  const before = await server.ask('measure');
  const tally = createTally();
  const end = performance.now() + minutes * 60_000;
  let sending = 0;
  while (performance.now() < end) sending += await round(tally, end);
  const after = await server.ask('measure');
  await server.ask('stop');
  await Promise.all(Object.values(parties).map((party) => party.close()));
  for (const [wrong, count] of [...warm.wrong, ...tally.wrong])
    console.log(`${adapter}: ${count} times ${wrong}`);
  return { adapter, tally, perSecond: (tally.requests / sending) * 1000, before, after };
}

/** The server's process. A question is answered, or the process has ended. */
function startServer() {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), { execArgv: ['--expose-gc'] });
  const waiting = new Map();
  let last = 0;
  child.on('message', ({ id, answer, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new Error(error));
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`the server ended (${signal ?? code})`));
  });
  return {
    ask: (ask, given = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ id: last, ask, ...given });
      }),
  };
}
