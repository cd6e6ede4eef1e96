/** The key rings of one service: one for each source of each exact `iss`, sharing nothing. */

import type { Clock } from '../io/clock.js';
import { EventSink } from '../io/event-sink.js';
import type { Chance } from '../refresh/cadence.js';
import { createSteadyClock, type SteadyClock } from '../refresh/instant.js';
import { Scheduler } from '../refresh/scheduler.js';
import { openFixedRing } from './fixed/fixed-keys.js';
import type { KeyEvent, KeyEventBody } from './key-event.js';
import {
  hasEnded,
  settingsOf,
  type IssuerKeySource,
  type KeyIssuer,
  type KeyIssuers,
  type KeySourcePolicy,
} from './key-issuer.js';
import type { FixedKeyRing, KeyFinder, KeyRing, VerificationKey } from './key-ring.js';
import { stateOf, type KeyRingState } from './key-ring-state.js';
import { checkRemote } from './remote/check-remote.js';
import { prepareFetcher } from './remote/fetcher.js';
import { fetchKeys, type PublishedKeys, type RemoteOptions } from './remote/fetch-keys.js';
import { eventsOfRejected } from './remote/key-set-events.js';
import type { RingContext } from './remote/key-set-fetches.js';
import { RemoteKeyRing } from './remote/remote-ring.js';
import { RemoteRings, RING_LIMITS, type RingLimits } from './remote/remote-rings.js';
import { nameOfKey, nameOfSource } from './source-name.js';
import { sourcesOf, sourcesOfFewTenants } from './source-list.js';
import { SourceRings } from './source-rings.js';
import { warmAll, type WarmIssuer } from './warm.js';

/** What the rings need from outside. */
export interface RingOptions extends RemoteOptions {
  readonly clock: Clock;
  /** Without it, no events are made. */
  readonly events?: EventSink<KeyEvent>;
  /** Made of `clock` by default. */
  readonly steady?: SteadyClock;
  /** `Math.random` by default. */
  readonly chance?: Chance;
  /** For tests: other limits than {@link RING_LIMITS}. */
  readonly ringLimits?: RingLimits;
}

/**
 * In flight at the same time because of requests, in one service: a forged token starts a fetch, and ten thousand of
 * them must not start ten thousand.
 */
const MAX_FETCHES = 64;

/** Finds the ring of an issuer. */
export class KeyRings {
  readonly #service: KeyIssuers;
  readonly #options: RingOptions;
  readonly #scheduler: Scheduler;
  readonly #events: EventSink<KeyEvent>;
  readonly #steady: SteadyClock;
  readonly #fixed: ReadonlyMap<KeySourcePolicy, FixedKeyRing>;
  readonly #remote: RemoteRings;
  /** Sources of issuers with so few tenants that the rings of all of them are kept. */
  readonly #few: ReadonlySet<KeySourcePolicy>;
  #fetching = 0;

  private constructor(
    service: KeyIssuers,
    options: RingOptions,
    fixed: ReadonlyMap<KeySourcePolicy, FixedKeyRing>,
    steady: SteadyClock,
  ) {
    this.#service = service;
    this.#options = options;
    this.#fixed = fixed;
    this.#steady = steady;
    this.#scheduler = new Scheduler(steady);
    this.#events = options.events ?? new EventSink<KeyEvent>('key', []);
    const few = sourcesOfFewTenants(service);
    this.#few = few;
    this.#remote = new RemoteRings({
      make: (source, restUntil) => this.#make(source, restUntil),
      now: steady,
      isKept: ({ policy }) => few.has(policy),
      limits: options.ringLimits ?? RING_LIMITS,
    });
  }

  /**
   * The rings of all issuers of a service. Nothing is fetched yet. A ring of `previous` whose issuer is the same in
   * everything that its keys depend on is taken over, with what it has fetched: a reload costs no fetch.
   *
   * @throws {@link ConfigurationError} for an unset or short secret, a bad key file, or plain http. Then nothing was
   * taken over.
   */
  static async open(service: KeyIssuers, options: RingOptions, previous?: KeyRings): Promise<KeyRings> {
    const fixed = new Map<KeySourcePolicy, FixedKeyRing>();
    const checked = new Set<KeySourcePolicy>();
    for (const source of sourcesOf(service)) {
      if (checked.has(source.policy)) continue; // ten thousand tenants of one issuer differ in one word
      checked.add(source.policy);
      const ring = await openFixedRing(source.policy, options.clock());
      if (ring !== undefined) fixed.set(source.policy, ring);
      else await checkRemote(source, options.insecure);
    }
    if (fixed.size < checked.size) await prepareFetcher(options.fetcher);
    // A ring that is taken over has times of the clock before.
    const before = previous === undefined ? undefined : previous.#steady;
    const steady = options.steady ?? before ?? createSteadyClock(options.clock);
    const rings = new KeyRings(service, options, fixed, steady);
    if (previous !== undefined) rings.#takeOver(previous);
    rings.#reportRejected(previous);
    return rings;
  }

  /** The keys of one issuer of this service. A ring that fetches is made when it is first asked for. */
  ringOf({ sources }: KeyIssuer): KeyFinder {
    const only = sources.length === 1 ? sources[0] : undefined;
    if (only !== undefined && only.policy.until === undefined) return this.#ringOf(only);
    return new SourceRings(
      sources.map((source) => ({ policy: source.policy, ring: () => this.#ringOf(source) })),
      this.#options.clock,
    );
  }

  /** What the source is called that a key comes from. `undefined` once none of the issuer's has it. */
  sourceOf({ sources }: KeyIssuer, key: VerificationKey): string | undefined {
    for (const source of sources) {
      const keys = this.#known(source)?.latest;
      if (keys?.has(key) === true) return nameOfKey(source.policy, keys.numberOf(key), keys.size);
    }
    return undefined;
  }

  /** A signature of this issuer was good: its rings are kept in preference to those that were only asked for. */
  prove({ sources }: KeyIssuer): void {
    for (const source of sources) this.#remote.prove(source);
  }

  /** Fetches the keys of all sources, as far as the deadline (in milliseconds) allows. Never rejects. */
  warm(deadlineMs: number): Promise<readonly WarmIssuer[]> {
    const ringOf = (source: IssuerKeySource): Pick<KeyRing, 'warm'> =>
      hasEnded(source.policy, this.#options.clock()) ? ENDED : this.#ringOf(source);
    return warmAll(this.#watched(), ringOf, deadlineMs);
  }

  /** How the rings are. Makes none. */
  states(): readonly KeyRingState[] {
    const now = this.#options.clock();
    return this.#watched().map((source) => stateOf(source, this.#known(source), now));
  }

  /**
   * Ends the work in the background. A request that still has a ring may use it: it keeps the policy that it started
   * with. Rings that were taken over live on.
   */
  close(): void {
    this.#scheduler.close();
  }

  #ringOf(source: IssuerKeySource): KeyRing {
    return this.#known(source) ?? this.#remote.add(source);
  }

  #known(source: IssuerKeySource): KeyRing | undefined {
    return this.#remote.get(source) ?? this.#fixed.get(source.policy);
  }

  async #fetch({ iss, jwksUri, policy }: IssuerKeySource): Promise<PublishedKeys> {
    this.#fetching += 1;
    try {
      return await fetchKeys({ iss, jwksUri, remote: policy.keys.remote }, this.#options);
    } finally {
      this.#fetching -= 1;
    }
  }

  /** All of them; of an issuer with very many tenants, those that are in use. */
  #watched(): readonly IssuerKeySource[] {
    return sourcesOf(this.#service).filter(
      (source) => this.#few.has(source.policy) || this.#remote.get(source) !== undefined,
    );
  }

  #make(source: IssuerKeySource, restUntil: number): RemoteKeyRing {
    const { algorithms, keys } = source.policy;
    const policy = { admission: { algorithms, use: keys.use }, maxStaleMs: keys.remote.maxStaleMs };
    return new RemoteKeyRing(policy, this.#contextOf(source), restUntil);
  }

  #takeOver(previous: KeyRings): void {
    const { issuers, trustDomains } = this.#service;
    this.#remote.takeOver(
      previous.#remote,
      (was) => {
        const settings = settingsOf(was);
        return [issuers.get(was.iss), trustDomains.get(was.iss.replace(/^spiffe:\/\//u, ''))]
          .flatMap((issuer) => issuer?.sources ?? [])
          .find((source) => !this.#fixed.has(source.policy) && settingsOf(source) === settings);
      },
      (ring, source) => {
        ring.moveTo(this.#contextOf(source));
      },
    );
  }

  /** The keys of the policy, or of a file, that are rejected now and not under `previous`. */
  #reportRejected(previous: KeyRings | undefined): void {
    const rings = previous === undefined ? [] : [...previous.#fixed];
    const before = new Map(rings.map(([policy, { latest }]) => [nameOf(policy), latest.rejected]));
    const reported = new Set<KeySourcePolicy>();
    for (const source of sourcesOf(this.#service)) {
      const keys = this.#fixed.get(source.policy)?.latest;
      if (keys === undefined || reported.has(source.policy)) continue;
      reported.add(source.policy);
      const known = before.get(nameOf(source.policy)) ?? [];
      for (const event of eventsOfRejected(known, keys.rejected)) this.#emit(source, event);
    }
  }

  #emit({ iss, policy }: IssuerKeySource, event: KeyEventBody): void {
    const { clock } = this.#options;
    this.#events.emit(() => {
      const source = nameOfSource(policy);
      return { time: new Date(clock()).toISOString(), issuer: policy.name, iss, source, ...event };
    });
  }

  #contextOf(source: IssuerKeySource): RingContext {
    const { clock, chance = Math.random } = this.#options;
    return {
      clock,
      steady: this.#steady,
      chance,
      scheduler: this.#scheduler,
      fetchKeys: () => this.#fetch(source),
      hasRoom: () => this.#fetching < MAX_FETCHES,
      emit: (event) => {
        this.#emit(source, event);
      },
    };
  }
}

/** A source of one policy, to find it in the next. */
function nameOf({ name, place }: KeySourcePolicy): string {
  return `${name} ${place}`;
}

/** Nothing is fetched from a source that is not used any more. */
const ENDED: Pick<KeyRing, 'warm'> = { warm: () => Promise.resolve() };
