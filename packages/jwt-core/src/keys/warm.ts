/** Fetches the keys of many issuers ahead of the first request. */

import { shownUrl } from '../io/answer-words.js';
import { reasonOf } from '../io/reason.js';
import type { KeyIssuer } from './key-issuer.js';
import type { KeyRing } from './key-ring.js';
import { firstUrl } from './remote/fetch-keys.js';

/** Whether the keys of one issuer are ready. */
export interface WarmIssuer {
  /** The issuer's name in the policy. */
  readonly issuer: string;
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
  const answers = issuers.map((issuer): WarmIssuer => {
    return { issuer: issuer.policy.name, iss: issuer.iss, ready: false, reason: reasonOfDeadline(issuer) };
  });
  let isOver = false;
  const queue = inTurns(issuers).values();
  const work = async (): Promise<void> => {
    for (const [index, issuer] of queue) {
      if (isOver) return;
      const about = { issuer: issuer.policy.name, iss: issuer.iss };
      answers[index] = await ringOf(issuer)
        .warm()
        .then(
          () => ({ ...about, ready: true }),
          (error: unknown) => ({ ...about, ready: false, reason: reasonOf(error) }),
        );
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadlineMs));
  });
  await Promise.race([deadline, Promise.all(Array.from({ length: MAX_AT_ONCE }, work))]);
  isOver = true;
  clearTimeout(timer);
  return [...answers]; // an answer that comes later changes nothing here
}

/** Where no answer came in time. */
function reasonOfDeadline({ iss, jwksUri, policy }: KeyIssuer): string {
  const { fixed, remote } = policy.keys;
  const late = 'not ready before the deadline';
  return fixed === undefined ? `${shownUrl(firstUrl({ iss, jwksUri, remote }))}: ${late}` : late;
}

/** With their indexes. One tenant of each issuer first: a dead one with many tenants does not hold up the others. */
function inTurns(issuers: readonly KeyIssuer[]): readonly (readonly [number, KeyIssuer])[] {
  const counts = new Map<KeyIssuer['policy'], number>();
  const turns = [...issuers.entries()].map((indexed) => {
    const { policy } = indexed[1];
    const turn = counts.get(policy) ?? 0;
    counts.set(policy, turn + 1);
    return { turn, indexed };
  });
  return turns.sort((one, other) => one.turn - other.turn).map(({ indexed }) => indexed);
}
