/** Findings for a program. */

import type { CheckedFile } from './report.js';

/** One object: `files`, each with its `problems` and `findings`. */
export function json(files: readonly CheckedFile[]): string {
  const report = {
    files: files.map(({ file, problems, findings, policy }) => ({
      file,
      digest: policy?.digest ?? null,
      problems,
      findings: findings.map(({ waiver, ...finding }) => ({ ...finding, waiver: waiver ?? null })),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
