/** Coverage for a person at a terminal. */

import { REASON_CODES } from '@org/jwt-core';
import { table } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';
import { listed, wrap } from '../terminal/words.js';
import type { Coverage, OperationCoverage } from './coverage.js';
import type { PolicyReport } from './report.js';

/** Each operation with its rules and what was seen of it; then what is missing, in words. */
export function coverageTable(
  { source, coverage }: PolicyReport,
  look: Pick<Terminal, 'columns' | 'colours'>,
): string {
  const { operations, codes, rulesPercent } = coverage;
  const rows = operations.map((each) => [
    each.service,
    each.operation,
    mark(each.hasAllowed, look),
    each.isPublic ? look.colours.dim('public') : mark(each.hasDenied, look),
    each.rules.length === 0 ? look.colours.dim('none') : each.rules.map((seen) => mark(seen, look)).join(' '),
  ]);
  const seen = `${String(rulesPercent)} % of the rules, ${String(codes.length)} of ${String(REASON_CODES.length)} reason codes`;
  return [
    `\nCoverage of ${source}\n${seen}\n`,
    table(look, ['service', 'operation', 'allowed', 'denied', 'rules'], rows),
    ...missing(coverage).map((line) => `${wrap(line, look.columns)}\n`),
  ].join('\n');
}

function missing({ operations, codes }: Coverage): readonly string[] {
  const noDeny = operations.filter(({ isPublic, hasDenied }) => !isPublic && !hasDenied);
  const noRule = operations.flatMap((each) =>
    each.rules.flatMap((seen, index) => (seen ? [] : [`${named(each)} rule ${String(index)}`])),
  );
  return [
    ...(noDeny.length === 0 ? [] : [`JP027  No case is denied at ${listed(noDeny.map(named))}.`]),
    ...(noRule.length === 0 ? [] : [`No case is allowed by ${listed(noRule)}.`]),
    ...(codes.length === 0 ? [] : [`Reason codes seen: ${codes.join(', ')}.`]),
  ];
}

function named({ service, operation }: OperationCoverage): string {
  return `${service} ${operation}`;
}

function mark(seen: boolean, { colours }: Pick<Terminal, 'colours'>): string {
  return seen ? colours.green('✓') : colours.red('✗');
}
