/** Sends every row to whoever judges, and says which answers are wrong. */

import {
  aFunction,
  aList,
  anything,
  readOptions,
  REASONS,
  type OptionKinds,
  type ReasonCode,
} from '@org/jwt-core';
import type { TokenMaterial } from './alterations/alteration.js';
import type { RequestDescription } from './http/request-description.js';

/** What was answered: by a verifier, or over HTTP. A `Decision` is one. */
export interface MatrixAnswer {
  readonly outcome: 'allow' | 'deny';
  /** Compared where it is known. */
  readonly code?: string;
  /** The HTTP status. Compared where it is known. */
  readonly status?: number;
}

/** What can be run: an attack has the code that must answer it, and an oddity has none. */
export interface MatrixRow {
  readonly name: string;
  readonly code?: ReasonCode;
  apply(material: TokenMaterial): Promise<RequestDescription>;
}

/** What is run against whom. */
export interface MatrixOptions<Row extends MatrixRow> {
  readonly rows: readonly Row[];
  /** What the rows start from: a request that is allowed. */
  readonly material: TokenMaterial | ((row: Row) => TokenMaterial);
  /** Asks the service under test. */
  readonly judge: (request: RequestDescription, row: Row) => Promise<MatrixAnswer>;
}

const MATRIX_OPTIONS: OptionKinds<MatrixOptions<MatrixRow>> = {
  rows: aList,
  material: anything,
  judge: aFunction,
};

/** One wrong answer. */
export interface MatrixFailure {
  /** The row. */
  readonly name: string;
  /** `accepted`: a false accept. `refused`: a false refusal. `threw`: no answer at all. */
  readonly kind: 'accepted' | 'refused' | 'wrong code' | 'wrong status' | 'threw';
  readonly expected: string;
  readonly actual: string;
}

/** Runs the rows one after the other. Empty: every answer was right. Nothing is thrown. */
export async function runMatrix<Row extends MatrixRow>(
  options: MatrixOptions<Row>,
): Promise<readonly MatrixFailure[]> {
  const { rows, material, judge } = readOptions<MatrixOptions<Row>>('runMatrix', options, MATRIX_OPTIONS);
  const failures: MatrixFailure[] = [];
  for (const row of rows) {
    const start = typeof material === 'function' ? material(row) : material;
    try {
      const failure = compare(row, await judge(await row.apply(start), row));
      if (failure !== undefined) failures.push(failure);
    } catch (error) {
      const actual =
        error instanceof Error ? `${error.name}: ${error.message}` : 'something that is no Error';
      failures.push({ name: row.name, kind: 'threw', expected: row.code ?? 'allow', actual });
    }
  }
  return failures;
}

function compare({ name, code }: MatrixRow, answer: MatrixAnswer): MatrixFailure | undefined {
  const actual = answer.code ?? answer.outcome;
  if (code === undefined) {
    return answer.outcome === 'allow' ? undefined : { name, kind: 'refused', expected: 'allow', actual };
  }
  if (answer.outcome === 'allow') return { name, kind: 'accepted', expected: code, actual };
  if (answer.code !== undefined && answer.code !== code) {
    return { name, kind: 'wrong code', expected: code, actual };
  }
  const { status } = REASONS[code];
  if (answer.status === undefined || answer.status === status) return undefined;
  return { name, kind: 'wrong status', expected: String(status), actual: String(answer.status) };
}
