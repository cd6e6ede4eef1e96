// `npm run bench -- --quick --only tokens,http --json FILE --write`: how we compare with others, in one run on one machine.
// `--write` makes docs/performance.md anew; with `--from FILE`, of the numbers of an earlier `--json FILE`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mainClock } from './clock.mjs';
import { writePage } from './page.mjs';
import { summarise } from './summary.mjs';

const MEASURES = ['tokens', 'refusals', 'growth', 'cache', 'start', 'http'];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: MEASURES.join() },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    from: { type: 'string' },
  },
});
const chosen = values.only.split(',');
if (!chosen.every((name) => MEASURES.includes(name)) || (values.write && chosen.length < MEASURES.length)) {
  console.error(
    `usage: npm run bench -- [--quick] [--only ${MEASURES.join()}] [--json FILE] [--from FILE] [--write]`,
  );
  process.exit(2);
}
const results =
  values.from === undefined ? await measureAll() : JSON.parse(readFileSync(values.from, 'utf8'));
console.log(summarise(results));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
if (values.write) await writePage(results);
process.exit();

async function measureAll() {
  if (globalThis.gc === undefined) throw new Error('Start with node --expose-gc, or with npm run bench.');
  installPeers();
  const all = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    mainClock: mainClock.name,
    quick: values.quick,
  };
  for (const name of MEASURES.filter((each) => chosen.includes(each))) {
    const { measure } = await import(`./measures/${name}.mjs`);
    all[name] = await measure({
      quick: values.quick,
      progress: (what) => console.error(`${name}: ${what}…`),
    });
  }
  return all;
}

function describeMachine() {
  return `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`;
}

/** What the others are, at the versions of their own lockfile, unless that was done already. */
function installPeers() {
  const folder = fileURLToPath(new URL('peers', import.meta.url));
  const stamp = `${folder}/node_modules/.install-stamp`;
  const wanted = createHash('sha256')
    .update(readFileSync(`${folder}/package-lock.json`))
    .update(process.version)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('installing the peers…');
  // Under `npm run` this is npm's own script; else the `npm` on the path.
  const npm = process.env.npm_execpath;
  const [file, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...first, 'ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  try {
    execFileSync(file, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(stamp, wanted);
  } catch {
    console.error('the peers could not be installed: their rows will say so');
  }
}
