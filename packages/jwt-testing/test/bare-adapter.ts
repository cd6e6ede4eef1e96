/** An adapter of node:http alone, taken apart, so that tests can put a wrong part in its place. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { HttpRequest, Allowed, Decision, Denied, Verifier } from '@org/jwt-core';
import { answerOf } from '../src/index.js';
import { listen } from '../src/issuer/metadata-server.js';

type Count = () => void;

/** What an adapter does. */
export interface Adapter {
  readonly facts: (request: IncomingMessage) => HttpRequest;
  readonly operation: (request: IncomingMessage) => string | undefined;
  readonly decide: (
    verifier: Verifier,
    facts: HttpRequest,
    operation: string | undefined,
  ) => Promise<Decision>;
  readonly refuse: (response: ServerResponse, refusal: Denied, count: Count) => void;
  /** The handler behind the adapter. */
  readonly handle: (response: ServerResponse, decision: Allowed, count: Count) => void;
}

/** One that translates and nothing else. */
export const faithful: Adapter = {
  facts: ({ method = '', url: target = '', rawHeaders }) => ({ method, target, rawHeaders }),
  operation: () => undefined,
  decide: (verifier, facts, operation) =>
    operation === undefined ? verifier.decide(facts) : verifier.decide(facts, { operation }),
  refuse: (response, { response: { status, headers, body } }) => {
    response.writeHead(status, headers.flat()).end(body);
  },
  handle: (response, { identity }, count) => {
    count();
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answerOf(identity)));
  },
};

/** A server that runs. */
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
  const { facts, operation, decide, refuse, handle } = adapter;
  const server = createServer((request, response) => {
    void decide(verifier, facts(request), operation(request)).then((decision) => {
      if (decision.outcome === 'allow') handle(response, decision, count);
      else refuse(response, decision, count);
    });
  });
  const port = Number(new URL(await listen(server)).port);
  return { port, handlerRuns: () => runs, close: () => void server.close() };
}
