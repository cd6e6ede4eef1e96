/** From an evaluation to the decision event and the explanation. Hashes are only made where there is an observer. */

import { createHash } from 'node:crypto';
import type { Evaluation } from './evaluation.js';
import type { PolicyStamp } from '../policy/compile/service-policy.js';
import type { Evidence } from '../integrity/evidence.js';
import type { Reading } from '../integrity/facts/reading.js';
import { shadowVerdict } from '../decision/decision.js';
import { inWords, type Denial, type WrittenDetail } from '../decision/denial.js';
import type { DecisionEvent } from './decision-event.js';
import type { Explanation, RuleVerdict } from './explanation.js';
import { layerOf, REASONS } from '../decision/reasons.js';
import { isCall } from '../request/access-request.js';
import { Redaction } from './redaction.js';
import type { LayerVerdict } from '../decision/trace.js';
import { describeUnmatched } from './unmatched.js';

/** When a decision was made, and how long it took. */
export interface Timing {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
}

/** Who judged, and by which policy: the last one where it had become too old, none where there has been none. */
export interface Stamped {
  readonly service: string;
  readonly policy: PolicyStamp | undefined;
}

/** How an event names the token's subject. */
export type SubjectNaming = 'hash' | 'clear';

/** Of the request's name. One that is longer is left out: half a name finds nothing in a log. */
export const MAX_REQUEST_ID_LENGTH = 128;

/** The decision event of a judgement. */
export function createEvent(
  evaluation: Evaluation,
  { service, policy }: Stamped,
  timing: Timing,
  subjects: SubjectNaming,
): DecisionEvent {
  const { denial, evidence, place, request, shadow, trace } = evaluation;
  const { requestId } = request;
  const needsRedaction = denial !== undefined || shadow?.denial !== undefined || requestId !== undefined;
  const redaction = needsRedaction ? redactionOf(evaluation, subjects) : undefined;
  return compact({
    type: 'decision',
    time: new Date(timing.at).toISOString(),
    outcome: denial === undefined ? 'allow' : 'deny',
    verified: evidence !== undefined,
    requestId: redaction && requestIdOf(requestId, redaction),
    code: denial?.code,
    layer: denial && layerOf(denial.code),
    status: denial && REASONS[denial.code].status,
    service,
    operation: evaluation.operation,
    rule: evaluation.rule,
    policy,
    issuer: trace.issuer,
    algorithm: trace.algorithm,
    keyId: factOf(trace.keyId),
    keySource: trace.keySource,
    credentialFrom: place?.name,
    duplicatesVisible: !isCall(request) && request.duplicatesVisible === false ? false : undefined,
    ...describeToken(evidence, subjects),
    shadow: describeShadow(evaluation, redaction),
    unmatched: evaluation.unmatched && describeUnmatched(evaluation.unmatched),
    cache: evidence && (trace.isRecalled ? 'hit' : 'miss'),
    durationMs: Math.round(timing.durationMs * 1000) / 1000,
    trace: redactVerdicts(trace.verdicts, redaction),
  });
}

/** What was expected and found, in the words of the event. */
export function describeDenial(
  denial: Denial,
  evaluation: Evaluation,
  subjects: SubjectNaming,
): WrittenDetail {
  return redactionOf(evaluation, subjects).of(detailOf(denial));
}

function redactionOf({ request, credentials, evidence }: Evaluation, subjects: SubjectNaming): Redaction {
  const facts = evidence?.facts;
  const ids = [facts?.tokenId, subjects === 'clear' ? undefined : facts?.subject];
  return new Redaction(
    request,
    credentials,
    ids.map(text).filter((id) => id !== undefined),
  );
}

function detailOf({ expected, actual }: Denial): WrittenDetail {
  return { ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) };
}

function redactVerdicts(
  verdicts: readonly LayerVerdict[],
  redaction: Redaction | undefined,
): readonly LayerVerdict[] {
  if (redaction === undefined) return [...verdicts];
  return verdicts.map((each) => (each.verdict === 'failed' ? redaction.of(each) : each));
}

function describeShadow(
  { shadow }: Evaluation,
  redaction: Redaction | undefined,
): DecisionEvent['shadow'] | undefined {
  if (shadow === undefined) return undefined;
  const detail = shadow.denial && redaction?.of(detailOf(shadow.denial));
  return { ...shadowVerdict(shadow.denial), ...detail };
}

/** Printable ASCII alone: the caller may have chosen it, where the framework takes it from a header. */
const REQUEST_ID = new RegExp(`^[\\x21-\\x7e]{1,${String(MAX_REQUEST_ID_LENGTH)}}$`, 'u');

function requestIdOf(requestId: unknown, redaction: Redaction): string | undefined {
  if (typeof requestId !== 'string' || !REQUEST_ID.test(requestId)) return undefined;
  return redaction.textOf(requestId);
}

/** What an event names in clear. One that is long, or that a terminal would obey, looks as it does in a refusal. */
function factOf(fact: string | undefined): string | undefined {
  if (fact === undefined || PLAIN_FACT.test(fact)) return fact;
  return inWords(fact).replace(/^"|"$/gu, '');
}

/** Shorter than any token that is signed: 20 characters of header, 3 of claims and 43 of signature. */
const PLAIN_FACT = /^\P{C}{1,64}$/u;

function describeToken(evidence: Evidence | undefined, subjects: SubjectNaming): TokenDescription {
  if (evidence === undefined) return {};
  const { token, facts } = evidence;
  const subject = text(facts.subject);
  const tokenId = text(facts.tokenId);
  return {
    subjectHash: subject && hash(token.entry.iss, subject),
    subject: subjects === 'clear' ? factOf(subject) : undefined,
    tokenIdHash: tokenId && hash(token.entry.iss, tokenId),
    actor: typeof facts.actor === 'object' ? factOf(text(facts.actor['sub'])) : undefined,
    tenant: factOf(text(facts.tenant)),
    audience: audienceOf(token),
  };
}

/** By which of its names the token means the service, where it has several. */
function audienceOf({ claims, entry }: Evidence['token']): string | undefined {
  const { audiences } = entry.policy;
  if (audiences.length < 2) return undefined;
  const named: readonly unknown[] = [claims['aud']].flat();
  return audiences.find((each) => named.includes(each));
}

type TokenDescription = {
  readonly [Key in 'subjectHash' | 'subject' | 'tokenIdHash' | 'actor' | 'tenant' | 'audience']?:
    string | undefined;
};

function text(value: Reading<unknown>): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The issuer is part of it: two issuers may use one `sub`. The lengths keep the two apart. */
function hash(iss: string, value: string): string {
  return createHash('sha256')
    .update(JSON.stringify([iss, value]))
    .digest('hex');
}

/** Leaves out what is undefined: an event holds facts, not gaps. */
function compact(members: {
  readonly [Key in keyof DecisionEvent]: DecisionEvent[Key] | undefined;
}): DecisionEvent {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as DecisionEvent;
}

/** The explanation of a judgement that ran on. */
export function createExplanation(evaluation: Evaluation, { service, policy }: Stamped): Explanation {
  const { request, credentials, denial, operation, rule, shadow, evidence, trace, lacking } = evaluation;
  const redaction = new Redaction(request, credentials);
  return {
    outcome: denial === undefined ? 'allow' : 'deny',
    ...(denial === undefined ? {} : { code: denial.code }),
    verified: evidence !== undefined,
    service,
    operation,
    rule,
    ...(shadow === undefined ? {} : { shadow: shadowVerdict(shadow.denial) }),
    policy,
    verdicts: redactVerdicts(trace.verdicts, redaction),
    ...(lacking === undefined || lacking.length === 0 ? {} : { rules: describeRules(lacking, redaction) }),
  };
}

function describeRules(
  lacking: readonly (readonly Denial[])[],
  redaction: Redaction,
): readonly RuleVerdict[] {
  return lacking.map((parts, rule) => ({
    rule,
    lacking: parts.map((part) => ({ code: part.code, ...redaction.of(detailOf(part)) })),
  }));
}
