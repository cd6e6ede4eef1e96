/** How the keys of the sources are, for operators. */

import { shownUrl } from '../io/answer-words.js';
import { endOf, hasEnded, type IssuerKeySource } from './key-issuer.js';
import type { KeyRing, KeyRingCondition } from './key-ring.js';
import { firstUrl } from './remote/fetch-keys.js';
import { nameOfSource } from './source-name.js';

/** How the keys of one source of an issuer are. */
export interface KeyRingState extends KeyRingCondition {
  /** The issuer's name in the policy. */
  readonly issuer: string;
  readonly iss: string;
  /** The key of the document that says where the keys are, such as `discovery`; `jwksUri 1 of 2` where there are two. */
  readonly source: string;
  /** The address that is asked first, without credentials and query; `undefined` where nothing is fetched. */
  readonly address: string | undefined;
  /** What its keys are used with. */
  readonly algs: readonly string[];
  /** From 00:00Z of this day on, it is not used. */
  readonly until: string | undefined;
}

/** The state of a source, which has no ring before it was asked for. `now` in milliseconds. */
export function stateOf(source: IssuerKeySource, ring: KeyRing | undefined, now: number): KeyRingState {
  const { iss, jwksUri, policy } = source;
  const { fixed, remote } = policy.keys;
  return {
    issuer: policy.name,
    iss,
    source: nameOfSource(policy),
    address: fixed === undefined ? shownUrl(firstUrl({ iss, jwksUri, remote })) : undefined,
    algs: [...policy.algorithms],
    until: endOf(policy),
    ...(ring?.condition() ?? COLD),
    ...(hasEnded(policy, now) ? { state: 'ended' } : {}),
  };
}

const COLD: KeyRingCondition = {
  state: 'cold',
  keys: 0,
  rejectedKeys: [],
  admittedKeys: [],
  passedOverKeys: [],
  fetchedAt: undefined,
  freshUntil: undefined,
  failure: undefined,
};
