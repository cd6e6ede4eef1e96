// Takes batches of inputs from run.mjs. Runs the sources, as the tests do: nothing has to be built before.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mainClock } from '../lib/clock.mjs';
import { openSources } from '../lib/sources.mjs';
import { answerBatches } from '../lib/workers.mjs';
import { root } from '../lib/workspace.mjs';

const { load: loadSource } = await openSources();
const load = (file) => loadSource(`packages/jwt-core/test/${file}`);
const { damaged, randomOf, SOURCES } = await load('policy-mutations.ts');
const { judge } = await load('policy-verdicts.ts');
const { LARGE_SOURCES } = await load('policy-growth.ts');
const sources = [
  ...SOURCES,
  readFileSync(join(root, 'tools/demo/jwt-policy.yaml'), 'utf8'),
  ...examplesOfDocs(),
];

// Code that runs for the first time is slow, which is not the fault of an input.
for (let again = 0; again < 10; again += 1) for (const source of LARGE_SOURCES) await judge(source);

/** The time that the thread was busy, whatever else runs on this machine. 64 KB of errors take the parser a second. */
const timing = {
  clock: () => mainClock.micros() / 1000,
  limit: (text) => 1000 * Math.max(1, text.length / 65_536),
};

answerBatches(run);

async function run({ seed, from, to, large, verbose }) {
  const result = {
    inputs: to - from,
    codes: {},
    accepted: 0,
    faults: [],
    times: [],
    tooLong: 0,
    slowest: [],
  };
  for (let at = from; at < to; at += 1) {
    const text = damaged(large ? LARGE_SOURCES : sources, randomOf(seed, at));
    if (verbose) console.log(text);
    const { codes, milliseconds, faults } = await judge(text, timing);
    if (verbose) console.log({ codes, milliseconds });
    if (codes.length === 0) result.accepted += 1;
    for (const code of new Set(codes)) result.codes[code] = (result.codes[code] ?? 0) + 1;
    result.faults.push(...faults.map((fault) => ({ at, fault })));
    result.times.push(milliseconds);
    if (milliseconds > timing.limit(text)) result.tooLong += 1;
    result.slowest.push({ at, milliseconds, length: text.length });
  }
  result.slowest = result.slowest.sort((left, right) => right.milliseconds - left.milliseconds).slice(0, 5);
  return result;
}

/** Every YAML block of the documentation; a part of a document is material too. */
function examplesOfDocs() {
  return readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .sort()
    .flatMap((file) => [
      ...readFileSync(join(root, 'docs', file), 'utf8').matchAll(/^```ya?ml\n(.*?)^```/gmsu),
    ])
    .map(([, text]) => text);
}
