// What a guard leaves of a server: open, guarded by us, and by what people use. Each server is a process of its own.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { load } from '../load.mjs';
import { serveKeys } from '../peers.mjs';
import { quantile, spread } from '../stats.mjs';
import { createWorld, tokensOf } from '../world.mjs';

const FRAMEWORKS = ['express', 'koa', 'nest on express', 'nest on fastify'];
const KINDS = ['open', 'guarded', 'peer'];

export async function measure({ quick, progress }) {
  const world = await createWorld('RS256');
  const keys = await serveKeys([world.jwk]);
  const all = await tokensOf(world, quick ? 1_000 : 10_000);
  const rows = [];
  for (const framework of FRAMEWORKS) {
    const servers = {};
    for (const kind of KINDS) servers[kind] = await start(framework, kind, keys.url);
    for (const [what, tokens] of [
      ['the same token', all.slice(0, 1)],
      ['10,000 in rotation', all],
    ]) {
      progress(`${framework}, ${what}`);
      rows.push(...(await measureServers({ framework, what, tokens, servers, quick })));
    }
    for (const { stop } of Object.values(servers)) stop();
  }
  keys.close();
  return rows;
}

async function measureServers({ framework, what, tokens, servers, quick }) {
  // Once seen; and everything compiled.
  for (const { port } of Object.values(servers)) await load(port, tokens, {});
  const results = Object.fromEntries(
    KINDS.map((kind) => [kind, { perSecond: [], millis: [], cpuMicros: [] }]),
  );
  for (let round = 0; round < (quick ? 4 : 10); round += 1) {
    for (const kind of KINDS) {
      const server = servers[kind];
      const before = await server.cpu();
      const { perSecond, requests, millis } = await load(server.port, tokens, { forMs: quick ? 300 : 700 });
      if (round === 0) continue;
      results[kind].perSecond.push(perSecond);
      results[kind].cpuMicros.push(((await server.cpu()) - before) / requests);
      results[kind].millis.push(...millis);
    }
  }
  const part = (kind, other) =>
    spread(results[kind].perSecond.map((value, round) => value / results[other].perSecond[round]));
  return KINDS.map((kind) => ({
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
