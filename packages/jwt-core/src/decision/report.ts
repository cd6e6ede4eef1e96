/** From a judgement to the decision event and the explanation. Hashes are only made where somebody listens. */

import { createHash } from 'node:crypto';
import type { Judgement } from '../judge.js';
import type { PolicyStamp } from '../policy/service-policy.js';
import type { Reading } from '../suitability/reading.js';
import { shadowVerdict } from './decision.js';
import type { DecisionEvent } from './event.js';
import type { Explanation } from './explanation.js';
import { inWords } from './denial.js';
import { layerOf, REASONS } from './reasons.js';
import { describeUnmatched } from './unmatched.js';

/** When a decision was made, and how long it took. */
export interface Timing {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly durationMicros: number;
}

/** Who judged, and by which policy: the last one where it had become too old, none where there has been none. */
export interface Stamped {
  readonly service: string;
  readonly policy: PolicyStamp | undefined;
}

/** The decision event of a judgement. */
export function createEvent(
  judgement: Judgement,
  { service, policy }: Stamped,
  timing: Timing,
  subjects: 'hash' | 'clear',
): DecisionEvent {
  const { denial, trace, facts } = judgement;
  const hidden = [facts?.tokenId, subjects === 'clear' ? undefined : facts?.subject];
  return compact({
    time: new Date(timing.at).toISOString(),
    outcome: denial === undefined ? 'allow' : 'deny',
    verified: judgement.token !== undefined,
    code: denial?.code,
    layer: denial && layerOf(denial.code),
    status: denial && REASONS[denial.code].status,
    service,
    operation: judgement.operation,
    rule: judgement.rule,
    policy,
    issuer: trace.issuer,
    algorithm: trace.algorithm,
    keyId: trace.keyId,
    ...describeToken(judgement, subjects),
    shadow: describeShadow(judgement, hidden),
    unmatched: judgement.unmatched && describeUnmatched(judgement.unmatched),
    cache: judgement.token && (trace.isRecalled ? 'hit' : 'miss'),
    durationMicros: timing.durationMicros,
    trace: trace.verdicts.map((each) => (each.verdict === 'failed' ? withoutIds(each, hidden) : each)),
  });
}

function describeShadow(
  { shadow }: Judgement,
  hidden: readonly Reading<unknown>[],
): DecisionEvent['shadow'] | undefined {
  if (shadow === undefined) return undefined;
  const { expected, actual } = shadow.denial ?? {};
  const detail = {
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  };
  return { ...shadowVerdict(shadow.denial), ...withoutIds(detail, hidden) };
}

/** A matcher may be about `sub` or `jti`, or about a claim that repeats them: what it found there stays out as well. */
function withoutIds<Detail extends { readonly actual?: string }>(
  detail: Detail,
  ids: readonly Reading<unknown>[],
): Detail {
  const hidden = ids.map(text).flatMap((id) => (id === undefined ? [] : [inWords(id)]));
  const { actual } = detail;
  const isHidden = actual !== undefined && hidden.some((id) => mayHold(actual, id));
  return isHidden ? { ...detail, actual: '(hidden)' } : detail;
}

/** Alone or inside something longer; a text that was cut may end in the midst of it. One or two letters prove nothing. */
function mayHold(actual: string, quotedId: string): boolean {
  if (actual.includes(quotedId)) return true;
  const id = quotedId.slice(1, -1);
  return id.length > 2 && (actual.includes(id) || actual.endsWith('…'));
}

function describeToken({ token, facts }: Judgement, subjects: 'hash' | 'clear'): TokenDescription {
  if (token === undefined || facts === undefined) return {};
  const subject = text(facts.subject);
  const tokenId = text(facts.tokenId);
  return {
    subjectHash: subject && hash(token.entry.iss, subject),
    subject: subjects === 'clear' ? subject : undefined,
    tokenIdHash: tokenId && hash(token.entry.iss, tokenId),
    actor: typeof facts.actor === 'object' ? text(facts.actor['sub']) : undefined,
    tenant: text(facts.tenant),
  };
}

type TokenDescription = {
  readonly [Key in 'subjectHash' | 'subject' | 'tokenIdHash' | 'actor' | 'tenant']?: string | undefined;
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
export function createExplanation(judgement: Judgement, { service, policy }: Stamped): Explanation {
  const { denial, operation, rule, shadow, token, trace } = judgement;
  return {
    outcome: denial === undefined ? 'allow' : 'deny',
    ...(denial === undefined ? {} : { code: denial.code }),
    verified: token !== undefined,
    service,
    operation,
    rule,
    ...(shadow === undefined ? {} : { shadow: shadowVerdict(shadow.denial) }),
    policy,
    verdicts: trace.verdicts,
  };
}
