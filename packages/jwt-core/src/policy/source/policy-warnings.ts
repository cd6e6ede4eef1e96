/**
 * The default observer of policy events: a document that is rejected, unreadable or stale is a warning of the process.
 */

import { warn } from '../../io/warning.js';
import type { PolicyAge, PolicyEventSink } from './policy-event.js';
import { rejectionOf, type PolicyRejection } from './rejection.js';

/** Each event is sent once, and so is its warning. */
export const warnAboutPolicy: PolicyEventSink = (event) => {
  const { type, location } = event;
  switch (type) {
    case 'policy.activated':
      return undefined;
    case 'policy.unbound_operation': {
      const names = event.operations.map((name) => JSON.stringify(name)).join(', ');
      return warn('JWT_POLICY_UNBOUND_OPERATION', `${location} does not have ${names}. ${DENIED} ${SEE}`);
    }
    case 'policy.rejected':
      return warn('JWT_POLICY_REJECTED', `${location}: ${inWords(rejectionOf(event))} ${KEPT} ${SEE}`);
    case 'policy.unreadable':
      return warn('JWT_POLICY_UNREADABLE', `${location} cannot be read: ${event.reason}. ${KEPT} ${SEE}`);
    case 'policy.stale':
      return warn('JWT_POLICY_STALE', `${location} was not confirmed in time. ${outcomeOf(event)} ${SEE}`);
    case 'policy.fresh':
      return warn('JWT_POLICY_FRESH', `${location} is confirmed again.`);
  }
};

const KEPT = 'What is in force, if anything is, stays in force.';
const DENIED = 'The program has bound these operations, and their requests are denied.';
const SEE = 'Give observers or onPolicyEvent to receive this yourself.';

/** The place of the problem. Not its message, which may quote the document. */
function inWords({ reason, problems, first }: PolicyRejection): string {
  if (first === undefined) return reason;
  const { code, pointer, line = 0, column = 0 } = first;
  const place = line === 0 ? '' : ` at ${String(line)}:${String(column)}`;
  return `${reason} ${problems === 1 ? 'It' : 'The first'} is ${code}${place}${pointer === '' ? '' : ` (${pointer})`}.`;
}

function outcomeOf({ onStale }: PolicyAge): string {
  return onStale === 'deny' ? 'Every request is answered 503.' : 'It stays in force.';
}
