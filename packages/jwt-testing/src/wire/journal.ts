/** A record of a server under test, request by request: the decisions, and the handlers that ran. */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, Server } from 'node:http';
import type { DecisionEvent } from '@org/jwt-core';

/** The response header in which a handler of a server under test reports that it ran, and for which operation. */
export const RAN_HEADER = 'X-Ran';

/** The record of one server under test. */
export interface RawHttpJournal {
  /** The sink for the verifier of the server. */
  readonly onDecision: (event: DecisionEvent) => void;
  /** Assigns decisions and runs to the requests of this server. Call it once, before the first request. */
  watch(server: Server): void;
  /**
   * Called by a handler: it ran for this operation, and for this tenant if it has one. Returns the value for
   * {@link RAN_HEADER}.
   */
  ran(operation: string, tenant?: string): string;
  /** How many times handlers ran, by operation. */
  readonly runs: ReadonlyMap<string, number>;
  /** Every run of a handler without an allow for its operation and tenant. Must stay empty. */
  readonly faults: readonly string[];
}

interface Entry {
  readonly request: string;
  readonly decisions: DecisionEvent[];
}

/** An empty journal. */
export function createJournal(): RawHttpJournal {
  const entries = new AsyncLocalStorage<Entry>();
  const runs = new Map<string, number>();
  const faults: string[] = [];
  return {
    runs,
    faults,
    onDecision: (event) => {
      const entry = entries.getStore();
      if (entry === undefined) faults.push('a decision outside of a request');
      else entry.decisions.push(event);
    },
    watch(server) {
      // Every later listener runs in the entry of its own request.
      server.prependListener('request', ({ method = '', url = '' }: IncomingMessage) => {
        entries.enterWith({ request: `${method} ${url.slice(0, 120)}`, decisions: [] });
      });
    },
    ran(operation, tenant) {
      runs.set(operation, (runs.get(operation) ?? 0) + 1);
      const fault = faultOf(entries.getStore(), operation, tenant);
      if (fault !== undefined) faults.push(fault);
      return tenant === undefined ? operation : `${operation} ${tenant}`;
    },
  };
}

/** The tenant as written in an event: control characters are escaped. */
function inEvent(tenant: string): string {
  return tenant.replace(/\p{C}/gu, encodeURIComponent);
}

function faultOf(entry: Entry | undefined, operation: string, tenant?: string): string | undefined {
  if (entry === undefined) return `${operation} ran outside of a request`;
  const { request, decisions } = entry;
  const isAllowed = decisions.some(
    (event) =>
      event.outcome === 'allow' &&
      event.operation === operation &&
      (tenant === undefined || event.tenant === inEvent(tenant)),
  );
  const isDenied = decisions.some((event) => event.outcome === 'deny');
  if (isAllowed && !isDenied) return undefined;
  const summary = decisions.map(
    (event) => `${event.outcome} ${event.operation ?? '-'} ${event.tenant ?? '-'}`,
  );
  return `${request}: ${operation} ran for ${tenant ?? 'no tenant'} after [${summary.join(', ')}]`;
}
