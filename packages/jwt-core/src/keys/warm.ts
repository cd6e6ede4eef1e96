/** Fetches the keys of many issuers ahead of the first request. */

import type { IssuerEntry } from '../policy/compile/service-policy.js';
import type { KeyRing } from './key-ring.js';

/** Whether the keys of one issuer are there. */
export interface WarmIssuer {
  /** The issuer's name in the policy. */
  readonly name: string;
  readonly iss: string;
  readonly ready: boolean;
  readonly reason?: string;
}

/** So many at once: enough for a dead issuer not to hold up the others, and no storm on one provider of many tenants. */
const MOST_AT_ONCE = 16;

/** One answer for each, in their order, not later than the deadline in milliseconds. Never rejects. */
export async function warmAll(
  entries: readonly IssuerEntry[],
  ringOf: (entry: IssuerEntry) => KeyRing,
  deadlineMs: number,
): Promise<readonly WarmIssuer[]> {
  const about = ({ policy, iss }: IssuerEntry): Pick<WarmIssuer, 'name' | 'iss'> => ({
    name: policy.name,
    iss,
  });
  const answers = entries.map((entry): WarmIssuer => {
    return { ...about(entry), ready: false, reason: 'not ready before the deadline' };
  });
  let hasEnded = false;
  const isOver = (): boolean => hasEnded;
  const queue = inTurns(entries).values();
  const work = async (): Promise<void> => {
    for (const [index, entry] of queue) {
      if (isOver()) return;
      const answer = await ringOf(entry)
        .warm()
        .then(
          () => ({ ...about(entry), ready: true }),
          (error: unknown) => ({ ...about(entry), ready: false, reason: reasonOf(error) }),
        );
      // After the deadline the answer was given; who asks again later gets another one.
      if (!isOver()) answers[index] = answer;
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadlineMs));
  });
  await Promise.race([deadline, Promise.all(Array.from({ length: MOST_AT_ONCE }, work))]);
  hasEnded = true;
  clearTimeout(timer);
  return answers;
}

/** With their places. One of each issuer first: a dead one with many tenants does not hold up the others. */
function inTurns(entries: readonly IssuerEntry[]): readonly (readonly [number, IssuerEntry])[] {
  const counts = new Map<IssuerEntry['policy'], number>();
  const turns = [...entries.entries()].map(([index, entry]) => {
    const turn = counts.get(entry.policy) ?? 0;
    counts.set(entry.policy, turn + 1);
    return { turn, place: [index, entry] as const };
  });
  return turns.sort((one, other) => one.turn - other.turn).map(({ place }) => place);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
