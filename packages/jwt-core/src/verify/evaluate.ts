/** One request through the three parts: integrity, suitability, standing. Decisions and explanations both come from here. */

import { Denial } from '../decision/denial.js';
import { INTEGRITY_LAYERS, SUITABILITY_LAYERS, type Layer } from '../decision/layers.js';
import type { Trace } from '../decision/trace.js';
import type { ListedPlace } from '../integrity/credential/place.js';
import { establishEvidence, reaffirmEvidence, recallEvidence } from '../integrity/establish-evidence.js';
import type { Evidence } from '../integrity/evidence.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { OperationPolicy } from '../policy/compile/service-policy.js';
import type { Evaluation } from '../report/evaluation.js';
import { isCall, ownMember, type AccessRequest } from '../request/access-request.js';
import type { StandingStep } from '../standing/step.js';
import { checkSuitability } from '../suitability/checks.js';
import { denyConflict, type OperationClaim } from '../suitability/operation/conflict.js';
import { lackingOfRules } from '../suitability/operation/rules.js';
import type { RulesVerdict } from '../suitability/operation/rules-verdict.js';
import { isShadowed } from '../suitability/operation/shadow.js';
import { knownOperation, type Question } from '../suitability/question.js';
import type { AccessQuestion } from './access-question.js';
import { findOperation } from './find-operation.js';
import { identityOf } from './identity-of.js';
import { openSession, sessionOf, type RequestSession } from './request-session.js';
import type { VerificationContext } from './verification-context.js';

/** `enforce` stops at the first denial; `collect` runs on, asks no store and leaves nothing behind. */
export type Mode = 'enforce' | 'collect';

/** One request that is being evaluated. */
interface PendingRequest extends Omit<Question, 'evidence' | 'policy'> {
  readonly context: VerificationContext;
  readonly mode: Mode;
  readonly trace: Trace;
  readonly auth: OperationPolicy['auth'];
  readonly session: RequestSession | undefined;
}

/**
 * Evaluates one request. What is seen on the way goes to the trace. Throws and rejects for mistakes in the program alone.
 *
 * At once where nothing has to be waited for: what is remembered, and what is denied before a key is needed. This is the
 * one place where a result may be a promise.
 */
export function evaluate(
  request: AccessRequest,
  asked: AccessQuestion,
  context: VerificationContext,
  mode: Mode,
  trace: Trace,
): Evaluation | Promise<Evaluation> {
  const pending = open(request, asked, context, mode, trace);
  if (pending.auth === 'public') return anonymous(pending);
  const credential = context.credentials.read(request, pending.operation);
  if (credential instanceof Denial) return withoutEvidence(pending, trace.step('credential', credential));
  const shared = sharedEvidence(pending, credential.token);
  if (shared !== undefined) return judge(pending, asked, shared, credential.place);
  const named = { credential, name: context.tokens?.nameOf(credential.token) };
  const evidence =
    recallEvidence(named, context, pending.now, trace) ??
    establishEvidence(named, context, pending.now, trace);
  const proceed = (established: Evidence | Denial): Evaluation | Promise<Evaluation> => {
    if (established instanceof Denial) return withoutEvidence(pending, established);
    if (mode === 'enforce') pending.session?.keepEvidence(credential.token, established);
    return judge(pending, asked, established, credential.place);
  };
  return evidence instanceof Promise ? evidence.then(proceed) : proceed(evidence);
}

/** Suitability, and then standing. */
function judge(
  pending: PendingRequest,
  asked: AccessQuestion,
  evidence: Evidence,
  place: ListedPlace | undefined,
): Evaluation | Promise<Evaluation> {
  const { context, mode, trace } = pending;
  const question = questionOf(pending, evidence);
  const { denial, rules } = checkSuitability(question, trace, mode);
  if (denial !== undefined || mode === 'collect' || context.standing.length === 0) {
    const evaluation = conclude(pending, question, denial, rules, place);
    return mode === 'collect' ? { ...evaluation, lacking: lackingOf(question) } : evaluation;
  }
  return checkStanding(question, context.standing, asked.signal, trace).then((withdrawn) =>
    conclude(pending, question, withdrawn, rules, place),
  );
}

function lackingOf(question: Question): Evaluation['lacking'] {
  const operation = knownOperation(question);
  return operation && lackingOfRules(operation.rules, question);
}

function open(
  request: AccessRequest,
  asked: AccessQuestion,
  context: VerificationContext,
  mode: Mode,
  trace: Trace,
): PendingRequest {
  const now = context.clock() / 1000;
  // No comparison with NaN holds, so that no token would ever be too old.
  if (!Number.isFinite(now))
    throw new ConfigurationError('The clock did not return a finite number of milliseconds.');
  const key = ownMember(request, 'key');
  const session = key && sessionFor(key, context.verifier, mode);
  if (asked.kind === 'identify') {
    const nothing = { operation: undefined, conflict: undefined, params: undefined };
    return { request, context, mode, trace, now, session, auth: asked.auth, ...nothing };
  }
  const { operation, params } = findOperation(request, asked.operation, context.policy);
  const isByRoute = asked.operation === undefined;
  const conflict =
    operation === 'unknown' ? undefined : session && conflictOf(session, operation.name, isByRoute, mode);
  const auth = operation === 'unknown' ? 'required' : operation.auth;
  return { request, context, mode, trace, now, session, auth, operation, conflict, params };
}

/** To explain a request leaves nothing behind. */
function sessionFor(key: object, verifier: symbol, mode: Mode): RequestSession | undefined {
  return mode === 'enforce' ? openSession(key, verifier) : sessionOf(key, verifier);
}

function conflictOf(
  session: RequestSession,
  operation: string,
  isByRoute: boolean,
  mode: Mode,
): OperationClaim | undefined {
  const claim = { operation, isByRoute };
  const conflict = session.conflictWith(claim);
  if (mode === 'enforce') session.keepClaim(claim);
  return conflict;
}

/** What an earlier decision about this request has established, if it still holds. */
function sharedEvidence({ session, context, trace }: PendingRequest, token: string): Evidence | undefined {
  const evidence = session?.evidenceOf(token);
  return evidence && reaffirmEvidence(evidence, context, trace);
}

function questionOf(
  { request, context, operation, conflict, params, now }: PendingRequest,
  evidence: Evidence,
): Question {
  return { evidence, request, policy: context.policy, operation, conflict, params, now };
}

/** A caller without a token is asked nothing but that the request is for one operation. */
function anonymous(pending: PendingRequest): Evaluation {
  const { conflict, trace } = pending;
  const operation = knownOperation(pending);
  if (operation === undefined || conflict === undefined) return withoutToken(pending, undefined);
  return withoutToken(pending, trace.step('operation', denyConflict(operation.name, conflict)));
}

function withoutEvidence(pending: PendingRequest, denial: Denial): Evaluation {
  const isAnonymous = pending.auth === 'optional' && denial.code === 'credential.missing';
  const evaluation = isAnonymous ? anonymous(pending) : withoutToken(pending, denial);
  if (pending.mode === 'collect') skipTheRest(pending.trace);
  return evaluation;
}

function withoutToken(pending: PendingRequest, denial: Denial | undefined): Evaluation {
  const { request, trace, context } = pending;
  const { credentials } = context;
  const operation = knownOperation(pending)?.name;
  const nothing = { unmatched: undefined, evidence: undefined, place: undefined };
  return { request, credentials, denial, ...NOT_ACCEPTED, operation, ...nothing, trace };
}

const NOT_ACCEPTED = { identity: undefined, rule: undefined, shadow: undefined };

function conclude(
  { trace, context: { credentials } }: PendingRequest,
  question: Question,
  denial: Denial | undefined,
  rules: RulesVerdict | undefined,
  place: ListedPlace | undefined,
): Evaluation {
  const { evidence, request, policy, now } = question;
  const known = knownOperation(question);
  const operation = known?.name;
  if (denial === undefined) {
    return {
      request,
      credentials,
      place,
      denial,
      identity: identityOf(evidence, operation, rules),
      operation,
      rule: rules?.allowing?.index,
      shadow: known !== undefined && isShadowed(known, now) ? rules : undefined,
      unmatched: undefined,
      evidence,
      trace,
    };
  }
  const isUnmatched = denial.code === 'operation.unknown' && !isCall(request);
  const unmatched = isUnmatched ? { request, routes: policy.routes } : undefined;
  return { request, credentials, place, denial, ...NOT_ACCEPTED, operation, unmatched, evidence, trace };
}

/** After a token that could be read, the rest is `unverified`; without one it was never reached. */
function skipTheRest(trace: Trace): void {
  const missing = (layers: readonly Layer[]): readonly Layer[] => layers.filter((each) => !trace.has(each));
  trace.skip(missing(INTEGRITY_LAYERS), 'not_reached');
  const isReadable = trace.verdicts.some((each) => each.layer === 'format' && each.verdict === 'passed');
  trace.skip(missing(SUITABILITY_LAYERS), isReadable ? 'unverified' : 'not_reached');
}

async function checkStanding(
  question: Question,
  steps: readonly StandingStep[],
  signal: AbortSignal | undefined,
  trace: Trace,
): Promise<Denial | undefined> {
  for (const step of steps) {
    const denial = trace.step(step.layer, await step.check(question, signal));
    if (denial !== undefined) return denial;
  }
  return undefined;
}
