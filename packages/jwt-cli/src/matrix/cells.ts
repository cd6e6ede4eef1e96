/** What each token opens: decisions of the real engine, cell by cell. */

import { LAYERS, type Denied, type Layer, type ReasonCode } from '@org/jwt-core';
import type { Policy, ResolvedOperation } from '@org/jwt-core/policy';
import { carry } from '../stand-in/carry.js';
import { openStandIn, serviceOf, type StandIn } from '../stand-in/stand-in.js';
import { rowsOf, type Row, type RowsBy } from './row.js';

/** One column. */
export interface Column {
  readonly service: string;
  readonly operation: string;
  readonly route: string | undefined;
  readonly auth: ResolvedOperation['auth'];
}

/**
 * `open`: the operation reads no token. `allowed`: the token opens it. `crossing`: it opens an operation of a service that
 * it was not made for. `denied`: it does not, for this reason.
 */
export type Cell =
  | { readonly verdict: 'open' | 'allowed' | 'crossing' }
  | { readonly verdict: 'denied'; readonly code: ReasonCode };

/** A row with its cells, in the order of the columns. */
export interface MatrixRow extends Omit<Row, 'tries'> {
  readonly cells: readonly Cell[];
}

/** The whole matrix. */
export interface Matrix {
  readonly by: RowsBy;
  readonly policy: Pick<Policy, 'file' | 'digest'>;
  readonly name: string;
  readonly revision: string | undefined;
  /** When the tokens were issued and judged, in milliseconds since 1970. */
  readonly now: number;
  readonly columns: readonly Column[];
  readonly rows: readonly MatrixRow[];
  /** Services that take tokens that name other services as well (`audienceMode: contains`). */
  readonly sharing: readonly string[];
}

/** What is wanted. */
export interface MatrixOptions {
  readonly by: RowsBy;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Called after each cell, with the number of all. */
  readonly progress: (all: number) => void;
}

/** Mints the tokens of each row, and tries them at each operation. */
export async function matrixOf(policy: Policy, { by, now, progress }: MatrixOptions): Promise<Matrix> {
  await using standIn = await openStandIn(policy, now);
  const columns = Object.entries(policy.model.services).flatMap(([service, { operations }]) =>
    Object.entries(operations).map(([operation, { route, auth }]): Column => ({
      service,
      operation,
      route,
      auth,
    })),
  );
  const rows: MatrixRow[] = [];
  const all = rowsOf(policy, standIn.tokens, by);
  for (const { tries, ...row } of all) {
    const cells: Cell[] = [];
    const settled: Settled = new Map();
    for (const column of columns) {
      cells.push(await cellOf(standIn, { ...row, tries }, column, settled));
      progress(all.length * columns.length);
    }
    rows.push({ ...row, cells });
  }
  const { services, metadata } = policy.model;
  const { name, revision } = metadata;
  const sharing = Object.entries(services).flatMap(([service, { accept }]) =>
    accept.some(({ audienceMode }) => audienceMode === 'contains') ? [service] : [],
  );
  return {
    by,
    policy,
    name,
    revision,
    now,
    columns,
    rows,
    sharing,
  };
}

/** For a service, a token that it denies before it looks at the operation: so it does with all that the holder can try. */
type Settled = Map<string, string>;

/** Layers that ask for nothing that differs from operation to operation. */
const BEFORE_OPERATIONS: ReadonlySet<Layer> = new Set([
  'issuer',
  'algorithm',
  'key',
  'signature',
  'type',
  'audience',
]);

/** The best of all that the holder can try. Of denials, the one that got furthest says what is missing. */
async function cellOf(standIn: StandIn, row: Row, column: Column, settled: Settled): Promise<Cell> {
  const { service, operation, auth } = column;
  const before = settled.get(service);
  const tries =
    before === undefined || auth === 'public'
      ? row.tries(service, operation)
      : [{ token: before, request: standIn.tokens.requestFor(operation, { service }) }];
  let furthest: { readonly decision: Denied; readonly token: string | undefined } | undefined;
  for (const { token, request } of tries) {
    const sent = token === undefined ? request : carry(request, token, serviceOf(standIn.policy, service));
    const decision = await standIn.decide(service, sent, { operation });
    if (decision.outcome === 'allow') return { verdict: openedAs(row, column) };
    if (furthest === undefined || depthOf(decision) > depthOf(furthest.decision))
      furthest = { decision, token };
  }
  if (furthest === undefined) throw new Error(`Nothing was tried at ${operation} of ${service}.`);
  const { decision, token } = furthest;
  if (token !== undefined && BEFORE_OPERATIONS.has(decision.layer)) settled.set(service, token);
  return { verdict: 'denied', code: decision.code };
}

function openedAs({ service: madeFor }: Row, { service, auth }: Column): 'open' | 'allowed' | 'crossing' {
  if (auth === 'public') return 'open';
  return madeFor === undefined || madeFor === service ? 'allowed' : 'crossing';
}

function depthOf({ layer }: Denied): number {
  return LAYERS.indexOf(layer);
}
