/** The differences for a program. */

import type { Both, Comparison } from './difference.js';

/** One object: both documents, `differences` with their witnesses, `incomplete`, and `counts`. */
export function json(
  { policies, differences, incomplete, requests }: Comparison,
  names: Both<string>,
): string {
  const report = {
    old: { source: names.old, digest: policies.old.digest },
    new: { source: names.new, digest: policies.new.digest },
    counts: {
      widened: differences.filter(({ effect }) => effect === 'widened').length,
      narrowed: differences.filter(({ effect }) => effect === 'narrowed').length,
      changed: differences.filter(({ effect }) => effect === 'changed').length,
    },
    requests,
    differences: differences.map(({ document, at, ...difference }) => {
      const { line, column } = policies[document].locate(at) ?? {};
      return { ...difference, place: { document, at, line, column } };
    }),
    incomplete,
  };
  return `${JSON.stringify(report, (_key, value: unknown) => (value === undefined ? null : value), 2)}\n`;
}
