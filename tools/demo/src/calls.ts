/** Calls every service with every token, over HTTP. */

import type { Fleet } from './fleet.js';
import { EXPECTED, type Expected } from './expected.js';
import { ROWS, type RowName, type Tokens } from './rows.js';
import type { RunningService, ServiceName } from './services/service.js';

/** What one service answered to one token. */
export interface Cell {
  readonly row: RowName;
  readonly service: ServiceName;
  readonly status: number;
  /** The reason code of a denial. */
  readonly code: string | undefined;
  readonly expected: Expected;
  readonly agrees: boolean;
}

/** The write operation of each service, for the tenant `t-eu`. */
export function operationUrl({ name, url }: RunningService): string {
  return `${url}/tenants/t-eu/${name}`;
}

/** Every cell of the table. */
export async function callFleet(fleet: Fleet, tokens: Tokens): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const row of ROWS) {
    for (const service of fleet.services) cells.push(await call(row, service, tokens[row][service.name]));
  }
  return cells;
}

async function call(row: RowName, service: RunningService, token: string): Promise<Cell> {
  const response = await fetch(operationUrl(service), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  const { status } = response;
  const code = typeof body['code'] === 'string' ? body['code'] : undefined;
  const expected = EXPECTED[row][service.name];
  return {
    row,
    service: service.name,
    status,
    code,
    expected,
    agrees: status === expected[0] && code === expected[1],
  };
}
