/** What neither gateway can say, whatever the policy is. */

import { pointerTo } from '../../lint/pointer.js';
import type { Losses } from '../losses.js';
import type { Exported } from '../target.js';

/** Adds them for a service. */
export function addAlwaysLost(exported: Exported, target: string, losses: Losses): void {
  const { at, service } = exported;
  const limits = [service.limits, ...Object.values(service.operations).map((each) => each.limits)];
  if (limits.some(({ maxAge }) => maxAge !== undefined)) {
    losses.add('error', 'max-age', at, `${target} does not check how long ago a token was issued`);
  }
  losses.add(
    'error',
    'actor',
    at,
    `${target} sees an actor (act) by its sub, iss and client_id alone: another one is not seen`,
  );
  losses.add(
    'error',
    'binding',
    at,
    `${target} sees by jkt, x5t#S256 and kid alone that a token is bound to a key (cnf)`,
  );
  const credentials = `${at}${pointerTo('credentials')}`;
  losses.add(
    'hint',
    'strict-reading',
    credentials,
    `${target} reads tokens and requests less strictly: size, duplicate members and credentials`,
  );
  losses.add(
    'hint',
    'answers',
    at,
    `${target} answers denials without problem bodies and codes, and 401 in an outage`,
  );
}
