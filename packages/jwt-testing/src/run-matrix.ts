/** Sends every row to the service under test, and returns the wrong answers. */

import { REASONS, type ReasonCode } from '@org/jwt-core';
import { aFunction, aList, anything, readOptions, type OptionKinds } from '@org/jwt-core/adapter';
import type { TokenMaterial } from './alterations/alteration.js';
import type { RequestDescription } from './http/request-description.js';

/** An answer of the service under test, from a verifier or over HTTP. A `Decision` is one. */
export interface MatrixAnswer {
  readonly outcome: 'allow' | 'deny';
  /** Compared when it is present. */
  readonly code?: string;
  /** The HTTP status. Compared when it is present. */
  readonly status?: number;
}

/** A row: an alteration or an attack has the code of its denial; an edge case has none and must be allowed. */
export interface MatrixRow {
  readonly name: string;
  readonly code?: ReasonCode;
  apply(material: TokenMaterial): Promise<RequestDescription>;
}

/** What is sent, and to which service. */
export interface MatrixOptions<Row extends MatrixRow> {
  readonly rows: readonly Row[];
  /** What the rows start from: together, a request that is allowed. */
  readonly material: TokenMaterial | ((row: Row) => TokenMaterial);
  /** Asks the service under test. */
  readonly decide: (request: RequestDescription, row: Row) => Promise<MatrixAnswer>;
}

const MATRIX_OPTIONS: OptionKinds<MatrixOptions<MatrixRow>> = {
  rows: aList,
  material: anything,
  decide: aFunction,
};

/** One wrong answer. */
export interface MatrixFailure {
  /** The name of the row. */
  readonly name: string;
  /** `allowed`: a false accept. `denied`: a false denial. `threw`: there was no answer. */
  readonly kind: 'allowed' | 'denied' | 'wrong code' | 'wrong status' | 'threw';
  readonly expected: string;
  readonly actual: string;
}

/** Runs the rows one after the other, and throws nothing. The list is empty when every answer was right. */
export async function runMatrix<Row extends MatrixRow>(
  options: MatrixOptions<Row>,
): Promise<readonly MatrixFailure[]> {
  const { rows, material, decide } = readOptions<MatrixOptions<Row>>('runMatrix', options, MATRIX_OPTIONS);
  const failures: MatrixFailure[] = [];
  for (const row of rows) {
    const start = typeof material === 'function' ? material(row) : material;
    try {
      const failure = compare(row, await decide(await row.apply(start), row));
      if (failure !== undefined) failures.push(failure);
    } catch (error) {
      const actual =
        error instanceof Error ? `${error.name}: ${error.message}` : 'a value that is not an Error';
      failures.push({ name: row.name, kind: 'threw', expected: row.code ?? 'allow', actual });
    }
  }
  return failures;
}

function compare({ name, code }: MatrixRow, answer: MatrixAnswer): MatrixFailure | undefined {
  const actual = answer.code ?? answer.outcome;
  if (code === undefined) {
    return answer.outcome === 'allow' ? undefined : { name, kind: 'denied', expected: 'allow', actual };
  }
  if (answer.outcome === 'allow') return { name, kind: 'allowed', expected: code, actual };
  if (answer.code !== undefined && answer.code !== code) {
    return { name, kind: 'wrong code', expected: code, actual };
  }
  const { status } = REASONS[code];
  if (answer.status === undefined || answer.status === status) return undefined;
  return { name, kind: 'wrong status', expected: String(status), actual: String(answer.status) };
}
