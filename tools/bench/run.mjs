// `npm run bench -- --quick --only tokens,http --json FILE --write`: how we compare with others, in one run on one machine.
// `--write` writes docs/maintainers/performance.md; with `--from FILE`, of the numbers of an earlier `--json FILE`.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mainClock } from '../lib/clock.mjs';
import { install, QUIETLY } from '../lib/install.mjs';
import { writePage } from './page.mjs';
import { summarise } from './summary.mjs';

const MEASURES = ['tokens', 'refusals', 'growth', 'cache', 'start', 'command', 'http'];

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
  await installPeers();
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

/** The other libraries, at the versions of their own lockfile. */
async function installPeers() {
  const announce = () => console.error('installing the peers…');
  try {
    await install(fileURLToPath(new URL('peers', import.meta.url)), { flags: QUIETLY, announce });
  } catch (error) {
    console.error(`${error.message}\nthe peers could not be installed: their rows will say so`);
  }
}
