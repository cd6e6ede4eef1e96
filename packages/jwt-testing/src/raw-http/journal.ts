/** What happened inside a server under test, request by request: what was decided, and which handlers ran. */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, Server } from 'node:http';
import type { DecisionEvent } from '@org/jwt-core';

/** The header in which a handler of a server under test says that it ran, and as what. */
export const RAN_HEADER = 'X-Ran';

/** Kept by a server under test. */
export interface RawHttpJournal {
  /** For the verifier of the server. */
  readonly onDecision: (event: DecisionEvent) => void;
  /** Tells the requests of this server apart. Called once, before the first request. */
  watch(server: Server): void;
  /**
   * For a handler: it runs, and believes to be this operation, for this tenant where it has one. Returns the value for
   * {@link RAN_HEADER}.
   */
  ran(operation: string, tenant?: string): string;
  /** How many times handlers ran, by operation. */
  readonly runs: ReadonlyMap<string, number>;
  /** Every handler that ran without an allow for exactly that; must stay empty. */
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
      if (entry === undefined) faults.push('a decision outside of any request');
      else entry.decisions.push(event);
    },
    watch(server) {
      // Whatever listens behind this one runs in the entry of its own request.
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

/** As an event writes it: what a terminal would obey is escaped. */
function inEvent(tenant: string): string {
  return tenant.replace(/\p{C}/gu, encodeURIComponent);
}

function faultOf(entry: Entry | undefined, operation: string, tenant?: string): string | undefined {
  if (entry === undefined) return `${operation} ran outside of any request`;
  const { request, decisions } = entry;
  const isAllowed = decisions.some(
    (event) =>
      event.outcome === 'allow' &&
      event.operation === operation &&
      (tenant === undefined || event.tenant === inEvent(tenant)),
  );
  const isDenied = decisions.some((event) => event.outcome === 'deny');
  if (isAllowed && !isDenied) return undefined;
  const told = decisions.map((event) => `${event.outcome} ${event.operation ?? '-'} ${event.tenant ?? '-'}`);
  return `${request}: ${operation} ran for ${tenant ?? 'no tenant'} after [${told.join(', ')}]`;
}
