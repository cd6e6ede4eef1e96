/** What an adapter holds: one service's policy, its issuers' keys, and the three questions. */

import { systemClock, type Clock } from './clock.js';
import { allow, refuse, type Decision } from './decision/decision.js';
import type { DecisionSink } from './decision/event.js';
import type { Explanation } from './decision/explanation.js';
import type { Disclosure } from './decision/problem.js';
import { createEvent, createExplanation } from './decision/report.js';
import { judge, type Asked, type Bench, type Judgement } from './judge.js';
import { fetchDocument, type KeyFetcher } from './keys/fetcher.js';
import { openRings } from './keys/open-rings.js';
import { compileService } from './policy/compile.js';
import { loadPolicy, Policy } from './policy/parse.js';
import { ConfigurationError } from './policy/problems.js';
import type { OperationPolicy } from './policy/service-policy.js';
import { didYouMean, listed } from './policy/suggest.js';
import type { AccessRequest } from './request.js';

/** How a verifier is made. What weakens a check can only be said here, never in the document. */
export interface VerifierOptions {
  /** The path of a policy file, or a policy that was made before. */
  readonly policy: string | Policy;
  /** The name of this service in the policy. May be left out where the policy has just one. */
  readonly service?: string;
  readonly clock?: Clock;
  /** How keys are fetched. `node:https` by default. */
  readonly keyFetcher?: KeyFetcher;
  /** Takes one event per decision. */
  readonly onDecision?: DecisionSink;
  /** `clear` adds `sub` itself to events. `hash` by default. */
  readonly subjectsInEvents?: 'hash' | 'clear';
  /** `code` adds the precise reason to the problem body: for development. `status` by default. */
  readonly disclose?: Disclosure;
  /** For development only. */
  readonly insecure?: { readonly allowHttpLoopback?: boolean };
}

/** One operation, as wiring code needs to know it. */
export interface OperationSummary {
  readonly name: string;
  readonly auth: 'required' | 'optional' | 'public';
  readonly route: string | undefined;
}

/** Whether the keys of each accepted issuer are there. */
export interface Readiness {
  readonly ready: boolean;
  readonly issuers: readonly { readonly name: string; readonly ready: boolean; readonly reason?: string }[];
}

/** Decides for one service. Refusals are values; it throws only for mistakes in the program. */
export interface Verifier {
  /** The service's name in the policy. */
  readonly service: string;
  /**
   * Authentication alone: is this token good for this service, and whose is it? It does **not** say that the caller
   * may do anything: `Identity.operation` stays undefined. With `auth: 'optional'` a request without credential is
   * anonymous, and one with a bad credential is refused all the same.
   */
  identify(request: AccessRequest, options?: { readonly auth?: 'required' | 'optional' }): Promise<Decision>;
  /** May the caller do this? The operation is named, or found by its `route:`. What no policy knows is refused. */
  decide(request: AccessRequest, operation?: string): Promise<Decision>;
  /** The checks of {@link Verifier.decide}, all of them, with every verdict. Asks no store and sends no event. */
  explain(request: AccessRequest, operation?: string): Promise<Explanation>;
  /** The operations of this service, for wiring. */
  operations(): readonly OperationSummary[];
  /**
   * One operation, for wiring.
   *
   * @throws {@link ConfigurationError} when the policy does not have it.
   */
  operation(name: string): OperationSummary;
  /** Fetches the keys of all accepted issuers, in parallel. Never rejects: the answer says who is missing. */
  ready(): Promise<Readiness>;
  /** Ends what the verifier holds open. Decisions are refused afterwards. */
  close(): Promise<void>;
}

/**
 * Makes the verifier of one service.
 *
 * @throws {@link PolicyError} for a policy that cannot be used, {@link ConfigurationError} for a service that it does
 * not have, an unset or short secret, or keys that would be fetched over plain http.
 */
export async function createVerifier(options: VerifierOptions): Promise<Verifier> {
  const policy = typeof options.policy === 'string' ? await loadPolicy(options.policy) : options.policy;
  if (!(policy instanceof Policy)) {
    throw new ConfigurationError(
      'policy: expected the path of a policy file, or what definePolicy, simplePolicy, parsePolicy or loadPolicy returned.',
    );
  }
  const clock = options.clock ?? systemClock;
  const compiled = compileService(policy, options.service);
  const rings = await openRings(policy, compiled, {
    clock,
    fetcher: options.keyFetcher ?? fetchDocument,
    allowHttpLoopback: options.insecure?.allowHttpLoopback ?? false,
  });
  return new ServiceVerifier({ policy: compiled, rings, clock, standing: [] }, options);
}

class ServiceVerifier implements Verifier {
  readonly #bench: Bench;
  readonly #options: VerifierOptions;
  #isClosed = false;
  #hasWarned = false;

  constructor(bench: Bench, options: VerifierOptions) {
    this.#bench = bench;
    this.#options = options;
  }

  get service(): string {
    return this.#bench.policy.service;
  }

  identify(
    request: AccessRequest,
    options: { readonly auth?: 'required' | 'optional' } = {},
  ): Promise<Decision> {
    // Whatever else untyped code says here, only `optional` makes anybody anonymous.
    const auth = options.auth === 'optional' ? 'optional' : 'required';
    return this.#decide(request, { kind: 'identify', auth });
  }

  decide(request: AccessRequest, operation?: string): Promise<Decision> {
    return this.#decide(request, { kind: 'decide', operation });
  }

  async explain(request: AccessRequest, operation?: string): Promise<Explanation> {
    this.#assertOpen();
    const judgement = await judge(request, { kind: 'decide', operation }, this.#bench, 'collect');
    return createExplanation(judgement, this.#bench.policy);
  }

  operations(): readonly OperationSummary[] {
    return [...this.#bench.policy.operations.values()].map(summarise);
  }

  operation(name: string): OperationSummary {
    const { operations, service } = this.#bench.policy;
    const operation = operations.get(name);
    if (operation !== undefined) return summarise(operation);
    const hint = didYouMean(name, operations.keys());
    throw new ConfigurationError(
      `The policy has no operation "${name}" for the service "${service}". Known: ${listed(operations.keys())}.${hint}`,
    );
  }

  async ready(): Promise<Readiness> {
    this.#assertOpen();
    const issuers = await Promise.all(
      [...this.#bench.rings].map(([name, ring]) =>
        ring.warm().then(
          () => ({ name, ready: true }),
          (error: unknown) => ({
            name,
            ready: false,
            reason: error instanceof Error ? error.message : 'unknown',
          }),
        ),
      ),
    );
    return { ready: issuers.every((issuer) => issuer.ready), issuers };
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }

  async #decide(request: AccessRequest, asked: Asked): Promise<Decision> {
    this.#assertOpen();
    const started = performance.now();
    const judgement = await judge(request, asked, this.#bench, 'enforce');
    this.#report(judgement, started);
    const { denial, identity } = judgement;
    return denial === undefined
      ? allow(identity)
      : refuse(denial, this.service, this.#options.disclose ?? 'status');
  }

  #report(judgement: Judgement, started: number): void {
    const { onDecision, subjectsInEvents = 'hash' } = this.#options;
    if (onDecision === undefined) return;
    const timing = {
      at: this.#bench.clock(),
      durationMicros: Math.round((performance.now() - started) * 1000),
    };
    try {
      const outcome: unknown = onDecision(
        createEvent(judgement, this.#bench.policy, timing, subjectsInEvents),
      );
      // An async function is a sink as well; nobody else is there to catch its rejection.
      if (outcome instanceof Promise) outcome.catch(this.#warn);
    } catch {
      this.#warn();
    }
  }

  readonly #warn = (): void => {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    process.emitWarning('onDecision threw: decision events are being lost.', { code: 'JWT_POLICY_SINK' });
  };

  #assertOpen(): void {
    if (this.#isClosed) throw new ConfigurationError('The verifier is closed.');
  }
}

function summarise({ name, auth, route }: OperationPolicy): OperationSummary {
  return { name, auth, route };
}
