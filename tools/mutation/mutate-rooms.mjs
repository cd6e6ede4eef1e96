// Starts Stryker: first each room with the tests beside its code, which are fast; then the faults that these did not notice
// with all tests that go through the rooms. What a room's tests notice is no question any more, and most faults are noticed
// there.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, start } from '../lib/child.mjs';
import { scratchFolder } from '../lib/scratch.mjs';
import { bin, readJson, root } from '../lib/workspace.mjs';
import { describeMutant, reasonOf } from './explained.mjs';

/** Each room: its code, and the tests beside it. Stryker takes the code as a list with commas: no braces there. */
const ROOMS = [
  ['integrity', ['src/integrity/**/*.ts'], ['src/integrity/**/*.test.ts']],
  ['suitability', ['src/suitability/**/*.ts'], ['src/{suitability,standing}/**/*.test.ts']],
  ['told', ['src/decision/**/*.ts', 'src/report/**/*.ts'], ['src/{decision,report}/**/*.test.ts']],
  [
    'ground',
    ['src/json/strict-json.ts', 'src/json/exact-number.ts', 'src/policy/compile/matchers.ts'],
    ['src/json/*.test.ts', 'src/policy/{compile/matchers,model/claim-path}.test.ts'],
  ],
];
const NO_TESTS = ['!src/**/*.test.ts', '!src/**/*.test-d.ts'];

/** Everything that goes through these rooms: all other tests would only make each fault slower. */
const ALL_TESTS = [
  'src/{integrity,suitability,standing,decision,report,verify,request,adapter}/**/*.test.ts',
  'src/json/{strict-json,exact-number}.test.ts',
  'src/policy/{compile/matchers,model/claim-path}.test.ts',
];

/** Where the reports of this very code are kept: a run that was stopped goes on where it was. */
const KEPT = join(root, 'packages/jwt-core/.reports/mutation', treeOf('packages/jwt-core/src'));

/** Answers the path of the report of all rooms. */
export async function mutateRooms() {
  const cwd = await copyOfLastCommit();
  mkdirSync(KEPT, { recursive: true });
  const files = {};
  for (const [room, code, tests] of ROOMS) {
    console.log(`\n${room}, with its own tests`);
    Object.assign(
      files,
      kept(room) ?? (await runStryker({ cwd, room, mutate: [...code, ...NO_TESTS], tests })),
    );
  }
  const left = placesOfUnnoticed(files);
  if (left.length > 0) {
    console.log(`\nwhat is left, with all tests`);
    const again = await runStryker({ cwd, room: 'left', mutate: left, tests: ALL_TESTS });
    for (const [file, { mutants }] of Object.entries(again)) replace(files[file].mutants, mutants);
  }
  const report = join(KEPT, 'all.json');
  writeFileSync(report, JSON.stringify({ files }));
  return report;
}

async function copyOfLastCommit() {
  const copy = join(scratchFolder('mutation'), 'repository');
  await must('git', ['clone', '--quiet', root, copy]);
  cpSync(join(root, 'tools/mutation'), join(copy, 'tools/mutation'), { recursive: true });
  symlinkSync(bin(''), join(copy, 'node_modules'));
  return join(copy, 'packages/jwt-core');
}

/** What an earlier run found in a room. */
function kept(room) {
  const file = join(KEPT, `${room}.json`);
  return existsSync(file) ? readJson(file).files : undefined;
}

function treeOf(path) {
  return execFileSync('git', ['rev-parse', '--short=12', `HEAD:${path}`], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
}

/** Answers what was found, file by file. */
async function runStryker({ cwd, room, mutate, tests }) {
  const env = {
    JWT_VECTORS: process.env.JWT_VECTORS ?? join(root, '../shared/vectors'),
    MUTATION_TESTS: JSON.stringify(tests),
  };
  const stryker = bin('@stryker-mutator/core/bin/stryker.js');
  const config = '../../tools/mutation/stryker.config.mjs';
  const args = [stryker, 'run', config, '--mutate', mutate.join(',')];
  const { code } = await start(process.execPath, args, { cwd, env, output: 'show' });
  if (code !== 0) process.exit(code);
  const report = join(KEPT, `${room}.json`);
  cpSync(join(cwd, 'mutation.json'), report);
  return readJson(report).files;
}

const isUnnoticed = ({ status }) => status === 'Survived' || status === 'NoCoverage';

/** The places of what was not noticed and is not explained, as Stryker takes them: lines from 1, columns from 0. */
function placesOfUnnoticed(files) {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    const places = mutants
      .filter((mutant) => isUnnoticed(mutant) && reasonOf(file, describeMutant(mutant, lines)) === undefined)
      .map(
        ({ location: { start: from, end } }) =>
          `${file}:${from.line}:${from.column - 1}-${end.line}:${end.column - 1}`,
      );
    return [...new Set(places)];
  });
}

/** A fault that was not noticed gets what became of it later. Others of the same lines were noticed before. */
function replace(mutants, again) {
  const keyOf = ({ mutatorName, replacement, location }) =>
    JSON.stringify([mutatorName, replacement, location.start, location.end]);
  const later = new Map(again.map((each) => [keyOf(each), each]));
  for (const [index, each] of mutants.entries()) {
    if (isUnnoticed(each)) mutants[index] = later.get(keyOf(each)) ?? each;
  }
}
