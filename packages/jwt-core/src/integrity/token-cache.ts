/**
 * Remembers that a token was signed, and nothing else: whatever judges by what the token says is asked again on every
 * use. What is remembered holds only as long as the key is trusted and the issuer may use its algorithm.
 */

import { hash } from 'node:crypto';
import type { RingLookup } from './jws/key.js';
import { moveTo, type SignedToken } from './jws/signature.js';
import { selectIssuer } from '../policy/compile/select-issuer.js';
import type { IssuerEntry, ServicePolicy } from '../policy/compile/service-policy.js';
import { ceilingOf } from '../policy/document/limits.js';
import { ScanResistantCache } from './scan-resistant-cache.js';

/** By what a remembered token is judged again. */
export interface Grounds {
  readonly policy: Pick<ServicePolicy, 'issuers' | 'trustDomains'>;
  readonly rings: RingLookup;
}

/** How many tokens are remembered where nobody says otherwise. */
export const DEFAULT_VERIFIED_TOKENS = 10_000;

/** `exp` and this: no clock skew is wider, so nothing later can be accepted. Seconds. */
const MAX_CLOCK_SKEW = ceilingOf('clockSkew');

/** The tokens of one verifier, across its policies. */
export class VerifiedTokens {
  readonly #tokens: ScanResistantCache<SignedToken>;
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(maxEntries: number = DEFAULT_VERIFIED_TOKENS) {
    this.#tokens = new ScanResistantCache(maxEntries);
  }

  get size(): number {
    return this.#tokens.size;
  }

  /** A name for exactly these bytes. The token itself is not kept. */
  nameOf(token: string): string {
    return hash('sha256', token, 'binary');
  }

  /** The token, if it was verified before and all that its signature rests on still holds. `now` in seconds. */
  recall(name: string, { policy, rings }: Grounds, now: number): SignedToken | undefined {
    const token = this.#tokens.get(name, now);
    const entry = token && entryOf(token, policy);
    if (token === undefined || entry?.policy.algorithms.has(token.key.algorithm) !== true) return undefined;
    if (rings.ringOf(entry).held(token.header.kid, token.key.algorithm) !== token.key) return undefined;
    if (token.entry === entry) return token;
    const moved = moveTo(token, entry); // another document has come in force
    this.remember(name, moved, now);
    return moved;
  }

  /** Keeps a token until nobody can accept it any more. One without `exp` is never accepted, and not kept. */
  remember(name: string, token: SignedToken, now: number): void {
    const { exp } = token.claims;
    if (typeof exp === 'number') this.#tokens.set(name, token, exp + MAX_CLOCK_SKEW, now);
  }

  /** One at a time for one token: whoever brings it meanwhile waits for the first, and asks again whether it is known. */
  once<Result>(
    name: string,
    recall: () => Result | undefined,
    verify: () => Result | Promise<Result>,
  ): Result | Promise<Result> {
    const first = this.#underWay.get(name);
    // Whatever came of it is for whoever asked.
    const again = (): Result | Promise<Result> => recall() ?? verify();
    if (first !== undefined) return first.then(again, again);
    const work = verify();
    if (!(work instanceof Promise)) return work;
    this.#underWay.set(name, work);
    const end = (): void => {
      this.#underWay.delete(name);
    };
    work.then(end, end);
    return work;
  }
}

/** The issuer as the policy that is now in force has it, selected as for the first time. */
function entryOf({ claims }: SignedToken, policy: Grounds['policy']): IssuerEntry | undefined {
  const selection = selectIssuer(policy, claims);
  return selection?.accepted.get(selection.name);
}
