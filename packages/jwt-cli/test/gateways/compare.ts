/** The callers that a policy allows, with all variations, asked of the engine and of the exported configurations. */

import { ConfigurationError, type Policy } from '@org/jwt-core';
import { policyForTesting, type TestIssuer, type TestPolicy } from '@org/jwt-testing';
import { sideBySide, type Difference, type SideBySide } from './side-by-side.js';
import { publicVariations, variationsOf, type Variation } from './variations.js';

/** All that was compared. */
export interface Comparison {
  readonly cells: number;
  readonly allowed: SideBySide['allowed'];
  /** Differences that no loss explains. */
  readonly unexplained: readonly Difference[];
}

/** Compares every variation of every caller that a rule of the service allows. `now` in seconds. */
export async function compare(
  original: Policy,
  service: string,
  issuer: TestIssuer,
  now: number,
): Promise<Comparison> {
  const testing = await policyForTesting(original, issuer);
  await using both = await sideBySide(testing.policy, service, now);
  const unexplained: Difference[] = [];
  let cells = 0;
  for (const [operation, variations] of callersOf(testing, service, issuer, now)) {
    for (const variation of variations) {
      cells += 1;
      unexplained.push(...(await both.differences(operation, variation)));
    }
  }
  return { cells, allowed: both.allowed, unexplained };
}

function* callersOf(
  { policy: { model }, callerFor }: TestPolicy,
  service: string,
  issuer: TestIssuer,
  now: number,
): Generator<readonly [string, readonly Variation[]]> {
  const operations = model.services[service]?.operations ?? {};
  for (const [name, { auth, route, rules }] of Object.entries(operations)) {
    if (route === undefined) continue;
    if (auth === 'public') {
      yield [name, publicVariations(route)];
      continue;
    }
    for (const { issuer: accepted } of model.services[service]?.accept ?? []) {
      for (const rule of rules.length === 0 ? [undefined] : rules.keys()) {
        const choice = { service, issuer: accepted, ...(rule !== undefined && { rule }) };
        const caller = tried(() => callerFor(name, choice));
        if (caller !== undefined) yield [name, variationsOf(caller, issuer, now)];
      }
    }
  }
}

/** Not every issuer signs for every rule. */
function tried<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}
