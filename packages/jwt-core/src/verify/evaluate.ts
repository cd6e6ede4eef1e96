/** One request through the three parts: integrity, suitability, standing. Decisions and explanations both come from here. */

import type { Clock } from '../io/clock.js';
import { Denial } from '../decision/denial.js';
import type { Layer } from '../decision/reasons.js';
import type { Trace } from '../decision/trace.js';
import type { Unmatched } from '../report/unmatched.js';
import { createIdentity, type Identity } from '../decision/identity.js';
import { establishIntegrity, INTEGRITY_LAYERS, type IntegrityGrounds } from '../integrity/jws/chain.js';
import type { SignedToken } from '../integrity/jws/signature.js';
import type { KeyRings } from '../keys/key-rings.js';
import { conflictingOpinion, recordOpinion, type Opinion } from './opinions.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { OperationPolicy, ServicePolicy } from '../policy/compile/service-policy.js';
import type { AccessRequest } from '../request/access-request.js';
import type { StandingStep } from '../standing/step.js';
import { judgeSuitability, SUITABILITY_CHECKS } from '../suitability/checks.js';
import { readFacts, type TokenFacts } from '../integrity/facts/facts.js';
import { NO_NAMES } from '../integrity/facts/names.js';
import {
  denyConflict,
  isShadowed,
  judgeRules,
  type RulesVerdict,
} from '../suitability/operation/operation.js';
import { knownOperation, type Question } from '../suitability/question.js';
import { wellFormed } from '../integrity/facts/reading.js';

/** What is asked about a request. */
export type Asked =
  /** Who is it? */
  | { readonly kind: 'identify'; readonly auth: 'required' | 'optional' }
  /** May it do this operation? Without a name, the operation is found by its route. */
  | { readonly kind: 'decide'; readonly operation: string | undefined };

/** What a judgement needs to know beside the request. */
export interface Bench extends IntegrityGrounds {
  /** Whose opinion it will be: the same for every policy that this verifier loads. */
  readonly verifier: symbol;
  readonly rings: KeyRings;
  readonly clock: Clock;
  readonly standing: readonly StandingStep[];
}

/** Everything that a decision, an event and an explanation are made of. */
export interface Judgement {
  readonly denial: Denial | undefined;
  readonly identity: Identity | undefined;
  readonly operation: string | undefined;
  readonly rule: number | undefined;
  /** What the rules say of it, where they are on trial. */
  readonly shadow: RulesVerdict | undefined;
  /** What was compared, of a request that is refused because it belongs to no operation. */
  readonly unmatched: Unmatched | undefined;
  readonly token: SignedToken | undefined;
  readonly facts: TokenFacts | undefined;
  readonly trace: Trace;
}

/** `enforce` stops at the first denial; `collect` runs on and asks no store. */
export type Mode = 'enforce' | 'collect';

/** Judges one request: at once where nothing has to be waited for. What is seen on the way goes to the trace. */
export function judge(
  request: AccessRequest,
  asked: Asked,
  bench: Bench,
  mode: Mode,
  trace: Trace,
): Judgement | Promise<Judgement> {
  const now = bench.clock() / 1000;
  // No comparison with NaN holds, so that no token would ever be too old.
  if (!Number.isFinite(now)) throw new ConfigurationError('The clock does not tell the time.');
  const located = asked.kind === 'identify' ? undefined : locate(request, asked.operation, bench.policy);
  const operation = located?.operation;
  const hearing: Hearing = {
    request,
    bench,
    mode,
    trace,
    now,
    operation,
    conflict: conflictOf(request, asked, operation, bench, mode),
    params: located?.params,
    auth: asked.kind === 'identify' ? asked.auth : (knownOperation({ operation })?.auth ?? 'required'),
  };
  if (hearing.auth === 'public') return anonymous(hearing);
  const token = establishIntegrity(request, bench, now, trace);
  return token instanceof Promise ? token.then((each) => suit(hearing, each)) : suit(hearing, token);
}

/** One request before the judge. */
interface Hearing extends Omit<Question, 'token' | 'facts' | 'policy' | 'rules'> {
  readonly bench: Bench;
  readonly mode: Mode;
  readonly trace: Trace;
  readonly auth: OperationPolicy['auth'];
}

function suit(hearing: Hearing, token: SignedToken | Denial): Judgement | Promise<Judgement> {
  const { bench, mode, trace, request, operation, params, now } = hearing;
  if (token instanceof Denial) {
    const isAnonymous = hearing.auth === 'optional' && token.code === 'credential.missing';
    const judgement = isAnonymous ? anonymous(hearing) : withoutToken(hearing, token);
    if (mode === 'collect') skipTheRest(trace);
    return judgement;
  }
  const { policy, standing } = bench;
  const question = {
    token,
    facts: readFacts(token),
    request,
    policy,
    operation,
    conflict: hearing.conflict,
    params,
    now,
    rules: undefined,
  };
  const objection = judgeSuitability(question, trace, mode);
  if (objection !== undefined || mode === 'collect' || standing.length === 0)
    return conclude(question, objection, trace);
  return establishStanding(token, standing, trace).then((denial) => conclude(question, denial, trace));
}

/** Nothing is asked of a caller without a token but that the request is for one operation. */
function anonymous(hearing: Hearing): Judgement {
  const { conflict, trace } = hearing;
  const operation = knownOperation(hearing);
  if (operation === undefined || conflict === undefined) return withoutToken(hearing, undefined);
  return withoutToken(hearing, trace.step('operation', denyConflict(operation, conflict)));
}

function withoutToken({ operation, trace }: Hearing, denial: Denial | undefined): Judgement {
  const name = knownOperation({ operation })?.name;
  return {
    denial,
    ...NOT_ACCEPTED,
    operation: name,
    unmatched: undefined,
    token: undefined,
    facts: undefined,
    trace,
  };
}

function conclude(question: Question, denial: Denial | undefined, trace: Trace): Judgement {
  const { token, facts, request, policy } = question;
  const { identity, rule, shadow } = denial === undefined ? accept(question) : NOT_ACCEPTED;
  const operation = knownOperation(question)?.name;
  const unmatched = denial?.code === 'operation.unknown' ? { request, routes: policy.routes } : undefined;
  return { denial, identity, operation, rule, shadow, unmatched, token, facts, trace };
}

const NOT_ACCEPTED = { identity: undefined, rule: undefined, shadow: undefined };

interface Located {
  readonly operation: OperationPolicy | 'unknown';
  readonly params: Readonly<Record<string, unknown>> | undefined;
}

/** A bound handler's router has decided already; otherwise the canonical path decides. */
function locate(request: AccessRequest, name: string | undefined, policy: ServicePolicy): Located {
  const params = name === undefined ? undefined : own(request, 'params');
  if (name !== undefined && params !== undefined) return { operation: find(name, policy), params };
  const match = policy.routes.match(request.method, request.target);
  const wanted = name ?? match?.operation;
  return { operation: find(wanted, policy), params: wanted === match?.operation ? match?.params : undefined };
}

/** What may be left out is read as an own member alone: `Object.prototype` may be polluted. */
function own<Name extends 'params' | 'key'>(
  request: AccessRequest,
  name: Name,
): AccessRequest[Name] | undefined {
  return Object.hasOwn(request, name) ? request[name] : undefined;
}

/** What contradicts this opinion about the request. To explain a request leaves nothing behind. */
function conflictOf(
  request: AccessRequest,
  asked: Asked,
  operation: Located['operation'] | undefined,
  { verifier }: Bench,
  mode: Mode,
): Opinion | undefined {
  if (asked.kind === 'identify' || operation === undefined || operation === 'unknown') return undefined;
  const key = own(request, 'key');
  if (key === undefined) return undefined;
  const opinion = { verifier, operation: operation.name, isByRoute: asked.operation === undefined };
  const conflict = conflictingOpinion(key, opinion);
  if (mode === 'enforce') recordOpinion(key, opinion);
  return conflict;
}

function find(name: string | undefined, { operations }: ServicePolicy): Located['operation'] {
  return (name === undefined ? undefined : operations.get(name)) ?? 'unknown';
}

/** After a token that could be read, the rest is `unverified`; without one it was never reached. */
function skipTheRest(trace: Trace): void {
  const missing = (layers: readonly Layer[]): readonly Layer[] => layers.filter((each) => !trace.has(each));
  trace.skip(missing(INTEGRITY_LAYERS), 'not_reached');
  const isReadable = trace.verdicts.some((each) => each.layer === 'format' && each.verdict === 'passed');
  trace.skip(
    missing(SUITABILITY_CHECKS.map((check) => check.layer)),
    isReadable ? 'unverified' : 'not_reached',
  );
}

async function establishStanding(
  token: SignedToken,
  steps: readonly StandingStep[],
  trace: Trace,
): Promise<Denial | undefined> {
  for (const { layer, ask } of steps) {
    const denial = trace.step(layer, await ask(token));
    if (denial !== undefined) return denial;
  }
  return undefined;
}

function accept(question: Question): Pick<Judgement, 'identity' | 'rule' | 'shadow'> {
  const { facts, token } = question;
  if (facts.principal === undefined)
    throw new Error('The claims check let a token pass whose principal is unknown.');
  const operation = knownOperation(question);
  const verdict = judgeRules(question);
  const who = verdict.allowing?.rule.who;
  const identity = createIdentity({
    issuer: token.entry.policy.name,
    subject: wellFormed(facts.subject),
    clientId: wellFormed(facts.clientId),
    principal: facts.principal,
    name: who !== undefined && 'identity' in who ? who.identity.name : undefined,
    tenant: wellFormed(facts.tenant),
    actor: wellFormed(facts.actor),
    scopes: (wellFormed(facts.scopes) ?? NO_NAMES).list,
    roles: (wellFormed(facts.roles) ?? NO_NAMES).list,
    claims: token.claims,
    operation: operation?.name,
  });
  const isOnTrial = operation !== undefined && isShadowed(operation, question.now);
  return { identity, rule: verdict.allowing?.index, shadow: isOnTrial ? verdict : undefined };
}
