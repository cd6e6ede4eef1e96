/** What `check` found out about each file, before it is written in any format. */

import { PolicyError, type Policy, type PolicyProblem } from '@org/jwt-core/policy';
import { lint, type Finding } from '../lint/lint.js';
import type { Severity } from '../lint/rule.js';
import { readPolicy } from '../policy-files/read-policy.js';
import type { Terminal } from '../terminal/terminal.js';

/** One file. Where it does not load, there are problems and no findings. */
export interface CheckedFile {
  readonly file: string;
  readonly problems: readonly PolicyProblem[];
  readonly findings: readonly Finding[];
  /** For a terminal: the problems with their lines; and the lines of findings. */
  readonly message: string | undefined;
  readonly policy: Policy | undefined;
}

/** Loads the files, and lints those that load, each with the others in mind. */
export async function checkFiles(
  sources: readonly string[],
  terminal: Terminal,
): Promise<readonly CheckedFile[]> {
  const loaded = [];
  for (const source of sources) loaded.push(await load(source, terminal));
  const policies = loaded.flatMap(({ policy }) => policy ?? []);
  return loaded.map((each) => {
    const { policy } = each;
    if (policy === undefined) return each;
    const others = policies.filter((other) => other !== policy);
    return { ...each, findings: lint(policy, { others, now: terminal.now() }) };
  });
}

async function load(source: string, terminal: Terminal): Promise<CheckedFile> {
  try {
    const policy = await readPolicy(source, terminal);
    return { file: policy.file, problems: [], findings: [], message: undefined, policy };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { file, problems, message } = error;
    return { file, problems, findings: [], message, policy: undefined };
  }
}

const WEIGHT: Readonly<Record<Severity | 'never', number>> = { hint: 0, warning: 1, error: 2, never: 3 };

/** Whether the run fails: for each problem, and for findings that weigh as much and are not waived. */
export function isFailed(files: readonly CheckedFile[], failOn: Severity | 'never'): boolean {
  return files.some(
    ({ problems, findings }) =>
      problems.length > 0 ||
      findings.some(({ severity, waiver }) => waiver === undefined && WEIGHT[severity] >= WEIGHT[failOn]),
  );
}
