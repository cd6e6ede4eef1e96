/** Decisions of the engine as AuthZEN has them. */

import { REASONS, type Decision, type Verifier } from '@org/jwt-core';
import {
  BadRequest,
  ofBatch,
  questionOf,
  readBatch,
  readEvaluation,
  type Evaluation,
  type Semantics,
} from './evaluation.js';

/** What decides. */
export interface Pdp {
  readonly verifier: Verifier;
  readonly service: string;
  /** Whether this is the name of an operation. */
  readonly knows: (operation: string) => boolean;
}

/** A Decision (§5.5). */
export interface Answer {
  readonly decision: boolean;
  readonly context?: object;
}

/** The body of a request. */
interface Body {
  readonly json: unknown;
}

/** The answer of the Access Evaluation API (§6). */
export function answerOne(pdp: Pdp, { json }: Body): Promise<Answer> {
  return evaluate(pdp, readEvaluation(json));
}

/** The answer of the Access Evaluations API (§7): to each evaluation in its order; one that is malformed is denied. */
export async function answerSeveral(pdp: Pdp, body: Body): Promise<object> {
  const batch = readBatch(body.json);
  if (batch === undefined) return answerOne(pdp, body);
  const evaluations: Answer[] = [];
  for (const each of batch.evaluations) {
    const answer = await attempt(pdp, () => ofBatch(batch, each));
    evaluations.push(answer);
    if (isLast(answer, batch.semantics)) break;
  }
  return { evaluations };
}

async function attempt(pdp: Pdp, read: () => Evaluation): Promise<Answer> {
  try {
    return await evaluate(pdp, read());
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return { decision: false, context: { error: { status: 400, message: error.message } } };
  }
}

function isLast({ decision }: Answer, semantics: Semantics): boolean {
  return semantics === (decision ? 'permit_on_first_permit' : 'deny_on_first_deny');
}

async function evaluate({ verifier, service, knows }: Pdp, evaluation: Evaluation): Promise<Answer> {
  const question = questionOf(evaluation, service, knows);
  if (question === undefined) return denied('403', 'operation.unknown', REASONS['operation.unknown'].title);
  const { request, operation } = question;
  const decision = await (operation === undefined
    ? verifier.decide(request)
    : verifier.decide(request, { operation }));
  if (decision.outcome === 'allow' && !isAbout(evaluation, decision)) {
    return denied('403', 'subject.id is not the sub of the token', REASONS['operation.identity'].title);
  }
  return answerOf(decision);
}

/** An answer about one subject must not be taken for one about another. */
function isAbout(
  { subject: { id } }: Evaluation,
  { identity }: Extract<Decision, { outcome: 'allow' }>,
): boolean {
  return identity === undefined || id === 'token' || id === identity.subject;
}

function answerOf(decision: Decision): Answer {
  if (decision.outcome === 'allow') return { decision: true };
  const { status, title } = REASONS[decision.code];
  return denied(String(status), decision.code, title);
}

/** By the status that the service would answer with, as §5.5.2 shows it: for its operator, and for the caller. */
function denied(status: string, code: string, title: string): Answer {
  return { decision: false, context: { reason_admin: { [status]: code }, reason_user: { [status]: title } } };
}
