/** Sends every case to a server under test and compares its answers with what the core says of the same facts. */

import type { Verifier } from '@org/jwt-core';
import {
  aFunction,
  aList,
  aNumber,
  anything,
  oneOf,
  readOptions,
  type OptionKinds,
} from '@org/jwt-core/adapter';
import { toAccessRequest } from '../request-description.js';
import type { Binding, ConformanceCase, Expectation } from './case.js';
import { compareWithDecision } from './compare.js';
import type { ConformanceKit } from './kit.js';
import { exchange, onTheWire } from './exchange.js';

/** Which server is tested, and against what. */
export interface ConformanceOptions {
  readonly kit: ConformanceKit;
  /** The port of the server under test, on 127.0.0.1. */
  readonly port: number;
  /** The core to compare with: `kit.createVerifier()` with the options that the server's own verifier has. */
  readonly verifier: Verifier;
  /** How the server finds operations. `guard` by default. */
  readonly binding?: Binding;
  /** How many times a handler has run until now. With it, a refused request must not have reached one. */
  readonly handlerRuns?: () => number;
  /** The cases to send. Those of the kit by default. */
  readonly cases?: readonly ConformanceCase[];
}

const CONFORMANCE_OPTIONS: OptionKinds<ConformanceOptions> = {
  kit: anything,
  port: aNumber,
  verifier: anything,
  binding: oneOf('guard', 'named'),
  handlerRuns: aFunction,
  cases: aList,
};

/** What became of one case. */
export interface ConformanceResult {
  /** The case's name. */
  readonly case: string;
  readonly ok: boolean;
  /** What was expected and what came instead; absent when `ok`. */
  readonly difference?: string;
}

/** Runs the cases one after the other. A server that cannot be reached fails every case; nothing is thrown. */
export async function runConformance(given: ConformanceOptions): Promise<readonly ConformanceResult[]> {
  const options = readOptions('runConformance', given, CONFORMANCE_OPTIONS);
  const { binding = 'guard', cases = options.kit.cases } = options;
  const results: ConformanceResult[] = [];
  for (const each of cases.filter((candidate) => candidate.bindings.includes(binding))) {
    const difference = await runCase(each, binding, options).catch(
      (error: unknown) =>
        `expected an HTTP response, got ${error instanceof Error ? error.message : 'an error'}`,
    );
    results.push(
      difference === undefined
        ? { case: each.name, ok: true }
        : { case: each.name, ok: false, difference: `${each.name}: ${difference}` },
    );
  }
  return results;
}

async function runCase(
  each: ConformanceCase,
  binding: Binding,
  { kit, port, verifier, handlerRuns }: ConformanceOptions,
): Promise<string | undefined> {
  const request = onTheWire(await each.request(kit), port);
  const facts = toAccessRequest(request);
  const decision = await (binding === 'named' && each.operation !== undefined
    ? verifier.decide(facts, { operation: each.operation })
    : verifier.decide(facts));
  const decided: Expectation =
    decision.outcome === 'allow' ? { outcome: 'allow' } : { outcome: 'deny', code: decision.code };
  if (inWords(decided) !== inWords(each.expected)) {
    return `expected the core to ${inWords(each.expected)}, got ${inWords(decided)}`;
  }
  const runsBefore = handlerRuns?.();
  const response = await exchange(request, port);
  const difference = compareWithDecision(response, decision, request.method);
  if (difference !== undefined || handlerRuns === undefined || runsBefore === undefined) return difference;
  const runs = handlerRuns() - runsBefore;
  const expectedRuns = decision.outcome === 'allow' ? 1 : 0;
  return runs === expectedRuns
    ? undefined
    : `expected the handler to run ${String(expectedRuns)} times, got ${String(runs)}`;
}

function inWords(expectation: Expectation): string {
  return expectation.outcome === 'allow' ? 'allow' : `deny with ${expectation.code}`;
}
