// What a thousand issuers cost: memory and time for each ring, timers, and how their fetches spread over time.
// Run: node --expose-gc tools/bench/keys.mjs [issuers]
import { setImmediate as nextTurn } from 'node:timers/promises';
import { exportJWK, generateKeyPair } from 'jose';
import { cpus } from 'node:os';
import { openSources } from '../lib/sources.mjs';
import { median } from '../lib/stats.mjs';
import { renderTable } from '../lib/table.mjs';

// The rings are not public: a verifier holds them. So the sources run here.
const sources = await openSources();
const { definePolicy } = await sources.load('packages/jwt-core/src/index.ts');
const { EventSink } = await sources.load('packages/jwt-core/src/io/event-sink.ts');
const { KeyRings } = await sources.load('packages/jwt-core/src/keys/key-rings.ts');
const { compileService } = await sources.load('packages/jwt-core/src/policy/compile/compile-service.ts');
await sources.close();

const ISSUERS = Number(process.argv[2] ?? 1_000);
const MINUTE = 60_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

/** Time that this script moves: setTimeout and clearTimeout go by it from now on. */
const time = { now: 0, timers: new Map(), next: 1, most: 0 };
globalThis.setTimeout = (run, milliseconds) => {
  const handle = { id: time.next++, unref: () => handle, ref: () => handle };
  time.timers.set(handle.id, { at: time.now + milliseconds, run });
  time.most = Math.max(time.most, time.timers.size);
  return handle;
};
globalThis.clearTimeout = (handle) => {
  if (handle !== undefined) time.timers.delete(handle.id);
};

async function pass(milliseconds) {
  const end = time.now + milliseconds;
  for (;;) {
    const due = [...time.timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
    if (due === undefined) break;
    time.now = Math.max(time.now, due[1].at);
    time.timers.delete(due[0]);
    due[1].run();
    await settle();
  }
  time.now = end;
}

/** Importing keys is real work of real threads: let it end. */
async function settle() {
  do await nextTurn();
  while (underWay > 0);
}

const sets = await Promise.all(
  Array.from({ length: ISSUERS }, async (_each, index) => {
    const pairs = await Promise.all(
      ['ES256', 'ES256'].map((alg) => generateKeyPair(alg, { extractable: true })),
    );
    const keys = await Promise.all(
      pairs.map(async ({ publicKey }, key) => ({
        ...(await exportJWK(publicKey)),
        kid: `${index}-${key}`,
        alg: 'ES256',
        use: 'sig',
      })),
    );
    return Buffer.from(JSON.stringify({ keys }));
  }),
);

const fetchedAt = [];
let underWay = 0;
const fetcher = (url) => {
  fetchedAt.push(time.now);
  underWay += 1;
  return Promise.resolve({ status: 200, body: sets[Number(url.hostname.slice(1).split('.')[0])] });
};

const names = Array.from({ length: ISSUERS }, (_each, index) => `i${index}`);
const service = compileService(
  definePolicy({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'bench' },
    issuers: Object.fromEntries(
      names.map((name) => [
        name,
        {
          iss: `https://${name}.example`,
          keys: { jwksUri: `https://${name}.example/keys` },
          algs: ['ES256'],
          typ: 'at+jwt',
        },
      ]),
    ),
    services: { orders: { audience: 'orders', accept: names, operations: { health: { auth: 'public' } } } },
  }),
  'orders',
);

const memory = () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { js: heapUsed + external, rss };
};
const perRing = (before, after, member) =>
  `${((after[member] - before[member]) / ISSUERS / 1024).toFixed(1)} KiB`;

const rings = await KeyRings.open(service, {
  clock: () => NOW + time.now,
  steady: () => time.now,
  fetcher,
  events: new EventSink('key', [() => (underWay -= 1)]),
});
await nextTurn();

const start = memory();
const entries = [...service.issuers.values()];
for (const entry of entries) rings.ringOf(entry);
const made = memory();
await Promise.all(entries.map((entry) => rings.ringOf(entry).warm()));
await settle();
const warm = memory();
const atRest = time.timers.size;

/** An hour in which every issuer is used, so that none goes quiet. */
const firstRound = fetchedAt.length;
time.most = 0;
for (let minute = 0; minute < 60; minute += 1) {
  await pass(MINUTE);
  await Promise.all(entries.map((entry, index) => rings.ringOf(entry).find(`${index}-0`, 'ES256')));
  await settle();
}
const perSecond = (from, to) => {
  const counts = new Array(Math.ceil((to - from) / 1000)).fill(0);
  for (const at of fetchedAt.slice(firstRound)) {
    if (at >= from && at < to) counts[Math.floor((at - from) / 1000)] += 1;
  }
  return counts;
};
const describeSpread = (from, to) => {
  const counts = perSecond(from, to);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const busy = counts.filter((count) => count > 0).length;
  return [String(total), (total / counts.length).toFixed(2), String(Math.max(...counts)), String(busy)];
};

const samples = [];
const ring = rings.ringOf(entries[0]);
for (let round = 0; round < 31; round += 1) {
  const began = performance.now();
  for (let each = 0; each < 10_000; each += 1) await ring.find('0-0', 'ES256');
  samples.push(((performance.now() - began) * 1000) / 10_000);
}
rings.close();

console.log(
  `${ISSUERS} issuers with two ES256 keys each. ${`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`}\n`,
);
console.log(
  renderTable(
    ['for each ring', 'JS and buffers', 'whole process'],
    [
      ['made, nothing fetched', perRing(start, made, 'js'), perRing(start, made, 'rss')],
      ['with two keys', perRing(start, warm, 'js'), perRing(start, warm, 'rss')],
    ],
  ),
);
console.log(`\ntimers at rest: ${atRest}; most at once in an hour: ${time.most}`);
console.log(`timers after close: ${time.timers.size}; one look-up: ${median(samples).toFixed(2)} µs\n`);
console.log(
  renderTable(
    ['fetches, all warmed at 0:00', 'fetches', 'a second', 'most in a second', 'seconds with one'],
    [
      ['0:00-7:00', ...describeSpread(0, 7 * MINUTE)],
      ['7:00-9:00 (first round)', ...describeSpread(7 * MINUTE, 9 * MINUTE)],
      ['9:00-14:00', ...describeSpread(9 * MINUTE, 14 * MINUTE)],
      ['14:00-18:00 (second round)', ...describeSpread(14 * MINUTE, 18 * MINUTE)],
      ['30:00-60:00', ...describeSpread(30 * MINUTE, 60 * MINUTE)],
    ],
  ),
);
