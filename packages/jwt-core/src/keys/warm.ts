/** Fetches the keys of many issuers ahead of the first request. */

import { reasonOf } from '../io/reason.js';
import type { KeyIssuer } from './key-issuer.js';
import type { KeyRing } from './key-ring.js';

/** Whether the keys of one issuer are ready. */
export interface WarmIssuer {
  /** The issuer's name in the policy. */
  readonly name: string;
  readonly iss: string;
  readonly ready: boolean;
  readonly reason?: string;
}

/** At the same time: a dead issuer does not hold up the others, and one provider of many tenants gets no storm. */
const MAX_AT_ONCE = 16;

/** One answer for each issuer, in their order, by the deadline (in milliseconds). Never rejects. */
export async function warmAll(
  issuers: readonly KeyIssuer[],
  ringOf: (issuer: KeyIssuer) => KeyRing,
  deadlineMs: number,
): Promise<readonly WarmIssuer[]> {
  const about = ({ policy, iss }: KeyIssuer): Pick<WarmIssuer, 'name' | 'iss'> => ({
    name: policy.name,
    iss,
  });
  const answers = issuers.map((issuer): WarmIssuer => {
    return { ...about(issuer), ready: false, reason: 'not ready before the deadline' };
  });
  let hasEnded = false;
  const isOver = (): boolean => hasEnded;
  const queue = inTurns(issuers).values();
  const work = async (): Promise<void> => {
    for (const [index, issuer] of queue) {
      if (isOver()) return;
      const answer = await ringOf(issuer)
        .warm()
        .then(
          () => ({ ...about(issuer), ready: true }),
          (error: unknown) => ({ ...about(issuer), ready: false, reason: reasonOf(error) }),
        );
      // After the deadline the answers have been returned.
      if (!isOver()) answers[index] = answer;
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadlineMs));
  });
  await Promise.race([deadline, Promise.all(Array.from({ length: MAX_AT_ONCE }, work))]);
  hasEnded = true;
  clearTimeout(timer);
  return answers;
}

/** With their indexes. One tenant of each issuer first: a dead one with many tenants does not hold up the others. */
function inTurns(issuers: readonly KeyIssuer[]): readonly (readonly [number, KeyIssuer])[] {
  const counts = new Map<KeyIssuer['policy'], number>();
  const turns = [...issuers.entries()].map(([index, issuer]) => {
    const turn = counts.get(issuer.policy) ?? 0;
    counts.set(issuer.policy, turn + 1);
    return { turn, indexed: [index, issuer] as const };
  });
  return turns.sort((one, other) => one.turn - other.turn).map(({ indexed }) => indexed);
}
