/** One verifier of a random world, and the model beside it. */

import type { Decision } from '../../src/decision/decision.js';
import type { DecisionEvent } from '../../src/report/decision-event.js';
import type { KeyFetcher } from '../../src/keys/remote/fetcher.js';
import { definePolicy } from '../../src/policy/policy.js';
import type { HttpRequest } from '../../src/request/access-request.js';
import { type Verifier } from '../../src/verify/verifier.js';
import { createVerifier } from '../../src/verify/create-verifier.js';
import { decide } from './model.js';
import type { Trial } from './requests.js';
import type { Verdict, Wish } from './words.js';
import { NOW, type World } from './worlds.js';

/** What the two say. */
export interface Answer {
  readonly verifier: Verdict;
  readonly model: Verdict;
  readonly isSame: boolean;
}

/** Asks both. One question at a time. */
export type Examiner = (trial: Trial) => Promise<Answer>;

/** Opens one verifier for all questions, so that what it remembers is put to the test as well. */
export async function examine(world: World): Promise<Examiner> {
  let clockMs = NOW;
  let event: DecisionEvent | undefined;
  const verifier = await createVerifier({
    policy: definePolicy(world.document),
    service: 'orders',
    clock: () => clockMs,
    onKeyEvent: () => undefined, // issuers that are down are no news here
    keyFetcher: fetcherOf(world),
    onDecision: (each) => {
      event = each;
    },
  });
  return async (trial) => {
    ({ clockMs } = trial);
    const decision = await ask(verifier, trial);
    const judged = decide({ ...world, service: 'orders', ...trial });
    const model = judged.outcome === 'deny' ? asInEvents(judged) : judged;
    const seen = verdictOf(decision, event, model.tenant !== undefined);
    return { verifier: seen, model, isSame: isEqual(seen, model) };
  };
}

/** A refused token's tenant is seen in the event alone, where invisible characters are escaped. */
function asInEvents({ tenant, ...verdict }: Verdict): Verdict {
  if (tenant === undefined) return verdict;
  return { ...verdict, tenant: tenant.replace(/\p{C}/gu, encodeURIComponent) };
}

/** Puts a trial to a verifier. */
export async function ask(verifier: Verifier, { wish, before, request }: Trial): Promise<Decision> {
  if (before === undefined) return askOnce(verifier, wish, request);
  const keyed = { ...request, key: {} };
  await askOnce(verifier, before, keyed);
  return askOnce(verifier, wish, keyed);
}

function askOnce(verifier: Verifier, wish: Wish, request: HttpRequest): Promise<Decision> {
  if (wish.kind === 'identify') return verifier.identify(request, { auth: wish.auth });
  return wish.kind === 'named'
    ? verifier.decide(request, { operation: wish.operation })
    : verifier.decide(request);
}

/** A refused token's tenant is only compared where the model has found it to be good. */
function verdictOf(decision: Decision, event: DecisionEvent | undefined, hasTenant: boolean): Verdict {
  const { operation, rule, shadow } = event ?? {};
  const identified = decision.outcome === 'allow' ? decision.identity?.tenant : undefined;
  const tenant = identified ?? (hasTenant ? event?.tenant : undefined);
  return {
    outcome: decision.outcome,
    ...(decision.outcome === 'deny' ? { code: decision.code, status: decision.response.status } : {}),
    ...(operation === undefined ? {} : { operation }),
    ...(rule === undefined ? {} : { rule }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(shadow === undefined ? {} : { shadow: shadow.outcome === 'deny' ? shadow.code : 'allow' }),
  };
}

function isEqual(left: Verdict, right: Verdict): boolean {
  const names = [...Object.keys(left), ...Object.keys(right)] as (keyof Verdict)[];
  return names.every((name) => left[name] === right[name]);
}

/** Answers discovery and key sets; an issuer that is down does not answer. */
export function fetcherOf({ keys }: World): KeyFetcher {
  const partner = 'https://partner.example';
  const bodies = new Map<string, unknown>([
    [`${partner}/.well-known/openid-configuration`, { issuer: partner, jwks_uri: `${partner}/keys` }],
  ]);
  for (const [iss, jwks] of keys) {
    if (jwks !== 'down') bodies.set(`${iss.replace(/\/$/u, '')}/keys`, { keys: jwks });
  }
  return (url) => {
    const body = bodies.get(url.href);
    if (body === undefined) return Promise.reject(new Error('No server answers.'));
    return Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify(body)) });
  };
}
