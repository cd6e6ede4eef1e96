/** What a matrix says, in words. */

import { listed } from '../terminal/words.js';
import type { Matrix, MatrixRow } from './cells.js';
import type { Row } from './row.js';

/** How many operations the tokens of a row open, besides those that are open anyway. */
export function openedBy({ cells }: Pick<MatrixRow, 'cells'>): number {
  return cells.filter(({ verdict }) => verdict === 'allowed' || verdict === 'crossing').length;
}

/** What is opened across services, in words: a service's token that another service takes. */
export function crossings({ rows, columns }: Matrix): readonly string[] {
  return rows.flatMap((row) => {
    const opened = columns.filter((_column, index) => row.cells[index]?.verdict === 'crossing');
    if (opened.length === 0) return [];
    const names = opened.map(({ service, operation }) => `${service} ${operation}`);
    return [`A token of ${labelOf(row)} opens ${names.join(', ')}.`];
  });
}

/** `login user for orders`; `login user for orders listOrders, rule 0`. */
export function labelOf({
  holder,
  service,
  operation,
  rule,
}: Pick<Row, 'holder' | 'service' | 'operation' | 'rule'>): string {
  if (service === undefined) return holder;
  if (operation === undefined) return `${holder} for ${service}`;
  return `${holder} for ${service} ${operation}, rule ${String(rule)}`;
}

/** What the rows do not show: they are tokens that name one service. */
export function sharedTokens({ sharing, by }: Pick<Matrix, 'sharing' | 'by'>): string | undefined {
  if (sharing.length < 2 || by !== 'holders') return undefined;
  return (
    `Each token here names one service. ${listed(sharing)} also take tokens that name several: ` +
    'such a token opens what each of its services opens (JP005).'
  );
}
