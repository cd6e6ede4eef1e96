import type { Decision, Verifier } from '@org/jwt-core';
import { STUB_ALLOWED, STUB_DENIED, stubVerifier, type RequestDescription } from '@org/jwt-testing';
import { serveOnce, type ServedResponse } from '@org/jwt-testing/wire';
import type { AdapterDriver, Application, Ask, Observation } from './driver.js';

export const LIST: RequestDescription = { method: 'GET', target: '/tenants/t-eu/orders', headers: [] };

export const LIST_ORDERS: Ask = { operation: 'listOrders' };

/** What became of one request. */
export interface Outcome extends ServedResponse {
  /** How many times the handler ran. */
  readonly runs: number;
  /** What the application's error handler caught. */
  readonly caught: readonly unknown[];
  /** The body of the handler. */
  readonly observed: () => Observation;
}

/** Serves one request: {@link LIST} for the named operation, unless it is said otherwise. */
export async function serve(
  driver: AdapterDriver,
  application: Omit<Application, 'asks'> & Partial<Pick<Application, 'asks'>>,
  request: Partial<RequestDescription> = {},
): Promise<Outcome> {
  let runs = 0;
  const caught: unknown[] = [];
  const reports = {
    ran: () => {
      runs += 1;
    },
    caught: (error: unknown) => {
      caught.push(error);
    },
  };
  const { listener, close } = await driver.serve({ asks: [LIST_ORDERS], ...application }, reports);
  try {
    const answer = await serveOnce(listener, { ...LIST, ...request });
    return { ...answer, runs, caught, observed: () => JSON.parse(answer.body) as Observation };
  } finally {
    await close?.();
  }
}

/** Verifiers with one answer. */
export const deciding = (decision: Decision): Verifier => stubVerifier(() => Promise.resolve(decision));
export const allowing: Verifier = deciding(STUB_ALLOWED);
export const denying: Verifier = deciding(STUB_DENIED);

/** An ask, for the name of a test. */
export function nameOf(ask: Ask): string {
  return typeof ask === 'string' ? ask : `operation ${ask.operation}`;
}
