/** A policy in the real engine, with a test issuer in the place of its issuers, at a time that stands still. */

import { createVerifier, type Decision, type Explanation, type Verifier } from '@org/jwt-core';
import type { Policy, ResolvedService } from '@org/jwt-core/policy';
import {
  createTestIssuer,
  policyForTesting,
  toAccessRequest,
  type RequestDescription,
  type TestPolicy,
} from '@org/jwt-testing';
import { signingAlgorithms } from './algorithms.js';

/** Tokens that are signed on the fly, and the decisions on them. */
export interface StandIn extends AsyncDisposable {
  /** The policy with throw-away keys. */
  readonly policy: Policy;
  readonly tokens: TestPolicy;
  /** The decision of a service. Without `operation`, the request's method and path say which one is meant. */
  decide(service: string, request: RequestDescription, asked?: Asked): Promise<Decision>;
  /** The same decision with every verdict. */
  explain(service: string, request: RequestDescription, asked?: Asked): Promise<Explanation>;
}

/** What is asked of a service. */
export interface Asked {
  readonly operation?: string | undefined;
  /** For how long after the start the request comes, in milliseconds. 0 by default. */
  readonly after?: number | undefined;
}

/** Opens it at `now`, in milliseconds since 1970: tokens are issued then, and judged then. */
export async function openStandIn(policy: Policy, now: number): Promise<StandIn> {
  const issuer = await createTestIssuer({ algs: signingAlgorithms(policy.model), clock: () => now });
  let time = now;
  const verifiers = new Map<string, Promise<Verifier>>();
  const close = async (): Promise<void> => {
    for (const verifier of verifiers.values()) await (await verifier).close();
    await issuer.close();
  };
  try {
    const tokens = await policyForTesting(policy, issuer);
    const verifierOf = (service: string): Promise<Verifier> => {
      const open =
        verifiers.get(service) ?? createVerifier({ policy: tokens.policy, service, clock: () => time });
      verifiers.set(service, open);
      return open;
    };
    const ask = async <Answer>(
      service: string,
      { operation, after = 0 }: Asked,
      question: (verifier: Verifier, ...options: readonly [] | readonly [{ operation: string }]) => Answer,
    ): Promise<Awaited<Answer>> => {
      const verifier = await verifierOf(service);
      time = now + after;
      return await (operation === undefined ? question(verifier) : question(verifier, { operation }));
    };
    return {
      policy: tokens.policy,
      tokens,
      decide: (service, request, asked = {}) =>
        ask(service, asked, (verifier, ...options) => {
          const [named] = options;
          const received = toAccessRequest(request);
          return named === undefined ? verifier.decide(received) : verifier.decide(received, named);
        }),
      explain: (service, request, asked = {}) =>
        ask(service, asked, (verifier, ...options) => {
          const [named] = options;
          const received = toAccessRequest(request);
          return named === undefined ? verifier.explain(received) : verifier.explain(received, named);
        }),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The service of this name: callers have looked that it is there. */
export function serviceOf({ model }: Policy, name: string): ResolvedService {
  const service = model.services[name];
  if (service === undefined) throw new Error(`The policy has no service ${name}.`);
  return service;
}
