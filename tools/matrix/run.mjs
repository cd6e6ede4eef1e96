// `npm run matrix`: the packages on other framework and Node versions, and as their users install them.
// Names of rows as arguments run these rows alone; `--list` lists them; `--deep` runs the slow rows too, and the deep tests
// on each Node.
import { parseArgs } from 'node:util';
import { build } from '../lib/child.mjs';
import { countAttw } from './attw.mjs';
import { bundles } from './bundles.mjs';
import { cli } from './cli.mjs';
import { compilers } from './compilers.mjs';
import { isGood, renderCounts } from './counts.mjs';
import { frameworks } from './frameworks.mjs';
import { jests } from './jest.mjs';
import { mcp } from './mcp.mjs';
import { nestProjects } from './nest-new.mjs';
import { nodes } from './nodes.mjs';
import { countPublint } from './publint.mjs';

const rows = [
  ...frameworks,
  ...nodes,
  ...compilers,
  ...jests,
  ...nestProjects,
  ...bundles,
  mcp,
  cli,
  countAttw,
  countPublint,
];
const { values, positionals: names } = parseArgs({
  options: { list: { type: 'boolean', default: false }, deep: { type: 'boolean', default: false } },
  allowPositionals: true,
});

if (values.list) {
  for (const { name, about } of rows) console.log(`${name.padEnd(12)}${about}`);
} else {
  const unknown = names.filter((each) => !rows.some(({ name }) => name === each));
  if (unknown.length > 0) {
    console.error(`no such row: ${unknown.join(', ')}. Known: ${rows.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  const chosen = rows.filter(
    ({ name, isSlow = false }) => names.includes(name) || (names.length === 0 && (values.deep || !isSlow)),
  );
  process.exitCode = await runMatrix(chosen);
}

async function runMatrix(chosen) {
  console.log('building…');
  try {
    await build();
  } catch (error) {
    console.error(error.message);
    return 1;
  }
  const lines = [];
  for (const row of chosen) {
    for (const line of await runRow(row)) {
      if (!isGood(line)) console.log(`${row.name}: ${line.what} FAILED\n${line.output}`);
      lines.push({ row: row.name, ...line });
    }
  }
  console.log(`\n${renderCounts(lines)}\n`);
  const bad = lines.filter((line) => !isGood(line));
  console.log(
    bad.length === 0 ? 'Everything passed.' : `Failed: ${[...new Set(bad.map(({ row }) => row))].join(', ')}`,
  );
  return bad.length === 0 ? 0 : 1;
}

/** A row that breaks before it can count is one failure. */
async function runRow({ name, about, run }) {
  const started = performance.now();
  try {
    return await run((step) => console.log(`${name}: ${step}…`), { isDeep: values.deep });
  } catch (error) {
    const seconds = (performance.now() - started) / 1000;
    return [{ what: about, passed: 0, failed: 1, skipped: 0, seconds, output: error.message }];
  }
}
