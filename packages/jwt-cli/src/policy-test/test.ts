/** `jwt-policy test`. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { watchFiles } from '../check/watch.js';
import { EXIT, UsageError, type ExitCode } from '../terminal/exit-code.js';
import { progressOf } from '../terminal/progress.js';
import { save } from '../terminal/save.js';
import type { Terminal } from '../terminal/terminal.js';
import { coverageTable } from './coverage-table.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { pretty } from './pretty.js';
import { coverages, loadFiles, runFile, type FileReport, type PolicyReport } from './report.js';

/** The options of the command. */
export interface TestOptions {
  readonly policy?: string;
  readonly filter?: string;
  readonly coverage?: boolean;
  readonly minRules?: number;
  readonly junit?: string;
  readonly json?: boolean;
  readonly watch?: boolean;
}

const NAMES = ['jwt-policy.test.yaml', 'jwt-policy.test.yml', 'policy.test.yaml', 'policy.test.yml'];

/** Runs the test files; the usual one where none is named. */
export async function test(
  terminal: Terminal,
  named: readonly string[],
  options: TestOptions,
): Promise<ExitCode> {
  const sources = named.length > 0 ? named : [defaultTestFile(terminal.cwd)];
  if (options.watch === true && sources.includes('-'))
    throw new UsageError('Standard input cannot be watched: name a file.');
  if (options.filter !== undefined && options.minRules !== undefined)
    throw new UsageError('--min-rules needs all cases: leave --filter out.');
  if (options.watch !== true) return (await once(sources, terminal, options)).code;
  let watched = sources;
  const again = async (): Promise<void> => {
    try {
      const { policies } = await once(sources, terminal, options);
      watched = [...new Set([...sources, ...policies])];
    } catch (error) {
      // A file that is being edited: the next change may mend it.
      if (!(error instanceof Error) || !['UsageError', 'PolicyError'].includes(error.name)) throw error;
      terminal.note(`${error.message}\n`);
    }
  };
  await again();
  terminal.note('Waiting for changes. Ctrl-C ends it.\n');
  await watchFiles(watched, terminal, again);
  return EXIT.ok;
}

interface Done {
  readonly code: ExitCode;
  readonly policies: readonly string[];
}

async function once(sources: readonly string[], terminal: Terminal, options: TestOptions): Promise<Done> {
  const { policy, filter } = options;
  const loaded = await loadFiles(sources, terminal, policy);
  const progress = progressOf(terminal, 'requests judged');
  const reports: FileReport[] = [];
  for (const each of loaded) reports.push(await runFile(each, { policy, filter, progress }));
  const results = reports.flatMap((each) => each.results);
  if (results.length === 0) throw new UsageError(`No case has ${JSON.stringify(filter)} in its title.`);
  const policies = coverages(reports);
  await write(reports, policies, terminal, options);
  const isFailed = results.some(({ status }) => status === 'failed') || isBelow(policies, terminal, options);
  return { code: isFailed ? EXIT.no : EXIT.ok, policies: loaded.map(({ file }) => file.policySource) };
}

async function write(
  reports: readonly FileReport[],
  policies: readonly PolicyReport[],
  terminal: Terminal,
  options: TestOptions,
): Promise<void> {
  if (options.junit !== undefined) await save(options.junit, junit(reports), terminal);
  if (options.json === true) return terminal.out(json(reports, policies));
  terminal.out(pretty(reports, terminal));
  if (options.coverage === true) for (const each of policies) terminal.out(coverageTable(each, terminal));
}

function isBelow(policies: readonly PolicyReport[], { note }: Terminal, { minRules }: TestOptions): boolean {
  const below = policies.filter(({ coverage }) => minRules !== undefined && coverage.rulesPercent < minRules);
  for (const { source, coverage } of below) {
    note(
      `✗ ${source}: ${String(coverage.rulesPercent)} % of the rules are tested, and --min-rules asks for ${String(minRules)} %. --coverage shows which are not.\n`,
    );
  }
  return below.length > 0;
}

function defaultTestFile(cwd: string): string {
  const file = NAMES.find((name) => existsSync(join(cwd, name)));
  if (file !== undefined) return file;
  throw new UsageError(
    `No test file was named, and there is none of ${NAMES.join(', ')} in this folder. Name a file.`,
  );
}
