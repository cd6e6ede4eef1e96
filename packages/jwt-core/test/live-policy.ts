/** Policies that are kept up to date from a source in the test's hand. */

import { onTestFinished } from 'vitest';
import type { Policy } from '../src/policy/policy.js';
import { LivePolicy, type LivePolicyOptions } from '../src/policy/source/live-policy.js';
import type { PolicyEvent } from '../src/policy/source/policy-event.js';
import { collecting } from './event-sinks.js';
import { NOW } from './mint.js';
import { revision, type HeldSource } from './policy-sources.js';

export interface Opened {
  readonly live: LivePolicy<string>;
  readonly events: PolicyEvent[];
  /** The type of each event, and what it is about. */
  readonly reported: () => readonly string[];
  /** The revision that requests are judged by. */
  readonly inForce: () => string | undefined;
}

/** Opens a source. What a policy becomes is just its revision. */
export async function openLive(
  source: HeldSource,
  options: Partial<LivePolicyOptions<string>> = {},
): Promise<Opened> {
  const events: PolicyEvent[] = [];
  const live = await LivePolicy.open<string>({
    source,
    activate: (policy) => Promise.resolve(revisionOf(policy)),
    maxStaleMs: undefined,
    onStale: 'warn',
    retire: () => undefined,
    unbound: () => [],
    events: collecting(events),
    clock: () => NOW,
    ...options,
  });
  onTestFinished(() => live.close());
  return { live, events, reported: () => events.map(inShort), inForce: () => live.current?.context };
}

export const revisionOf = ({ document }: Policy): string => document.metadata.revision ?? '';

export function inShort(event: PolicyEvent): string {
  switch (event.type) {
    case 'policy.activated':
      return `activated ${event.previous?.revision ?? '-'} → ${event.policy.revision ?? '-'}`;
    case 'policy.unbound_operation':
      return `unbound: ${event.operations.join()}`;
    case 'policy.rejected':
      return `rejected: ${event.problems[0]?.code ?? event.reason}`;
    case 'policy.unreadable':
      return `unreadable: ${event.reason}`;
    case 'policy.stale':
    case 'policy.fresh':
      return `${event.type.slice('policy.'.length)} ${event.policy.revision ?? '-'}`;
  }
}

/** A document with a problem. */
export const broken = (mark = ''): string => revision('broken').replace('audience:', `${mark}audeince:`);
