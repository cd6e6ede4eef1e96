// Takes batches of inputs from run.mjs. Runs the sources, as the tests do: nothing has to be built before.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, defaultServerConditions } from 'vite';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const vite = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  ssr: { resolve: { conditions: ['@org/source', ...defaultServerConditions] } },
});
const load = (file) => vite.ssrLoadModule(join(root, 'packages/jwt-core/test', file));
const { damaged, randomOf, SOURCES } = await load('policy-mutations.ts');
const { judge } = await load('policy-verdicts.ts');
const sources = [
  ...SOURCES,
  readFileSync(join(root, 'tools/demo/jwt-policy.yaml'), 'utf8'),
  ...examplesOfDocs(),
];

process.on('message', async (batch) => process.send(await run(batch)));
process.on('disconnect', () => process.exit()); // the run is over, or was stopped
process.send('ready');

async function run({ seed, from, to, verbose }) {
  const result = { inputs: to - from, codes: {}, accepted: 0, faults: [], slowest: [] };
  for (let at = from; at < to; at += 1) {
    const text = damaged(sources, randomOf(seed, at));
    if (verbose) console.log(text);
    const { codes, milliseconds, faults } = await judge(text);
    if (verbose) console.log({ codes, milliseconds });
    if (codes.length === 0) result.accepted += 1;
    for (const code of new Set(codes)) result.codes[code] = (result.codes[code] ?? 0) + 1;
    result.faults.push(...faults.map((fault) => ({ at, fault })));
    result.slowest.push({ at, milliseconds, length: text.length });
  }
  result.slowest = result.slowest.sort((left, right) => right.milliseconds - left.milliseconds).slice(0, 5);
  return result;
}

/** Every YAML block of the documentation; what is only a part of a document is material all the same. */
function examplesOfDocs() {
  return readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .sort()
    .flatMap((file) => [
      ...readFileSync(join(root, 'docs', file), 'utf8').matchAll(/^```ya?ml\n(.*?)^```/gmsu),
    ])
    .map(([, text]) => text);
}
