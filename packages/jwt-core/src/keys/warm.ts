/** Fetches the keys of many sources ahead of the first request. */

import { reasonOf } from '../io/reason.js';
import { endOf, type IssuerKeySource } from './key-issuer.js';
import type { KeyRing } from './key-ring.js';
import { nameOfSource } from './source-name.js';

/** Whether the keys of one source of an issuer are ready. One that has ended is: nothing waits for it. */
export interface WarmIssuer {
  /** The issuer's name in the policy. */
  readonly issuer: string;
  readonly iss: string;
  /** The key of the document that says where the keys are, such as `discovery`; `jwksUri 1 of 2` where there are two. */
  readonly source: string;
  /** From 00:00Z of this day on, the source is not used. */
  readonly until?: string;
  readonly ready: boolean;
  readonly reason?: string;
}

/** At the same time: a dead issuer does not hold up the others, and one provider of many tenants gets no storm. */
const MAX_AT_ONCE = 16;

/** One answer for each source, in their order, by the deadline (in milliseconds). Never rejects. */
export async function warmAll(
  sources: readonly IssuerKeySource[],
  ringOf: (source: IssuerKeySource) => Pick<KeyRing, 'warm'>,
  deadlineMs: number,
): Promise<readonly WarmIssuer[]> {
  const answers = sources.map((source): WarmIssuer => {
    return { ...aboutSource(source), ready: false, reason: 'not ready before the deadline' };
  });
  let isOver = false;
  const queue = inTurns(sources).values();
  const work = async (): Promise<void> => {
    for (const [index, source] of queue) {
      if (isOver) return;
      const about = aboutSource(source);
      answers[index] = await ringOf(source)
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

function aboutSource({
  iss,
  policy,
}: IssuerKeySource): Pick<WarmIssuer, 'issuer' | 'iss' | 'source' | 'until'> {
  const until = endOf(policy);
  return {
    issuer: policy.name,
    iss,
    source: nameOfSource(policy),
    ...(until === undefined ? {} : { until }),
  };
}

/** With their indexes. One tenant of each issuer first: a dead one with many tenants does not hold up the others. */
function inTurns(sources: readonly IssuerKeySource[]): readonly (readonly [number, IssuerKeySource])[] {
  const counts = new Map<IssuerKeySource['policy'], number>();
  const turns = [...sources.entries()].map((indexed) => {
    const { policy } = indexed[1];
    const turn = counts.get(policy) ?? 0;
    counts.set(policy, turn + 1);
    return { turn, indexed };
  });
  return turns.sort((one, other) => one.turn - other.turn).map(({ indexed }) => indexed);
}
