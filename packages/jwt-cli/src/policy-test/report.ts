/** Loads test files, runs them, and puts together what they have shown. */

import type { Policy } from '@org/jwt-core/policy';
import { readPolicy } from '../policy-files/read-policy.js';
import { openStandIn } from '../stand-in/stand-in.js';
import type { Terminal } from '../terminal/terminal.js';
import { coverageOf, type Coverage } from './coverage.js';
import { checkNames } from './names.js';
import { mistakes, readTestFile, type TestFile } from './read-test-file.js';
import type { Result } from './result.js';
import { runCases } from './run.js';
import { tryUnlisted } from './unlisted.js';

/** One file that was run. */
export interface FileReport {
  readonly file: TestFile;
  /** As it is written, with its lines. */
  readonly policy: Policy;
  readonly results: readonly Result[];
}

/** What the files of one policy have shown of it, together. */
export interface PolicyReport {
  /** As the files name it. */
  readonly source: string;
  readonly policy: Policy;
  readonly coverage: Coverage;
}

/** Which cases are run, and against which policy. */
export interface RunOptions {
  readonly policy: string | undefined;
  readonly filter: string | undefined;
  /** Called after each request. */
  readonly progress: () => void;
}

/** A file that is ready to run. */
export interface LoadedFile {
  readonly file: TestFile;
  readonly policy: Policy;
}

/** Reads the files and their policies; nothing is run where one of them has a mistake. */
export async function loadFiles(
  sources: readonly string[],
  terminal: Terminal,
  policy: string | undefined,
): Promise<readonly LoadedFile[]> {
  const policies = new Map<string, Policy>();
  const loaded: LoadedFile[] = [];
  for (const source of sources) {
    const file = await readTestFile(source, terminal, policy);
    const known = policies.get(file.policySource) ?? (await readPolicy(file.policySource, terminal));
    policies.set(file.policySource, known);
    const problems = checkNames(file.document, known, file.text);
    if (problems.length > 0) throw mistakes(source, file.text, problems);
    loaded.push({ file, policy: known });
  }
  return loaded;
}

/** Runs one file. */
export async function runFile(
  { file, policy }: LoadedFile,
  { filter, progress }: RunOptions,
): Promise<FileReport> {
  const wanted = filter?.toLowerCase();
  await using standIn = await openStandIn(policy, Date.parse(file.document.now));
  const run = { file, standIn };
  const results: Result[] = [];
  for await (const result of runCases(
    run,
    (title) => wanted === undefined || title.toLowerCase().includes(wanted),
  )) {
    results.push(result);
    progress();
  }
  // With a filter, what is not run would look like what is not listed.
  if (file.document.unlisted === 'deny' && wanted === undefined) {
    for await (const result of tryUnlisted(run, [...results])) {
      results.push(result);
      progress();
    }
  }
  return { file, policy, results };
}

/** The coverage of each policy, by all the files that are about it. */
export function coverages(reports: readonly FileReport[]): readonly PolicyReport[] {
  const policies = [...new Set(reports.map(({ policy }) => policy))];
  return policies.map((policy) => {
    const about = reports.filter((each) => each.policy === policy);
    return {
      source: about[0]?.file.policySource ?? policy.file,
      policy,
      coverage: coverageOf(
        policy,
        about.flatMap(({ results }) => results),
      ),
    };
  });
}
