// From an empty process to a verifier, and what is installed for it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spread } from '../../lib/stats.mjs';
import { root } from '../../lib/workspace.mjs';
import { inTurn, ratioOf } from '../contest.mjs';
import { createWorld } from '../world.mjs';

const AIMED_AT = 'jwt-core, with a verifier';

export async function measure({ quick, progress }) {
  progress('start');
  const { jwk } = await createWorld('ES256');
  const policy = JSON.stringify({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'bench' },
    issuers: {
      login: { iss: 'https://id.example/', keys: { jwks: { keys: [jwk] } }, algs: ['ES256'], typ: 'at+jwt' },
    },
    services: {
      orders: { audience: 'o', accept: ['login'], operations: { list: { allow: [{ principal: 'user' }] } } },
    },
  });
  const makeVerifier = `const { createVerifier, definePolicy } = await import('@org/jwt-core');
    const verifier = await createVerifier({ policy: definePolicy(${policy}), service: 'orders' })`;
  const programs = {
    jose: "await import('jose')",
    'jose/jwt/verify': "await import('jose/jwt/verify')",
    'jwt-core': "await import('@org/jwt-core')",
    [AIMED_AT]: makeVerifier,
    'the same, and its keys ready': `${makeVerifier}; await verifier.warmUp()`,
  };
  const names = Object.keys(programs);
  const times = Object.fromEntries(names.map((name) => [name, { wall: [], cpu: [] }]));
  for (let round = 0; round < (quick ? 5 : 21); round += 1) {
    for (const name of inTurn(names, round)) {
      const { wall, cpu } = timeOf(programs[name]);
      times[name].wall.push(wall);
      times[name].cpu.push(cpu);
    }
  }
  return {
    rows: names.map((name) => ({
      name,
      isAimedAt: name === AIMED_AT,
      millis: spread(times[name].wall),
      cpuMillis: spread(times[name].cpu),
      timesJose: ratioOf(times[name], times.jose),
    })),
    ...installed('@org/jwt-core'),
  };
}

/** Milliseconds inside the process: how fast the system starts one is not asked. */
function timeOf(program) {
  const script = `const [cpu, started] = [process.cpuUsage(), performance.now()];
    ${program};
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify({ wall: performance.now() - started, cpu: (user + system) / 1000 }))`;
  const args = ['--input-type=module', '--eval', script];
  return JSON.parse(
    execFileSync(process.execPath, args, { cwd: join(root, 'tools/bench'), encoding: 'utf8' }),
  );
}

/** The package and everything that it depends on at run time. */
function installed(name, seen = new Map()) {
  const folder = join(root, 'node_modules', name);
  const { dependencies = {}, files } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const published =
    name.startsWith('@org/') && files !== undefined ? ['dist', 'schema', 'package.json'] : ['.'];
  seen.set(
    name,
    published.reduce((sum, path) => sum + sizeOf(join(folder, path)), 0),
  );
  for (const dependency of Object.keys(dependencies)) if (!seen.has(dependency)) installed(dependency, seen);
  return { packages: seen.size, bytes: [...seen.values()].reduce((sum, size) => sum + size, 0) };
}

function sizeOf(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return path.endsWith('.tsbuildinfo') ? 0 : stats.size;
  return readdirSync(path)
    .filter((entry) => join(dirname(path), entry) !== 'node_modules')
    .reduce((sum, entry) => sum + sizeOf(join(path, entry)), 0);
}
