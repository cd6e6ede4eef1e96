// What a guard leaves of a server: open, guarded by us, by the least of guards, and by what people use. Each server is
// a process of its own.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { load } from '../load.mjs';
import { serveKeys } from '../peers.mjs';
import { quantile, spread } from '../../lib/stats.mjs';
import { inTurn } from '../contest.mjs';
import { createWorld, tokensOf } from '../world.mjs';

const FRAMEWORKS = ['express', 'koa', 'nest on express', 'nest on fastify'];
const KINDS = ['open', 'guarded', 'least', 'peer'];

export async function measure({ quick, progress }) {
  const world = await createWorld('RS256');
  const keys = await serveKeys([world.jwk]);
  progress('signing tokens');
  const all = await tokensOf(world, quick ? 2_000 : 10_000);
  const rows = [];
  for (const framework of FRAMEWORKS) {
    const { servers, missing } = await startAll(framework, keys.url);
    progress(`${framework}, first of all`);
    // It takes thousands of requests until everything is compiled.
    for (const { port } of Object.values(servers)) await load(port, all, { forMs: quick ? 2_000 : 4_000 });
    for (const [what, tokens] of [
      ['the same token', all.slice(0, 1)],
      [`${all.length.toLocaleString('en')} in rotation`, all],
    ]) {
      progress(`${framework}, ${what}`);
      rows.push(...(await measureServers({ framework, what, tokens, servers, quick })));
      rows.push(...missing.map((row) => ({ framework, what, ...row })));
    }
    for (const { stop } of Object.values(servers)) stop();
  }
  keys.close();
  return rows;
}

/** A peer that cannot start is `missing`. One of ours must. */
async function startAll(framework, jwksUri) {
  const servers = {};
  const missing = [];
  for (const kind of KINDS) {
    try {
      servers[kind] = await start(framework, kind, jwksUri);
    } catch (error) {
      if (kind !== 'peer') throw error;
      missing.push({ kind, notAvailable: error.message });
    }
  }
  return { servers, missing };
}

async function measureServers({ framework, what, tokens, servers, quick }) {
  const kinds = Object.keys(servers);
  // Each token is seen once before it counts.
  for (const { port } of Object.values(servers)) await load(port, tokens, {});
  const results = Object.fromEntries(
    kinds.map((kind) => [kind, { perSecond: [], millis: [], cpuMicros: [] }]),
  );
  // Short turns and many of them: other work on the machine comes and goes within a minute.
  for (let round = 0; round < (quick ? 9 : 41); round += 1) {
    for (const kind of inTurn(kinds, round)) {
      const server = servers[kind];
      const before = await server.cpu();
      const { perSecond, requests, millis } = await load(server.port, tokens, { forMs: 150 });
      const cpu = (await server.cpu()) - before;
      if (round === 0) continue;
      results[kind].perSecond.push(perSecond);
      results[kind].cpuMicros.push(cpu / requests);
      results[kind].millis.push(...millis);
    }
  }
  const part = (kind, other) =>
    other in results
      ? spread(results[kind].perSecond.map((value, round) => value / results[other].perSecond[round]))
      : undefined;
  return kinds.map((kind) => ({
    framework,
    what,
    kind,
    perSecond: spread(results[kind].perSecond),
    p99Millis: quantile(results[kind].millis, 0.99),
    cpuMicros: spread(results[kind].cpuMicros),
    ofOpen: part(kind, 'open'),
    ofPeer: part(kind, 'peer'),
  }));
}

async function start(framework, kind, jwksUri) {
  const script = fileURLToPath(new URL('../server.mjs', import.meta.url));
  const child = fork(script, [framework, kind, JSON.stringify({ jwksUri, alg: 'RS256' })], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port } = await answer(child);
  return {
    port,
    cpu: async () => {
      child.send('cpu');
      const { cpu } = await answer(child);
      return cpu.user + cpu.system;
    },
    stop: () => child.kill(),
  };
}

function answer(child) {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the server ended'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
