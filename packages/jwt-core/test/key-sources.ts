/** A verifier of `orders` whose issuer has several sources of keys, over a network that the test decides. */

import { onTestFinished } from 'vitest';
import type { Jwk } from '../src/jose/jwk.js';
import type { KeyEvent } from '../src/keys/key-event.js';
import type { KeyFetcher } from '../src/keys/remote/fetcher.js';
import type { IssuerDocument, KeySources } from '../src/policy/document/document.js';
import type { DecisionEvent } from '../src/report/decision-event.js';
import { createVerifier } from '../src/verify/create-verifier.js';
import type { Verifier } from '../src/verify/verifier.js';
import { NOW } from './mint.js';
import { asking, ISS, loginWith, ordersPolicy } from './orders.js';

/** Where the old keys are published, and where the new ones are. */
export const OLD: string = `${ISS}/old/keys`;
export const NEW: string = `${ISS}/new/keys`;

/** What happened to one token. */
export interface Outcome {
  /** `allow`, or the reason code. */
  readonly verdict: string;
  readonly event: DecisionEvent;
}

/** The verifier, with clock and network in hand. */
export class KeySourceWorld {
  now: number = NOW;
  /** By address; what is not here does not answer. */
  readonly published = new Map<string, readonly unknown[]>();
  readonly keyEvents: KeyEvent[] = [];
  readonly fetched: string[] = [];
  readonly #decisions: DecisionEvent[] = [];
  #verifier: Verifier | undefined;

  static async start(
    keys: KeySources,
    published: Readonly<Record<string, readonly Jwk[]>> = {},
    rest: Partial<IssuerDocument> = {},
  ): Promise<KeySourceWorld> {
    const world = new KeySourceWorld();
    for (const [address, jwks] of Object.entries(published)) world.published.set(address, jwks);
    world.#verifier = await createVerifier({
      policy: ordersPolicy({ login: loginWith(keys, rest) }),
      clock: () => world.now,
      keyFetcher: world.#fetcher,
      onKeyEvent: (event) => void world.keyEvents.push(event),
      onDecision: (event) => void world.#decisions.push(event),
    });
    onTestFinished(() => world.verifier.close());
    return world;
  }

  get verifier(): Verifier {
    if (this.#verifier === undefined) throw new Error('The verifier is not open.');
    return this.#verifier;
  }

  /** Judges one token. `key` is the request, where several decisions are about one. */
  async ask(token: string, key?: object): Promise<Outcome> {
    const decision = await this.verifier.decide(asking(token, key === undefined ? {} : { key }), {
      operation: 'listOrders',
    });
    const event = this.#decisions.at(-1);
    if (event === undefined) throw new Error('There is no event.');
    return { verdict: decision.outcome === 'allow' ? 'allow' : decision.code, event };
  }

  /** The verdicts on some tokens, one after the other. */
  async askAll(tokens: readonly string[]): Promise<readonly string[]> {
    const verdicts: string[] = [];
    for (const token of tokens) verdicts.push((await this.ask(token)).verdict);
    return verdicts;
  }

  readonly #fetcher: KeyFetcher = ({ href }) => {
    this.fetched.push(href);
    const keys = this.published.get(href);
    if (keys === undefined) return Promise.reject(new Error('down'));
    return Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify({ keys })) });
  };
}
