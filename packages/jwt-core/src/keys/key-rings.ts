/** The key rings of one service: one for each exact `iss`, and none of them knows another. */

import type { Clock } from '../io/clock.js';
import { EventSink } from '../io/event-sink.js';
import type { IssuerEntry, IssuerPolicy, ServicePolicy } from '../policy/compile/service-policy.js';
import { openFixedRing } from './fixed/fixed-keys.js';
import type { Chance } from '../refresh/freshness.js';
import type { KeyEvent, KeyEventSink, KeyNews } from './key-event.js';
import { FixedKeyRing, type KeyRing, type KeyRingCondition } from './key-ring.js';
import type { KeySet } from './set/key-set.js';
import { createElapsed, type Elapsed } from '../refresh/moment.js';
import { fetchKeys, type PublishedKeys, type RemoteOptions } from './remote/remote.js';
import type { RingSurroundings } from './remote/key-fetches.js';
import { checkRemoteSource, fingerprintOf, kindOf, maxStaleMsOf, sourceOf } from './key-source.js';
import { RemoteKeyRing } from './remote/remote-ring.js';
import { RemoteRings, RING_LIMITS, type RingLimits } from './remote/remote-rings.js';
import { newsOfRefusals } from './remote/ring-news.js';
import { Scheduler } from '../refresh/scheduler.js';
import { warmAll, type WarmIssuer } from './warm.js';

/** What the rings need from outside. */
export interface RingOptions extends RemoteOptions {
  readonly clock: Clock;
  /** The folder that relative paths of secret files start from. */
  readonly directory?: string | undefined;
  readonly onKeyEvent?: KeyEventSink | undefined;
  /** A clock in milliseconds that never goes back, for intervals. Made of `clock` by default. */
  readonly elapsed?: Elapsed;
  /** `Math.random` by default. */
  readonly chance?: Chance;
  /** For tests: other limits than {@link RING_LIMITS}. */
  readonly ringLimits?: RingLimits;
}

/** How the keys of one issuer are. */
export interface KeyRingState extends KeyRingCondition {
  /** The issuer's name in the policy. */
  readonly name: string;
  readonly iss: string;
  readonly source: 'discovery' | 'jwksUri' | 'jwks' | 'file' | 'secret';
}

/**
 * At the same time, of one service, because of requests: a token that anybody may have written starts a fetch, and ten
 * thousand of them must not start ten thousand.
 */
const MOST_FETCHES = 64;

/** From so many tenants of one issuer on, nobody fetches the keys of all of them ahead of time. */
const MANY_TENANTS = 100;

/** Finds the ring of an issuer. */
export class KeyRings {
  readonly #service: ServicePolicy;
  readonly #options: RingOptions;
  readonly #scheduler: Scheduler;
  readonly #sink: EventSink<KeyEvent>;
  readonly #elapsed: Elapsed;
  readonly #fixed: ReadonlyMap<IssuerPolicy, KeyRing>;
  readonly #remote: RemoteRings;
  /** Issuers of so few tenants that all of them are watched. */
  readonly #few: ReadonlySet<IssuerPolicy>;
  #fetching = 0;

  private constructor(
    service: ServicePolicy,
    options: RingOptions,
    fixed: ReadonlyMap<IssuerPolicy, KeyRing>,
    elapsed: Elapsed,
  ) {
    this.#service = service;
    this.#options = options;
    this.#fixed = fixed;
    this.#elapsed = elapsed;
    this.#scheduler = new Scheduler(elapsed);
    this.#sink = new EventSink<KeyEvent>('onKeyEvent', options.onKeyEvent);
    const few = issuersOfFewTenants(service);
    this.#few = few;
    this.#remote = new RemoteRings({
      make: (entry, restUntil) => this.#make(entry, restUntil),
      now: elapsed,
      isKept: ({ policy }) => few.has(policy),
      limits: options.ringLimits ?? RING_LIMITS,
    });
  }

  /**
   * The rings of all issuers of a service. Nothing is fetched yet. Those rings of `previous` whose issuer is the same
   * in everything that concerns keys are taken over, with what they have fetched: a reload costs no fetch.
   *
   * @throws {@link ConfigurationError} for an unset or short secret, a bad key file, or plain http. Then nothing was
   * taken over.
   */
  static async open(service: ServicePolicy, options: RingOptions, previous?: KeyRings): Promise<KeyRings> {
    const fixed = new Map<IssuerPolicy, KeyRing>();
    const checked = new Set<IssuerPolicy>();
    for (const entry of entriesOf(service)) {
      if (checked.has(entry.policy)) continue; // ten thousand tenants of one issuer differ in one word
      checked.add(entry.policy);
      const ring = await openFixedRing(entry.policy, options.directory);
      if (ring !== undefined) fixed.set(entry.policy, ring);
      else checkRemoteSource(entry, options.allowHttpLoopback);
    }
    // The rings that are taken over count by the clock of before.
    const before = previous === undefined ? undefined : previous.#elapsed;
    const elapsed = options.elapsed ?? before ?? createElapsed(options.clock);
    const rings = new KeyRings(service, options, fixed, elapsed);
    if (previous !== undefined) rings.#takeOver(previous);
    rings.#reportRefused(previous);
    return rings;
  }

  /** The ring of one issuer of this service. A ring that fetches is made when it is first asked for. */
  ringOf(entry: IssuerEntry): KeyRing {
    return this.#remote.get(entry) ?? this.#fixed.get(entry.policy) ?? this.#remote.add(entry);
  }

  /** A signature of this issuer was good: its ring is kept in preference to those that were only asked for. */
  prove(entry: IssuerEntry): void {
    this.#remote.prove(entry);
  }

  /** Has the keys of all issuers ready, as far as that goes within so many milliseconds. Never rejects. */
  warm(deadlineMs: number): Promise<readonly WarmIssuer[]> {
    return warmAll(this.#watched(), (entry) => this.ringOf(entry), deadlineMs);
  }

  /** How the rings are. Makes none. */
  states(): readonly KeyRingState[] {
    return this.#watched().map((entry) => ({
      name: entry.policy.name,
      iss: entry.iss,
      source: kindOf(entry.policy.keys.source),
      ...((this.#fixed.get(entry.policy) ?? this.#remote.get(entry))?.condition() ?? COLD),
    }));
  }

  /**
   * Ends what happens in the background. Whoever still has a ring may ask it: a request keeps the policy that it
   * started with. Rings that were taken over live on.
   */
  close(): void {
    this.#scheduler.close();
  }

  async #fetch(entry: IssuerEntry): Promise<PublishedKeys> {
    this.#fetching += 1;
    try {
      return await fetchKeys({ iss: entry.iss, source: sourceOf(entry) }, this.#options);
    } finally {
      this.#fetching -= 1;
    }
  }

  /** All of them; of an issuer with very many tenants, those that are in use. */
  #watched(): readonly IssuerEntry[] {
    return entriesOf(this.#service).filter(
      (entry) => this.#few.has(entry.policy) || this.#remote.get(entry) !== undefined,
    );
  }

  #make(entry: IssuerEntry, restUntil: number): RemoteKeyRing {
    const { algorithms, keys } = entry.policy;
    const maxStaleMs = maxStaleMsOf(keys.source);
    const policy = { admission: { algorithms, use: keys.use }, maxStaleMs };
    return new RemoteKeyRing(policy, this.#surroundings(entry), restUntil);
  }

  #takeOver(previous: KeyRings): void {
    const { issuers, trustDomains } = this.#service;
    this.#remote.takeOver(
      previous.#remote,
      (was) => {
        const fingerprint = fingerprintOf(was);
        return [issuers.get(was.iss), trustDomains.get(was.iss.replace(/^spiffe:\/\//u, ''))].find(
          (entry) =>
            entry !== undefined && !this.#fixed.has(entry.policy) && fingerprintOf(entry) === fingerprint,
        );
      },
      (ring, entry) => {
        ring.moveTo(this.#surroundings(entry));
      },
    );
  }

  /** The keys that are written in the policy or in a file, and are refused now and not under `previous`. */
  #reportRefused(previous: KeyRings | undefined): void {
    const rings = previous === undefined ? [] : [...previous.#fixed];
    const before = new Map(rings.map(([{ name }, ring]) => [name, keysOf(ring)]));
    const reported = new Set<IssuerPolicy>();
    for (const entry of entriesOf(this.#service)) {
      const keys = keysOf(this.#fixed.get(entry.policy));
      if (keys === undefined || reported.has(entry.policy)) continue;
      reported.add(entry.policy);
      for (const news of newsOfRefusals(before.get(entry.policy.name), keys)) this.#send(entry, news);
    }
  }

  #send({ iss, policy }: IssuerEntry, news: KeyNews): void {
    const { clock } = this.#options;
    this.#sink.send(() => ({ time: new Date(clock()).toISOString(), issuer: policy.name, iss, ...news }));
  }

  #surroundings(entry: IssuerEntry): RingSurroundings {
    const { clock, chance = Math.random } = this.#options;
    return {
      clock,
      elapsed: this.#elapsed,
      chance,
      scheduler: this.#scheduler,
      fetchKeys: () => this.#fetch(entry),
      hasRoom: () => this.#fetching < MOST_FETCHES,
      tell: (news) => {
        this.#send(entry, news);
      },
    };
  }
}

function keysOf(ring: KeyRing | undefined): KeySet | undefined {
  return ring instanceof FixedKeyRing ? ring.keys : undefined;
}

function issuersOfFewTenants(service: ServicePolicy): ReadonlySet<IssuerPolicy> {
  const counts = new Map<IssuerPolicy, number>();
  for (const { policy } of entriesOf(service)) counts.set(policy, (counts.get(policy) ?? 0) + 1);
  return new Set([...counts].flatMap(([policy, count]) => (count > MANY_TENANTS ? [] : [policy])));
}

function entriesOf({ issuers, trustDomains }: ServicePolicy): readonly IssuerEntry[] {
  return [...issuers.values(), ...trustDomains.values()];
}

const COLD: KeyRingCondition = {
  state: 'cold',
  keys: 0,
  refusedKeys: 0,
  fetchedAt: undefined,
  failure: undefined,
};
