/** An issuer whose keys, and whose health, the test decides, and clocks that only the test moves. */

import { vi } from 'vitest';
import type { Admission } from '../src/keys/set/admission.js';
import type { KeyEventBody } from '../src/keys/key-event.js';
import type { PublishedKeys } from '../src/keys/remote/fetch-keys.js';
import { RemoteKeyRing } from '../src/keys/remote/remote-ring.js';
import { Scheduler } from '../src/refresh/scheduler.js';
import type { Jwk } from '../src/jose/jwk.js';
import { NOW } from './mint.js';

export const SECOND = 1000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;

/** As the rings have it where nothing else is said. */
export const FRESH: number = 10 * MINUTE;
export const MAX_STALE: number = 4 * HOUR;
export const UNKNOWN_COOL_DOWN: number = 30 * SECOND;

/** The publisher and the ring that asks it. */
export class KeyPublisher {
  /** The wall clock and the steady one. */
  wall: number = NOW;
  steady = 1_000_000;
  keys: readonly Jwk[];
  headers: Readonly<Record<string, string>> | undefined;
  failure: Error | undefined;
  /** Set, no fetch is answered before it is released. */
  gate: Promise<void> | undefined;
  /** Unset, the other issuers take all the room there is for fetches. */
  hasRoom = true;
  fetches = 0;
  #ended = 0;
  readonly events: KeyEventBody[] = [];
  readonly scheduler: Scheduler = new Scheduler(() => this.steady);
  readonly ring: RemoteKeyRing;

  constructor(keys: readonly Jwk[], { admission = ES256, maxStaleMs = MAX_STALE }: Partial<Wishes> = {}) {
    this.keys = keys;
    this.ring = new RemoteKeyRing(
      { admission, maxStaleMs },
      {
        clock: () => this.wall,
        steady: () => this.steady,
        chance: () => 0,
        scheduler: this.scheduler,
        fetchKeys: () => this.#fetch(),
        hasRoom: () => this.hasRoom,
        emit: (event) => {
          if (ENDS.includes(event.type)) this.#ended += 1;
          this.events.push(event);
        },
      },
    );
  }

  /** Both clocks go on. */
  pass(milliseconds: number): void {
    this.wall += milliseconds;
    this.steady += milliseconds;
  }

  /** What the ring says of a `kid`. */
  async find(kid: string | undefined): Promise<string> {
    const lookup = await this.ring.find(kid, 'ES256');
    if (lookup.state !== 'unavailable') return lookup.state;
    return `unavailable, retry after ${String(lookup.retryAfter)}`;
  }

  /** Waits until what was begun in the background has ended. */
  async settled(): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.#ended < this.fetches) throw new Error('a fetch is under way');
      },
      { interval: 1 },
    );
  }

  /** Closes the gate. Returns what opens it. */
  hold(): () => void {
    let open = (): void => undefined;
    this.gate = new Promise((resolve) => {
      open = resolve;
    });
    return () => {
      this.gate = undefined;
      open();
    };
  }

  /** The types of the events since the last look. */
  newEvents(): readonly string[] {
    return this.events.splice(0).map(({ type }) => type);
  }

  async #fetch(): Promise<PublishedKeys> {
    this.fetches += 1;
    const { keys, headers, failure } = this; // what the provider says when it is asked
    await this.gate;
    if (failure !== undefined) throw failure;
    return { jwks: keys, headers };
  }
}

interface Wishes {
  readonly admission: Admission;
  readonly maxStaleMs: number;
}

const ENDS: readonly KeyEventBody['type'][] = ['keys.fetched', 'keys.failed', 'keys.unusable'];
const ES256: Admission = { algorithms: new Set(['ES256']), use: 'sig' };
