// `npm run mutation`: small faults are put into the rooms that decide, one at a time, and the tests must notice each.
// It works on a copy of the last commit, and writes docs/mutation.md. Ends with 1 where a fault went unnoticed that
// equivalents.mjs does not explain. Takes half an hour. `-- --report FILE` makes the page of an earlier run's report.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { EQUIVALENTS } from './equivalents.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = join(root, 'docs/mutation.md');
const scratch = mkdtempSync(join(tmpdir(), 'jwt-mutation-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const report = process.argv[2] === '--report' ? process.argv[3] : runStryker();
const { files } = JSON.parse(readFileSync(report, 'utf8'));
const rows = Object.entries(files)
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([file, { source, mutants }]) => count(file, source.split('\n'), mutants));
const unexplained = rows.flatMap((row) => row.unexplained);
writeFileSync(page, await format(describe(), { ...(await resolveConfig(page)), filepath: page }));
console.log(`${percent(sum('caught'), sum('all') - sum('equivalent'))} noticed; see docs/mutation.md`);
for (const line of unexplained) console.log(`  unnoticed: ${line}`);
process.exitCode = unexplained.length === 0 ? 0 : 1;

/** Answers the path of the report. */
function runStryker() {
  const copy = join(scratch, 'repository');
  execFileSync('git', ['clone', '--quiet', root, copy]);
  cpSync(join(root, 'tools/mutation'), join(copy, 'tools/mutation'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const cwd = join(copy, 'packages/jwt-core');
  const env = { JWT_VECTORS: join(root, '../shared/vectors'), ...process.env };
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', '../../tools/mutation/stryker.config.mjs'],
    {
      cwd,
      env,
      stdio: 'inherit',
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  // Half an hour of work: kept for `--report`.
  const kept = join(root, 'packages/jwt-core/.reports/mutation.json');
  mkdirSync(dirname(kept), { recursive: true });
  cpSync(join(cwd, 'mutation.json'), kept);
  return kept;
}

function count(file, lines, mutants) {
  const of = (...statuses) => mutants.filter(({ status }) => statuses.includes(status));
  const unnoticed = of('Survived', 'NoCoverage').map(
    ({ mutatorName, replacement, location: { start, end } }) => ({
      mutatorName,
      line: lines[start.line - 1].trim(),
      text: start.line === end.line ? lines[start.line - 1].slice(start.column - 1, end.column - 1) : '{…}',
      replacement: replacement.includes('\n') ? '{…}' : replacement,
    }),
  );
  const explained = unnoticed.filter((mutant) => reasonOf(file, mutant) !== undefined);
  return {
    file,
    caught: of('Killed', 'Timeout').length,
    static: of('Ignored').length,
    equivalent: explained.length,
    all: of('Killed', 'Timeout', 'Survived', 'NoCoverage').length,
    explained: explained.map((mutant) => [
      file,
      mutant.line,
      `\`${mutant.text}\` → \`${mutant.replacement}\``,
      reasonOf(file, mutant),
    ]),
    unexplained: unnoticed
      .filter((mutant) => !explained.includes(mutant))
      .map(({ line, text, replacement }) => `${file}: ${line}: ${text} → ${replacement}`),
  };
}

/** Why no test could notice it. */
function reasonOf(file, { line, text, replacement }) {
  return EQUIVALENTS.find(
    (each) =>
      file.endsWith(each.file) &&
      line.includes(each.line) &&
      text === each.text &&
      each.into.includes(replacement),
  )?.reason;
}

function sum(name) {
  return rows.reduce((total, row) => total + row[name], 0);
}

function percent(part, whole) {
  return `${((part / whole) * 100).toFixed(1)} %`;
}

function describe() {
  const total = {
    file: '**all**',
    caught: sum('caught'),
    static: sum('static'),
    equivalent: sum('equivalent'),
    all: sum('all'),
  };
  return `# Mutation testing

Small faults are put into the code that decides, one at a time: a condition is always true, a text is empty, a block
does nothing. The tests must notice each of them. Coverage says that a line was run; this says that somebody looked.

\`npm run mutation\` makes this page anew. Constants of modules are left out: they are made before any test runs.
Equivalent faults are those that change nothing that anybody could see; each is explained below.

| file | faults | noticed | equivalent | of the others | left out |
| --- | ---: | ---: | ---: | ---: | ---: |
${[...rows, total]
  .map(
    (row) =>
      `| ${row.file} | ${row.all} | ${row.caught} | ${row.equivalent} | ${percent(row.caught, row.all - row.equivalent)} | ${row.static} |`,
  )
  .join('\n')}

## Equivalent faults

| where | what | why nobody could notice |
| --- | --- | --- |
${rows
  .flatMap((row) => row.explained)
  .map(
    ([file, , change, reason]) =>
      `| ${file.replace('src/', '')} | ${change.replaceAll('|', '\\|')} | ${reason} |`,
  )
  .join('\n')}

## Unnoticed

${unexplained.length === 0 ? 'None.' : unexplained.map((line) => `- \`${line}\``).join('\n')}
`;
}
