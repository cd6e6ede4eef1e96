/** Random worlds with questions, for properties of the whole verifier. */

import fc from 'fast-check';
import type { Decision } from '../../src/decision/decision.js';
import type { Explanation } from '../../src/report/explanation.js';
import type {
  OperationDocument,
  PolicyDocument,
  ServiceDocument,
} from '../../src/policy/document/document.js';
import { definePolicy, type Policy } from '../../src/policy/policy.js';
import { createVerifier, type VerifierOptions } from '../../src/verify/create-verifier.js';
import { draws, Draw } from './draw.js';
import { ask, fetcherOf } from './examiner.js';
import { ticket, trial, type Trial } from './requests.js';
import { world, type World } from './worlds.js';

/** A world, and questions to it. */
export interface Scene {
  readonly world: World;
  readonly trials: readonly Trial[];
}

const shown = fc.tuple(draws(48), draws(28));

/** Scenes with this number of questions. */
export function scenes(count: number): fc.Arbitrary<Scene> {
  return fc.tuple(draws(200), fc.array(shown, { minLength: count, maxLength: count })).map(([made, all]) => {
    const place = world(new Draw(made));
    const trials = all.map(([token, request]) =>
      trial(place, ticket(place, new Draw(token)), new Draw(request)),
    );
    return { world: place, trials };
  });
}

/** A verifier whose clock is set by each question. */
export interface Court {
  decide(asked: Trial): Promise<Decision>;
  explain(asked: Trial): Promise<Explanation>;
}

/** Opens a verifier of a world, of another policy if one is given. */
export async function court(
  place: World,
  options: Partial<VerifierOptions> = {},
  policy: Policy = definePolicy(place.document),
): Promise<Court> {
  let clockMs = 0;
  const verifier = await createVerifier({
    policy,
    service: 'orders',
    clock: () => clockMs,
    onKeyEvent: () => undefined, // issuers that are down are no news here
    keyFetcher: fetcherOf(place),
    ...options,
  });
  return {
    decide: (asked) => {
      ({ clockMs } = asked);
      return ask(verifier, asked);
    },
    explain: (asked) => {
      ({ clockMs } = asked);
      const { wish, request } = asked;
      return wish.kind === 'named'
        ? verifier.explain(request, { operation: wish.operation })
        : verifier.explain(request);
    },
  };
}

/** What a decision comes to: everything of it but how long an issuer that is down is given. */
export function seen(decision: Decision): unknown {
  if (decision.outcome === 'deny') {
    const headers = decision.response.headers.filter(([name]) => name !== 'Retry-After');
    const problem = { ...decision.problem, retryAfter: undefined };
    return { ...decision, problem, response: { ...decision.response, headers } };
  }
  return { ...decision, identity: JSON.stringify(decision.identity) };
}

/** The document with its service `orders` changed. */
export function withService(
  document: PolicyDocument,
  change: (service: ServiceDocument) => Partial<ServiceDocument>,
): PolicyDocument {
  const { orders } = document.services;
  if (orders === undefined) throw new Error('There is no service orders.');
  return { ...document, services: { ...document.services, orders: { ...orders, ...change(orders) } } };
}

/** The document with every operation that has rules changed. */
export function withOperations(
  document: PolicyDocument,
  change: (operation: OperationDocument) => OperationDocument,
): PolicyDocument {
  return withService(document, ({ operations = {} }) => ({
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, each]) => [
        name,
        each.allow === undefined ? each : change(each),
      ]),
    ),
  }));
}
