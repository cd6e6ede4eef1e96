/** Asks the verifier and the model the same questions, and says where they differ. */

import fc from 'fast-check';
import { draws, Draw } from './draw.js';
import { examine, type Answer, type Examiner } from './examiner.js';
import { ticket, trial, type Trial } from './requests.js';
import { world, type World } from './worlds.js';

/** The number of tokens for each world, and how often each is shown. */
const TOKENS = 50;
const TIMES = 2;

/** Signatures are checked on other threads: several verifiers work side by side. */
const LANES = 4;

/** One question to which there are two answers. */
export interface Difference extends Answer {
  readonly trial: Trial;
  readonly world: World;
}

/** What a run has seen. */
export interface Comparison {
  readonly seed: number;
  readonly comparisons: number;
  /** How often each code, and `allow`, was the answer. */
  readonly coverage: Readonly<Record<string, number>>;
  /** The first, made as small as it can be. */
  readonly difference: Difference | undefined;
}

type Numbers = readonly number[];
type Alter = (made: World) => World;

const worldDraws = draws(160);
const tokenDraws = draws(48);
const requestDraws = draws(16);
const shownDraws = fc.tuple(tokenDraws, fc.array(requestDraws, { minLength: TIMES, maxLength: TIMES }));
const allDraws = fc.array(shownDraws, { minLength: TOKENS, maxLength: TOKENS });

/** Compares at least this number of answers. `alter` changes how a world is written, and not what it means. */
export async function compare(
  count: number,
  seed: number = Math.trunc(Math.random() * 2 ** 31),
  alter: Alter = (made) => made,
): Promise<Comparison> {
  const coverage: Record<string, number> = {};
  let comparisons = 0;
  let failed: [Numbers, Numbers, Numbers] | undefined;
  const differs = (answer: Answer): boolean => {
    comparisons += 1;
    const name = answer.model.code ?? (answer.model.shadow === undefined ? 'allow' : 'allow (shadow)');
    coverage[name] = (coverage[name] ?? 0) + 1;
    return !answer.isSame;
  };
  const property = fc.asyncProperty(worldDraws, allDraws, async (made, all) => {
    const asked = alter(world(new Draw(made)));
    const lane = async (examiner: Examiner, mine: typeof all): Promise<void> => {
      for (const [shown, times] of mine) {
        const token = ticket(asked, new Draw(shown));
        for (const request of times) {
          const answer = await examiner(trial(asked, token, new Draw(request)));
          if (differs(answer)) failed ??= [made, shown, request];
        }
      }
    };
    const lanes = Array.from({ length: LANES }, async (_, index) =>
      lane(
        await examine(asked),
        all.filter((_each, at) => at % LANES === index),
      ),
    );
    await Promise.all(lanes);
    if (failed !== undefined) throw new Error('They differ.');
  });
  const result = await fc.check(property, {
    numRuns: Math.ceil(count / TOKENS / TIMES),
    seed,
    endOnFailure: true,
  });
  if (result.failed && failed === undefined) throw result.errorInstance; // a mistake of the worlds or of the model
  return { seed, comparisons, coverage, difference: failed && (await smallest(failed, alter)) };
}

/** The smallest choices that still make a difference. */
async function smallest(failed: [Numbers, Numbers, Numbers], alter: Alter): Promise<Difference | undefined> {
  let last: Difference | undefined;
  const property = fc.asyncProperty(worldDraws, tokenDraws, requestDraws, async (made, shown, request) => {
    const small = alter(world(new Draw(made)));
    const asked = trial(small, ticket(small, new Draw(shown)), new Draw(request));
    const answer = await (await examine(small))(asked);
    if (answer.isSame) return;
    last = { ...answer, trial: asked, world: small };
    throw new Error('They differ.');
  });
  await fc.check(property, { examples: [failed], numRuns: 1, interruptAfterTimeLimit: 10_000 });
  return last;
}

/** A result in words: the seed, and the smallest difference with its token in clear. */
export function tell({ seed, difference }: Comparison): string {
  if (difference === undefined) return `seed ${seed}: no difference`;
  const { request } = difference.trial;
  const token = request.rawHeaders.findLast((each) => each.includes('.')) ?? '';
  const parts = (token.split(' ').at(-1) ?? '').split('.').slice(0, 2);
  return [
    `seed ${seed}`,
    `verifier ${JSON.stringify(difference.verifier)}`,
    `model    ${JSON.stringify(difference.model)}`,
    `asked    ${JSON.stringify(difference.trial)}`,
    ...parts.map((part) => `token    ${Buffer.from(part, 'base64url').toString()}`),
    `document ${JSON.stringify(difference.world.document)}`,
  ].join('\n');
}
