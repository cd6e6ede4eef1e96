/** An adapter of node:http in parts, so that a test can replace one part by a wrong one. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { HttpRequest, Allowed, Decision, Denied, Verifier } from '@org/jwt-core';
import { answerOf } from '../src/index.js';
import { listen } from '../src/issuer/metadata-server.js';

type Count = () => void;

/** The parts of an adapter. */
export interface Adapter {
  readonly facts: (request: IncomingMessage) => HttpRequest;
  readonly operation: (request: IncomingMessage) => string | undefined;
  readonly decide: (
    verifier: Verifier,
    facts: HttpRequest,
    operation: string | undefined,
  ) => Promise<Decision>;
  readonly deny: (response: ServerResponse, denial: Denied, count: Count) => void;
  /** The handler after the adapter. */
  readonly handle: (response: ServerResponse, decision: Allowed, count: Count) => void;
}

/** A correct adapter. */
export const faithful: Adapter = {
  facts: ({ method = '', url: target = '', rawHeaders }) => ({ method, target, rawHeaders }),
  operation: () => undefined,
  decide: (verifier, facts, operation) =>
    operation === undefined ? verifier.decide(facts) : verifier.decide(facts, { operation }),
  deny: (response, { response: { status, headers, body } }) => {
    response.writeHead(status, headers.flat()).end(body);
  },
  handle: (response, { identity }, count) => {
    count();
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answerOf(identity)));
  },
};

/** A running server. */
export interface RunningServer {
  readonly port: number;
  readonly handlerRuns: () => number;
  readonly close: () => void;
}

/** Serves with this adapter, on a free port. */
export async function serve(adapter: Adapter, verifier: Verifier): Promise<RunningServer> {
  let runs = 0;
  const count: Count = () => {
    runs += 1;
  };
  const { facts, operation, decide, deny, handle } = adapter;
  const server = createServer((request, response) => {
    void decide(verifier, facts(request), operation(request)).then((decision) => {
      if (decision.outcome === 'allow') handle(response, decision, count);
      else deny(response, decision, count);
    });
  });
  const port = Number(new URL(await listen(server)).port);
  return { port, handlerRuns: () => runs, close: () => void server.close() };
}
