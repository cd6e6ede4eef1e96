// `npm run mutation`: small faults are put into the rooms that decide, one at a time, and the tests must notice each.
// It works on a copy of the last commit, and writes docs/maintainers/mutation.md. Ends with 1 where a fault went unnoticed that
// equivalents.mjs does not explain. Takes an hour on two cores. `-- --report FILE` writes the page of an earlier run's report.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readJson, root } from '../lib/workspace.mjs';
import { describeMutant, reasonOf } from './explained.mjs';
import { mutateRooms } from './mutate-rooms.mjs';

const PAGE = 'docs/maintainers/mutation.md';
const page = join(root, PAGE);

const report = process.argv[2] === '--report' ? process.argv[3] : await mutateRooms();
const { files } = readJson(report);
const rows = Object.entries(files)
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([file, { source, mutants }]) => count(file, source.split('\n'), mutants));
const unexplained = rows.flatMap((row) => row.unexplained);
writeFileSync(page, await format(describe(), { ...(await resolveConfig(page)), filepath: page }));
console.log(`${percent(sum('caught'), sum('all') - sum('equivalent'))} noticed; see ${PAGE}`);
for (const line of unexplained) console.log(`  unnoticed: ${line}`);
process.exitCode = unexplained.length === 0 ? 0 : 1;

function count(file, lines, mutants) {
  const of = (...statuses) => mutants.filter(({ status }) => statuses.includes(status));
  const unnoticed = of('Survived', 'NoCoverage').map((mutant) => describeMutant(mutant, lines));
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
does nothing. The tests must notice each of them. Coverage says that a line was run; this says that a test looks at it.

\`npm run mutation\` writes this page. Constants of modules are left out: they are made before any test runs.
Equivalent faults change nothing that can be observed; each is explained below.

| file | faults | noticed | equivalent | of the others | left out |
| --- | ---: | ---: | ---: | ---: | ---: |
${[...rows, total]
  .map(
    (row) =>
      `| ${row.file} | ${row.all} | ${row.caught} | ${row.equivalent} | ${percent(row.caught, row.all - row.equivalent)} | ${row.static} |`,
  )
  .join('\n')}

## Equivalent faults

| where | what | why no test can notice it |
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
