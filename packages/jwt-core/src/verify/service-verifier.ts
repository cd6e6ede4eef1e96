/** Asks the three questions of the policy that is in force. */

import { allow, deniedBy, shadowVerdict, type Decision } from '../decision/decision.js';
import type { Denial, WrittenDetail } from '../decision/denial.js';
import type { ProblemBodies } from '../decision/problem.js';
import { Trace } from '../decision/trace.js';
import { isoTime, type Clock } from '../io/clock.js';
import type { EventSink } from '../io/event-sink.js';
import type { KeyRingState } from '../keys/key-ring-state.js';
import type { WarmIssuer } from '../keys/warm.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { didYouMean, listed } from '../options/did-you-mean.js';
import { aNumber, readOptions, type OptionKinds } from '../options/read-options.js';
import type { OperationPolicy } from '../policy/compile/service-policy.js';
import type { HeldPolicy } from '../policy/source/open-policy.js';
import type { DecisionEvent } from '../report/decision-event.js';
import type { Evaluation } from '../report/evaluation.js';
import type { Explanation } from '../report/explanation.js';
import {
  createEvent,
  createExplanation,
  describeDenial,
  type Stamped,
  type SubjectNaming,
} from '../report/report.js';
import type { AccessRequest } from '../request/access-request.js';
import { decideQuestion, identifyQuestion, type AccessQuestion } from './access-question.js';
import { evaluate, type Mode } from './evaluate.js';
import { settledOrAborted } from './settled-or-aborted.js';
import type { VerificationContext } from './verification-context.js';
import type {
  OperationSummary,
  Readiness,
  Verifier,
  VerifierDescription,
  WarmUpOptions,
} from './verifier.js';
import { VERSION } from './version.js';
import { evaluateWithoutPolicy } from './without-policy.js';

const WARM_UP_OPTIONS: OptionKinds<WarmUpOptions> = { deadlineMs: aNumber };

/** For the keys of all issuers, in milliseconds. */
const WARM_UP_DEADLINE_MS = 10_000;

/** How a verifier answers and reports. */
export interface Reporting {
  readonly clock: Clock;
  readonly bodies: ProblemBodies;
  readonly events: EventSink<DecisionEvent>;
  readonly subjects: SubjectNaming;
}

/** The verifier of one service. */
export class ServiceVerifier implements Verifier {
  readonly service: string;
  readonly #policy: HeldPolicy<VerificationContext>;
  readonly #reporting: Reporting;
  #isClosed = false;

  constructor(service: string, policy: HeldPolicy<VerificationContext>, reporting: Reporting) {
    this.service = service;
    this.#policy = policy;
    this.#reporting = reporting;
  }

  identify(request: AccessRequest, ...given: readonly unknown[]): Promise<Decision> {
    return this.#decide(request, identifyQuestion, given);
  }

  decide(request: AccessRequest, ...given: readonly unknown[]): Promise<Decision> {
    return this.#decide(request, decideQuestion, given);
  }

  async explain(request: AccessRequest, ...given: readonly unknown[]): Promise<Explanation> {
    const { evaluating, by } = this.#evaluate(request, decideQuestion(given), 'collect', new Trace());
    return createExplanation(await evaluating, by);
  }

  operations(): readonly OperationSummary[] {
    return [...(this.#policy.latest?.context.policy.operations.values() ?? [])].map(summarise);
  }

  requireOperation(name: string): OperationSummary | undefined {
    assertOperationName(name);
    const operations = this.#policy.latest?.context.policy.operations;
    if (operations === undefined) return undefined;
    const operation = operations.get(name);
    if (operation !== undefined) return summarise(operation);
    const hint = didYouMean(name, operations.keys());
    throw new ConfigurationError(
      `The policy has no operation "${name}" for the service "${this.service}". Known: ${listed(operations.keys())}.${hint}`,
    );
  }

  async warmUp(options: WarmUpOptions = {}): Promise<Readiness> {
    const { deadlineMs = WARM_UP_DEADLINE_MS } = readOptions('warmUp', options, WARM_UP_OPTIONS);
    this.#assertOpen();
    return this.#readiness((await this.#policy.latest?.context.rings.warm(deadlineMs)) ?? []);
  }

  status(): Readiness {
    return this.#readiness(this.#policy.latest?.context.rings.states().map(readinessOf) ?? []);
  }

  describe(): VerifierDescription {
    const { latest, location, rejection, state } = this.#policy;
    return {
      service: this.service,
      engineVersion: VERSION,
      policyState: state,
      policy: latest?.stamp,
      location,
      loadedAt: latest && isoTime(latest.loadedAt),
      rejection,
      issuers: latest?.context.rings.states() ?? [],
    };
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#policy.close();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #readiness(issuers: Readiness['issuers']): Readiness {
    const policyState = this.#isClosed ? 'unavailable' : this.#policy.state;
    const ready = policyState !== 'unavailable' && issuers.every((issuer) => issuer.ready);
    return { ready, policyState, issuers };
  }

  /** The options are read in here, so that a mistake in them rejects, and never throws at the caller. */
  async #decide(
    request: AccessRequest,
    read: (given: readonly unknown[]) => AccessQuestion,
    given: readonly unknown[],
  ): Promise<Decision> {
    const isObserved = this.#reporting.events.isObserved;
    const started = isObserved ? performance.now() : 0;
    const asked = read(given);
    asked.signal?.throwIfAborted();
    const { evaluating, by } = this.#evaluate(request, asked, 'enforce', new Trace(isObserved));
    const evaluation = evaluating instanceof Promise ? await waitFor(evaluating, asked) : evaluating;
    if (isObserved) this.#emit(evaluation, by, started);
    const { denial, identity, shadow } = evaluation;
    return denial === undefined
      ? allow(identity, shadow && shadowVerdict(shadow.denial))
      : this.#deny(denial, evaluation);
  }

  /** By itself, so that the function which keeps the words makes nothing for a request that is allowed. */
  #deny(denial: Denial, evaluation: Evaluation): Decision {
    const { bodies, subjects } = this.#reporting;
    const describe = (): WrittenDetail => describeDenial(denial, evaluation, subjects);
    return deniedBy(denial, this.service, bodies, describe);
  }

  #emit(evaluation: Evaluation, by: Stamped, started: number): void {
    const { clock, events, subjects } = this.#reporting;
    events.emit(() =>
      createEvent(evaluation, by, { at: clock(), durationMs: performance.now() - started }, subjects),
    );
  }

  /** The policy is looked up once: what comes in force meanwhile is for the next request. */
  #evaluate(
    request: AccessRequest,
    asked: AccessQuestion,
    mode: Mode,
    trace: Trace,
  ): { readonly evaluating: Evaluation | Promise<Evaluation>; readonly by: Stamped } {
    this.#assertOpen();
    const inForce = this.#policy.current;
    if (inForce === undefined) {
      const policy = this.#policy.latest?.stamp;
      return {
        evaluating: evaluateWithoutPolicy(request, mode, trace),
        by: { service: this.service, policy },
      };
    }
    const { context } = inForce;
    return { evaluating: evaluate(request, asked, context, mode, trace), by: context.policy };
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new ConfigurationError('The verifier is closed.');
  }
}

function assertOperationName(name: unknown): asserts name is string {
  if (typeof name === 'string' && name !== '') return;
  const found = name === '' ? 'an empty string' : name === null ? 'null' : `a value of type ${typeof name}`;
  throw new ConfigurationError(`Expected the name of an operation, found ${found}.`);
}

function waitFor<Result>(work: Promise<Result>, { signal }: AccessQuestion): Promise<Result> {
  return signal === undefined ? work : settledOrAborted(work, signal);
}

/** From what is known of an issuer's keys, without a fetch. */
function readinessOf({ issuer, iss, source, until, state, failure }: KeyRingState): WarmIssuer {
  const about = { issuer, iss, source, ...(until === undefined ? {} : { until }) };
  const isMissing = state === 'cold' || state === 'unavailable' || state === 'unusable';
  return isMissing
    ? { ...about, ready: false, reason: failure ?? 'not fetched yet' }
    : { ...about, ready: true };
}

function summarise({ name, auth, route, tenant }: OperationPolicy): OperationSummary {
  return { name, auth, route, tenantFrom: tenant && `${tenant.from}.${tenant.key}` };
}
