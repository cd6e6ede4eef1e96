/** One request through the three parts: integrity, suitability, standing. Decisions and explanations both come from here. */

import type { Clock } from './clock.js';
import { Denial } from './decision/denial.js';
import { Trace } from './decision/trace.js';
import { createIdentity, type Identity } from './identity.js';
import { establishIntegrity, INTEGRITY_LAYERS, type IntegrityGrounds } from './integrity/chain.js';
import type { SignedToken } from './integrity/signature.js';
import type { KeyRings } from './keys/key-rings.js';
import { ConfigurationError } from './policy/problems.js';
import type { OperationPolicy, ServicePolicy } from './policy/service-policy.js';
import type { AccessRequest } from './request.js';
import type { StandingStep } from './standing/steps.js';
import { judgeSuitability, SUITABILITY_CHECKS } from './suitability/checks.js';
import { MALFORMED, readFacts, type Reading, type TokenFacts } from './suitability/facts.js';
import { isShadowed, judgeRules, type RulesVerdict } from './suitability/operation.js';
import { knownOperation, type Question } from './suitability/question.js';

/** What is asked about a request. */
export type Asked =
  /** Who is it? */
  | { readonly kind: 'identify'; readonly auth: 'required' | 'optional' }
  /** May it do this operation? Without a name, the operation is found by its route. */
  | { readonly kind: 'decide'; readonly operation: string | undefined };

/** What a judgement needs to know beside the request. */
export interface Bench extends IntegrityGrounds {
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
  readonly token: SignedToken | undefined;
  readonly facts: TokenFacts | undefined;
  readonly trace: Trace;
}

/** `enforce` stops at the first denial; `collect` runs on and asks no store. */
export type Mode = 'enforce' | 'collect';

/** Judges one request: at once where nothing has to be waited for. */
export function judge(
  request: AccessRequest,
  asked: Asked,
  bench: Bench,
  mode: Mode,
): Judgement | Promise<Judgement> {
  const now = bench.clock() / 1000;
  // No comparison with NaN holds, so that no token would ever be too old.
  if (!Number.isFinite(now)) throw new ConfigurationError('The clock does not tell the time.');
  const trace = new Trace();
  const located = asked.kind === 'identify' ? undefined : locate(request, asked.operation, bench.policy);
  const operation = located?.operation;
  const known = knownOperation({ operation });
  const auth = asked.kind === 'identify' ? asked.auth : (known?.auth ?? 'required');
  const withoutToken = (denial: Denial | undefined): Judgement => {
    return { denial, ...NOBODY, operation: known?.name, token: undefined, facts: undefined, trace };
  };
  if (auth === 'public') return withoutToken(undefined);

  const suit = (token: SignedToken | Denial): Judgement | Promise<Judgement> => {
    if (token instanceof Denial) {
      if (mode === 'collect') skipTheRest(trace);
      const isAnonymous = auth === 'optional' && token.code === 'credential.missing';
      return withoutToken(isAnonymous ? undefined : token);
    }
    const facts = readFacts(token);
    const { policy, standing } = bench;
    const question = { token, facts, request, policy, operation, params: located?.params, now };
    const objection = judgeSuitability(question, trace, mode);
    const conclude = (denial: Denial | undefined): Judgement => {
      const { identity, rule, shadow } = denial === undefined ? accept(question) : NOBODY;
      return { denial, identity, operation: known?.name, rule, shadow, token, facts, trace };
    };
    if (objection !== undefined || mode === 'collect' || standing.length === 0) return conclude(objection);
    return establishStanding(token, standing, trace).then(conclude);
  };

  const token = establishIntegrity(request, bench, now, trace);
  return token instanceof Promise ? token.then(suit) : suit(token);
}

const NOBODY = { identity: undefined, rule: undefined, shadow: undefined };

interface Located {
  readonly operation: OperationPolicy | 'unknown';
  readonly params: Readonly<Record<string, unknown>> | undefined;
}

/** A bound handler's router has decided already; otherwise the canonical path decides. */
function locate(request: AccessRequest, name: string | undefined, policy: ServicePolicy): Located {
  const find = (wanted: string | undefined): Located['operation'] =>
    policy.operations.get(wanted ?? '') ?? 'unknown';
  if (name !== undefined && request.params !== undefined) {
    return { operation: find(name), params: request.params };
  }
  const match = policy.routes.match(request.method, request.target);
  const wanted = name ?? match?.operation;
  return { operation: find(wanted), params: wanted === match?.operation ? match?.params : undefined };
}

/** After a token that could be read, the rest is `unverified`; without one it was never reached. */
function skipTheRest(trace: Trace): void {
  trace.skip(
    INTEGRITY_LAYERS.filter((layer) => !trace.has(layer)),
    'not_reached',
  );
  const isReadable = trace.verdicts.some((each) => each.layer === 'format' && each.verdict === 'passed');
  trace.skip(
    SUITABILITY_CHECKS.map((check) => check.layer),
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
    issuer: token.issuer.name,
    subject: wellFormed(facts.subject),
    clientId: wellFormed(facts.clientId),
    principal: facts.principal,
    name: who !== undefined && 'identity' in who ? who.identity.name : undefined,
    tenant: wellFormed(facts.tenant),
    actor: wellFormed(facts.actor),
    scopes: wellFormed(facts.scopes) ?? [],
    roles: wellFormed(facts.roles) ?? [],
    claims: token.claims,
    operation: operation?.name,
  });
  const isOnTrial = operation !== undefined && isShadowed(operation, question.now);
  return { identity, rule: verdict.allowing?.index, shadow: isOnTrial ? verdict : undefined };
}

function wellFormed<Value>(reading: Reading<Value>): Value | undefined {
  return reading === MALFORMED ? undefined : reading;
}
