/** Why there is no newer policy, for an operator. */

import type { PolicyProblem, PolicyProblemCode } from '../problem.js';
import { cut } from '../../io/printable.js';
import type { PolicyRejected, PolicyUnreadable } from './policy-event.js';

/** Why a document did not come in force: the place of the problem, and never text of the document. */
export interface PolicyRejection {
  /** `rejected`: it was read and cannot be used. `unreadable`: it could not be read. */
  readonly type: 'rejected' | 'unreadable';
  /** The first failure of this kind, as ISO 8601 in UTC. */
  readonly since: string;
  /** In one sentence. */
  readonly reason: string;
  /** How many problems the document has. */
  readonly problems: number;
  /** The first of them. */
  readonly first?: {
    readonly code: PolicyProblemCode;
    /** A JSON Pointer (RFC 6901) to the place. */
    readonly pointer: string;
    readonly line?: number;
    readonly column?: number;
  };
}

/** Of a pointer: the names in it come from the document. */
const MAX_POINTER_LENGTH = 200;

/** The rejection of an event. */
export function rejectionOf(event: PolicyRejected | PolicyUnreadable): PolicyRejection {
  const { type, time, reason } = event;
  const problems = 'problems' in event ? event.problems : [];
  const [first] = problems;
  return {
    type: type === 'policy.rejected' ? 'rejected' : 'unreadable',
    since: time,
    reason,
    problems: problems.length,
    ...(first !== undefined && { first: placeOf(first) }),
  };
}

function placeOf({ code, pointer, line, column }: PolicyProblem): NonNullable<PolicyRejection['first']> {
  return {
    code,
    pointer: cut(pointer, MAX_POINTER_LENGTH),
    ...(line !== undefined && column !== undefined && { line, column }),
  };
}
