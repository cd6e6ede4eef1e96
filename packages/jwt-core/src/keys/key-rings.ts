/** The key rings of one service: one for each exact `iss`, sharing nothing. */

import type { Clock } from '../io/clock.js';
import { EventSink } from '../io/event-sink.js';
import { checkFetchUrl } from '../io/fetch-url.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { Chance } from '../refresh/cadence.js';
import { createSteadyClock, type SteadyClock } from '../refresh/instant.js';
import { Scheduler } from '../refresh/scheduler.js';
import { openFixedRing } from './fixed/fixed-keys.js';
import type { KeyEvent, KeyEventBody } from './key-event.js';
import {
  settingsOf,
  type KeyIssuer,
  type KeyIssuerPolicy,
  type FixedSource,
  type KeyIssuers,
} from './key-issuer.js';
import type { FixedKeyRing, KeyRing, KeyRingCondition } from './key-ring.js';
import { discoveryUrl } from './remote/discovery.js';
import { prepareFetcher } from './remote/fetcher.js';
import { fetchKeys, type PublishedKeys, type RemoteOptions } from './remote/fetch-keys.js';
import { eventsOfRejected } from './remote/key-set-events.js';
import type { RingContext } from './remote/key-set-fetches.js';
import { RemoteKeyRing } from './remote/remote-ring.js';
import { RemoteRings, RING_LIMITS, type RingLimits } from './remote/remote-rings.js';
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

/** How the keys of one issuer are. */
export interface KeyRingState extends KeyRingCondition {
  /** The issuer's name in the policy. */
  readonly issuer: string;
  readonly iss: string;
  readonly source: FixedSource['kind'] | 'discovery' | 'jwksUri';
}

/**
 * In flight at the same time because of requests, in one service: a forged token starts a fetch, and ten thousand of
 * them must not start ten thousand.
 */
const MAX_FETCHES = 64;

/** The keys of an issuer with more tenants are not all fetched ahead of time. */
const FEW_TENANTS = 100;

/** Finds the ring of an issuer. */
export class KeyRings {
  readonly #service: KeyIssuers;
  readonly #options: RingOptions;
  readonly #scheduler: Scheduler;
  readonly #events: EventSink<KeyEvent>;
  readonly #steady: SteadyClock;
  readonly #fixed: ReadonlyMap<KeyIssuerPolicy, FixedKeyRing>;
  readonly #remote: RemoteRings;
  /** Issuers with so few tenants that the rings of all of them are kept. */
  readonly #few: ReadonlySet<KeyIssuerPolicy>;
  #fetching = 0;

  private constructor(
    service: KeyIssuers,
    options: RingOptions,
    fixed: ReadonlyMap<KeyIssuerPolicy, FixedKeyRing>,
    steady: SteadyClock,
  ) {
    this.#service = service;
    this.#options = options;
    this.#fixed = fixed;
    this.#steady = steady;
    this.#scheduler = new Scheduler(steady);
    this.#events = options.events ?? new EventSink<KeyEvent>('key', []);
    const few = issuersOfFewTenants(service);
    this.#few = few;
    this.#remote = new RemoteRings({
      make: (issuer, restUntil) => this.#make(issuer, restUntil),
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
    const fixed = new Map<KeyIssuerPolicy, FixedKeyRing>();
    const checked = new Set<KeyIssuerPolicy>();
    for (const issuer of issuersOf(service)) {
      if (checked.has(issuer.policy)) continue; // ten thousand tenants of one issuer differ in one word
      checked.add(issuer.policy);
      const ring = await openFixedRing(issuer.policy);
      if (ring !== undefined) fixed.set(issuer.policy, ring);
      else checkRemote(issuer, options.allowHttpLoopback);
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

  /** The ring of one issuer of this service. A ring that fetches is made when it is first asked for. */
  ringOf(issuer: KeyIssuer): KeyRing {
    return this.#remote.get(issuer) ?? this.#fixed.get(issuer.policy) ?? this.#remote.add(issuer);
  }

  /** A signature of this issuer was good: its ring is kept in preference to those that were only asked for. */
  prove(issuer: KeyIssuer): void {
    this.#remote.prove(issuer);
  }

  /** Fetches the keys of all issuers, as far as the deadline (in milliseconds) allows. Never rejects. */
  warm(deadlineMs: number): Promise<readonly WarmIssuer[]> {
    return warmAll(this.#watched(), (issuer) => this.ringOf(issuer), deadlineMs);
  }

  /** How the rings are. Makes none. */
  states(): readonly KeyRingState[] {
    return this.#watched().map((issuer) => ({
      issuer: issuer.policy.name,
      iss: issuer.iss,
      source: issuer.policy.keys.fixed?.kind ?? (issuer.jwksUri === undefined ? 'discovery' : 'jwksUri'),
      ...((this.#fixed.get(issuer.policy) ?? this.#remote.get(issuer))?.condition() ?? COLD),
    }));
  }

  /**
   * Ends the work in the background. A request that still has a ring may use it: it keeps the policy that it started
   * with. Rings that were taken over live on.
   */
  close(): void {
    this.#scheduler.close();
  }

  async #fetch({ iss, jwksUri, policy }: KeyIssuer): Promise<PublishedKeys> {
    this.#fetching += 1;
    try {
      return await fetchKeys({ iss, jwksUri, remote: policy.keys.remote }, this.#options);
    } finally {
      this.#fetching -= 1;
    }
  }

  /** All of them; of an issuer with very many tenants, those that are in use. */
  #watched(): readonly KeyIssuer[] {
    return issuersOf(this.#service).filter(
      (issuer) => this.#few.has(issuer.policy) || this.#remote.get(issuer) !== undefined,
    );
  }

  #make(issuer: KeyIssuer, restUntil: number): RemoteKeyRing {
    const { algorithms, keys } = issuer.policy;
    const policy = { admission: { algorithms, use: keys.use }, maxStaleMs: keys.remote.maxStaleMs };
    return new RemoteKeyRing(policy, this.#contextOf(issuer), restUntil);
  }

  #takeOver(previous: KeyRings): void {
    const { issuers, trustDomains } = this.#service;
    this.#remote.takeOver(
      previous.#remote,
      (was) => {
        const settings = settingsOf(was);
        return [issuers.get(was.iss), trustDomains.get(was.iss.replace(/^spiffe:\/\//u, ''))].find(
          (issuer) =>
            issuer !== undefined && !this.#fixed.has(issuer.policy) && settingsOf(issuer) === settings,
        );
      },
      (ring, issuer) => {
        ring.moveTo(this.#contextOf(issuer));
      },
    );
  }

  /** The keys of the policy, or of a file, that are rejected now and not under `previous`. */
  #reportRejected(previous: KeyRings | undefined): void {
    const rings = previous === undefined ? [] : [...previous.#fixed];
    const before = new Map(rings.map(([{ name }, { keys }]) => [name, keys]));
    const reported = new Set<KeyIssuerPolicy>();
    for (const issuer of issuersOf(this.#service)) {
      const keys = this.#fixed.get(issuer.policy)?.keys;
      if (keys === undefined || reported.has(issuer.policy)) continue;
      reported.add(issuer.policy);
      for (const event of eventsOfRejected(before.get(issuer.policy.name), keys)) this.#emit(issuer, event);
    }
  }

  #emit({ iss, policy }: KeyIssuer, event: KeyEventBody): void {
    const { clock } = this.#options;
    this.#events.emit(() => {
      return { time: new Date(clock()).toISOString(), issuer: policy.name, iss, ...event };
    });
  }

  #contextOf(issuer: KeyIssuer): RingContext {
    const { clock, chance = Math.random } = this.#options;
    return {
      clock,
      steady: this.#steady,
      chance,
      scheduler: this.#scheduler,
      fetchKeys: () => this.#fetch(issuer),
      hasRoom: () => this.#fetching < MAX_FETCHES,
      emit: (event) => {
        this.#emit(issuer, event);
      },
    };
  }
}

/** @throws {@link ConfigurationError} for keys that must not be fetched from where they are. */
function checkRemote({ iss, jwksUri, policy }: KeyIssuer, allowHttpLoopback: boolean): void {
  const url = jwksUri ?? discoveryUrl(iss, policy.keys.remote.discovery);
  const problem = checkFetchUrl(url, allowHttpLoopback);
  if (problem === undefined) return;
  throw new ConfigurationError(
    `The keys of issuer "${policy.name}" cannot be fetched from ${url}: ${problem}.`,
  );
}

function issuersOfFewTenants(service: KeyIssuers): ReadonlySet<KeyIssuerPolicy> {
  const counts = new Map<KeyIssuerPolicy, number>();
  for (const { policy } of issuersOf(service)) counts.set(policy, (counts.get(policy) ?? 0) + 1);
  return new Set([...counts].flatMap(([policy, count]) => (count > FEW_TENANTS ? [] : [policy])));
}

function issuersOf({ issuers, trustDomains }: KeyIssuers): readonly KeyIssuer[] {
  return [...issuers.values(), ...trustDomains.values()];
}

const COLD: KeyRingCondition = {
  state: 'cold',
  keys: 0,
  rejectedKeys: 0,
  fetchedAt: undefined,
  failure: undefined,
};
