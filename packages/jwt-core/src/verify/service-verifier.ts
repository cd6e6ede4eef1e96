/** Asks the three questions of the policy that is in force. */

import type { Clock } from '../io/clock.js';
import { allow, refuse, shadowVerdict, type Decision } from '../decision/decision.js';
import type { Denial } from '../decision/denial.js';
import type { DecisionEvent } from '../report/decision-event.js';
import type { WrittenDetail } from '../report/redaction.js';
import type { Explanation } from '../report/explanation.js';
import type { ProblemBodies } from '../decision/problem.js';
import {
  createEvent,
  createExplanation,
  describeDenial,
  type Judged,
  type Stamped,
  type SubjectNaming,
} from '../report/report.js';
import { Trace } from '../decision/trace.js';
import { EventSink } from '../io/event-sink.js';
import { judge, type Asked, type Bench, type Judgement, type Mode } from './evaluate.js';
import { readIdentifyOptions, type IdentifyOptions } from './identify-options.js';
import { aNumber, readOptions, type OptionKinds } from '../options/read-options.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { OperationPolicy } from '../policy/compile/service-policy.js';
import { didYouMean, listed } from '../options/did-you-mean.js';
import type { HeldPolicy } from '../policy/source/open-policy.js';
import { judgeWithoutPolicy } from './without-policy.js';
import type { AccessRequest } from '../request/access-request.js';
import type {
  OperationSummary,
  Readiness,
  ReadyOptions,
  Verifier,
  VerifierDescription,
  VerifierOptions,
} from './verifier.js';
import { VERSION } from './version.js';

const READY_OPTIONS: OptionKinds<ReadyOptions> = { deadlineMs: aNumber };

/** For the keys of all issuers, in milliseconds. */
const READY_DEADLINE_MS = 10_000;

/** The verifier of one service. */
export class ServiceVerifier implements Verifier {
  readonly service: string;
  readonly #policy: HeldPolicy<Bench>;
  readonly #clock: Clock;
  readonly #options: VerifierOptions;
  readonly #decisions: EventSink<DecisionEvent>;
  readonly #bodies: ProblemBodies;
  #isClosed = false;

  constructor(
    service: string,
    policy: HeldPolicy<Bench>,
    clock: Clock,
    bodies: ProblemBodies,
    options: VerifierOptions,
  ) {
    this.service = service;
    this.#policy = policy;
    this.#clock = clock;
    this.#options = options;
    this.#decisions = new EventSink('onDecision', options.onDecision);
    this.#bodies = bodies;
  }

  identify(request: AccessRequest, options?: IdentifyOptions): Promise<Decision> {
    return this.#decide(request, toIdentify, options);
  }

  decide(request: AccessRequest, ...named: readonly string[]): Promise<Decision> {
    return this.#decide(request, toDecide, named);
  }

  async explain(request: AccessRequest, ...named: readonly string[]): Promise<Explanation> {
    const { judging, by } = this.#judge(request, toDecide(named), 'collect', new Trace());
    return createExplanation({ request, judgement: await judging }, by);
  }

  operations(): readonly OperationSummary[] {
    return [...(this.#policy.latest?.context.policy.operations.values() ?? [])].map(summarise);
  }

  operation(name: string): OperationSummary | undefined {
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

  async ready(options: ReadyOptions = {}): Promise<Readiness> {
    const { deadlineMs = READY_DEADLINE_MS } = readOptions('ready', options, READY_OPTIONS);
    this.#assertOpen();
    const issuers = (await this.#policy.latest?.context.rings.warm(deadlineMs)) ?? [];
    const policy = this.#policy.state;
    return { ready: policy !== 'unavailable' && issuers.every(({ ready }) => ready), policy, issuers };
  }

  describe(): VerifierDescription {
    const { latest, location, rejection, state } = this.#policy;
    return {
      service: this.service,
      engineVersion: VERSION,
      state,
      policy: latest?.stamp,
      location,
      loadedAt: latest && new Date(latest.loadedAt).toISOString(),
      rejection,
      issuers: latest?.context.rings.states() ?? [],
    };
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#policy.close();
    return Promise.resolve();
  }

  /** What is asked is read in here, so that a mistake in it rejects, and never throws at the caller. */
  async #decide<Said>(request: AccessRequest, read: (said: Said) => Asked, said: Said): Promise<Decision> {
    const isHeard = this.#decisions.isHeard;
    const started = isHeard ? performance.now() : 0;
    const { judging, by } = this.#judge(request, read(said), 'enforce', new Trace(isHeard));
    const judgement = judging instanceof Promise ? await judging : judging;
    if (isHeard) this.#tell({ request, judgement }, by, started);
    const { denial, identity, shadow } = judgement;
    return denial === undefined
      ? allow(identity, shadow && shadowVerdict(shadow.denial))
      : this.#refuse(denial, { request, judgement });
  }

  /** By itself, so that the function which keeps the words makes nothing for a request that is allowed. */
  #refuse(denial: Denial, judged: Judged): Decision {
    const describe = (): WrittenDetail => describeDenial(denial, judged, this.#subjects);
    return refuse(denial, this.service, this.#bodies, describe);
  }

  get #subjects(): SubjectNaming {
    return this.#options.subjectsInEvents ?? 'hash';
  }

  #tell(judged: Judged, by: Stamped, started: number): void {
    this.#decisions.send(() =>
      createEvent(
        judged,
        by,
        { at: this.#clock(), durationMicros: Math.round((performance.now() - started) * 1000) },
        this.#subjects,
      ),
    );
  }

  /** The policy is looked up once: what comes in force meanwhile is for the next request. */
  #judge(
    request: AccessRequest,
    asked: Asked,
    mode: Mode,
    trace: Trace,
  ): { readonly judging: Judgement | Promise<Judgement>; readonly by: Stamped } {
    this.#assertOpen();
    const inForce = this.#policy.current;
    if (inForce === undefined) {
      const policy = this.#policy.latest?.stamp;
      return { judging: judgeWithoutPolicy(mode, trace), by: { service: this.service, policy } };
    }
    const { context: bench } = inForce;
    return { judging: judge(request, asked, bench, mode, trace), by: bench.policy };
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new ConfigurationError('The verifier is closed.');
  }
}

function toIdentify(options: IdentifyOptions | undefined): Asked {
  return { kind: 'identify', auth: readIdentifyOptions(options)?.auth ?? 'required' };
}

/** A name that was given counts, whatever it is: `undefined` in its place is a mistake, and not "by its route". */
function toDecide(named: readonly unknown[]): Asked {
  if (named.length === 0) return { kind: 'decide', operation: undefined };
  const [operation] = named;
  assertOperationName(operation);
  return { kind: 'decide', operation };
}

function assertOperationName(name: unknown): asserts name is string {
  if (typeof name === 'string' && name !== '') return;
  const found = name === '' ? 'an empty string' : name === null ? 'null' : `something of type ${typeof name}`;
  throw new ConfigurationError(`Expected the name of an operation, found ${found}.`);
}

function summarise({ name, auth, route, tenant }: OperationPolicy): OperationSummary {
  return { name, auth, route, tenantFrom: tenant && `${tenant.from}.${tenant.key}` };
}
