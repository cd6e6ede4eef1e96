/** The matrix for a program. */

import type { Matrix } from './cells.js';
import { crossings, openedBy } from './words.js';

/** One object: `columns`, and `rows` with a cell for each of them. No token is in it. */
export function json(matrix: Matrix): string {
  const { by, policy, name, revision, now, columns, rows } = matrix;
  const report = {
    policy: { file: policy.file, digest: policy.digest, name, revision: revision ?? null },
    at: new Date(now).toISOString(),
    rowsBy: by,
    columns: columns.map(({ service, operation, route, auth }) => ({
      service,
      operation,
      route: route ?? null,
      auth,
    })),
    rows: rows.map((row) => ({
      holder: row.holder,
      kind: row.kind,
      issuer: row.issuer ?? null,
      service: row.service ?? null,
      operation: row.operation ?? null,
      rule: row.rule ?? null,
      opens: openedBy(row),
      cells: row.cells,
    })),
    crossings: crossings(matrix),
    servicesThatTakeSharedTokens: matrix.sharing,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
