/** Results for a program. */

import type { FileReport, PolicyReport } from './report.js';

/** One object: `files` with their results, `coverage` by policy. No token is in it. */
export function json(reports: readonly FileReport[], policies: readonly PolicyReport[]): string {
  const report = {
    files: reports.map(({ file, policy, results }) => ({
      file: file.source,
      policy: file.policySource,
      digest: policy.digest,
      results: results.map(
        ({
          kind,
          place,
          service,
          operation,
          caller,
          title,
          status,
          expected,
          actual,
          advice,
          explanation,
        }) => ({
          kind,
          status,
          title,
          ...place,
          service,
          operation: operation ?? null,
          caller,
          expected,
          actual,
          advice: advice ?? null,
          failedLayers: explanation.verdicts.filter(({ verdict }) => verdict === 'failed'),
        }),
      ),
    })),
    coverage: policies.map(({ source, policy, coverage }) => ({
      policy: source,
      digest: policy.digest,
      ...coverage,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
