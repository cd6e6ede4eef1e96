/**
 * A verifier that an application has promised: routers of CommonJS modules are made before anything can be awaited.
 * Requests wait for it.
 */

import { deniedBy, type Decision } from '../decision/decision.js';
import { deny } from '../decision/denial.js';
import { ProblemBodies } from '../decision/problem.js';
import { warn } from '../io/warning.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { AccessRequest } from '../request/access-request.js';
import type { DecideOptions, IdentifyOptions } from '../verify/access-question.js';
import type { OperationSummary, Verifier } from '../verify/verifier.js';
import { assertVerifier, isPromise } from './wiring.js';

/** What an adapter asks of a verifier. */
export type WiredVerifier = Pick<
  Verifier,
  'service' | 'identify' | 'decide' | 'operations' | 'requireOperation'
>;

/**
 * For adapters: the verifier that an application hands in, or one that waits for the verifier it has promised.
 *
 * @throws {@link ConfigurationError} for what is neither.
 */
export function wireVerifier(given: unknown, taker: string): WiredVerifier {
  if (isPromise(given)) return new PromisedVerifier(given, taker);
  assertVerifier(given, taker);
  return given;
}

/**
 * Where it was promised, and no verifier came of it, every request is answered 503 `policy.unavailable`, as where there
 * is no policy, and the process warns at once.
 */
class PromisedVerifier implements WiredVerifier {
  readonly #taker: string;
  /** Never rejects. */
  readonly #coming: Promise<Verifier | undefined>;
  #verifier: Verifier | undefined;
  readonly #bound = new Set<string>();

  constructor(promised: PromiseLike<unknown>, taker: string) {
    this.#taker = taker;
    this.#coming = this.#waitFor(promised);
  }

  get service(): string {
    return this.#present().service;
  }

  operations(): readonly OperationSummary[] {
    return this.#present().operations();
  }

  /** While there is no verifier, there is nothing to compare with: a name that it does not have is reported later. */
  requireOperation(name: string): OperationSummary | undefined {
    if (this.#verifier !== undefined) return this.#verifier.requireOperation(name);
    this.#bound.add(name);
    return undefined;
  }

  async identify(request: AccessRequest, ...asked: [] | [IdentifyOptions]): Promise<Decision> {
    const verifier = this.#verifier ?? (await this.#coming);
    if (verifier === undefined) return unavailable();
    return asked.length === 0 ? verifier.identify(request) : verifier.identify(request, asked[0]);
  }

  async decide(request: AccessRequest, ...asked: [] | [DecideOptions]): Promise<Decision> {
    const verifier = this.#verifier ?? (await this.#coming);
    if (verifier === undefined) return unavailable();
    return asked.length === 0 ? verifier.decide(request) : verifier.decide(request, asked[0]);
  }

  async #waitFor(promised: PromiseLike<unknown>): Promise<Verifier | undefined> {
    try {
      const verifier = await promised;
      assertVerifier(verifier, this.#taker);
      this.#verifier = verifier;
      for (const name of this.#bound) this.#compare(verifier, name);
      return verifier;
    } catch (error) {
      this.#warn(`there is no verifier, and every request is answered 503. ${reasonOf(error)}`);
      return undefined;
    }
  }

  /** The verifier denies requests for an operation that it does not have. */
  #compare(verifier: Verifier, name: string): void {
    try {
      verifier.requireOperation(name);
    } catch (error) {
      this.#warn(`operation(${JSON.stringify(name)}) denies every request. ${reasonOf(error)}`);
    }
  }

  #warn(message: string): void {
    warn('JWT_POLICY_WIRING', `${this.#taker}: ${message}`);
  }

  #present(): Verifier {
    if (this.#verifier !== undefined) return this.#verifier;
    throw new ConfigurationError(
      `${this.#taker} was given the promise of a verifier, which is not there: await it before the audit.`,
    );
  }
}

const BODIES = new ProblemBodies();

function unavailable(): Decision {
  const denial = deny('policy.unavailable', { expected: 'a verifier' });
  return deniedBy(denial, '', BODIES, () => ({
    expected: 'a verifier',
    actual: 'a promise that was rejected',
  }));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The promise was rejected without an error.';
}
