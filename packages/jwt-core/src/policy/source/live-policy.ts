/** The policy in force, kept up to date: read → parse → check → activate → swap one reference. */

import type { Clock } from '../../io/clock.js';
import type { EventSink } from '../../io/event-sink.js';
import { pollDelay } from '../../refresh/cadence.js';
import { instantOf, type Clocks } from '../../refresh/instant.js';
import { RefreshedDocument, type Before, type Fetched } from '../../refresh/refreshed-document.js';
import { Scheduler, type Scheduled } from '../../refresh/scheduler.js';
import type { PolicyStamp } from '../compile/service-policy.js';
import { stampOf } from '../compile/stamp.js';
import type { Policy } from '../policy.js';
import type { PolicyEvent } from './policy-event.js';
import { haveSameFiles, readPolicy, UnreadableError, type Origin, type PolicyRead } from './reading.js';
import type { PolicyRejection } from './rejection.js';
import { PolicyReporter } from './reporter.js';
import type { PolicySource } from './source.js';

/** How a policy is kept up to date. `Context` is what requests are decided with. */
export interface LivePolicyOptions<Context> {
  readonly source: PolicySource;
  /** Makes the context of a policy; or throws, and nothing changes. */
  readonly activate: (policy: Policy, previous: Context | undefined) => Promise<Context>;
  /** Ends what a context holds open; requests that still have it may go on. Must not throw. */
  readonly retire: (context: Context) => void;
  /** The operations that the program has bound and that the policy does not have. Must not throw. */
  readonly unbound: (context: Context) => readonly string[];
  /** In milliseconds without a confirmation by the source. `undefined`: the policy is always fresh. */
  readonly maxStaleMs: number | undefined;
  /** What a stale policy does to requests. */
  readonly onStale: 'warn' | 'deny';
  readonly events: EventSink<PolicyEvent>;
  readonly clock: Clock;
}

/** What is in force. */
export interface PolicyInForce<Context> {
  readonly context: Context;
  readonly stamp: PolicyStamp;
  /** Milliseconds since 1970. */
  readonly loadedAt: number;
}

/** `stale` only warns. A policy that is too old to be used is `unavailable`, as where there never was one. */
export type PolicyState = 'active' | 'stale' | 'unavailable';

/** What a read led to. The same object stays in force while its document means the same. */
interface Loaded<Context> {
  readonly inForce: PolicyInForce<Context>;
  readonly origin: Origin;
}

const FIRST_RETRY_MS = 1_000;
/** The error of a load that ends after {@link LivePolicy.stop}. It is not reported. */
const STOPPED = 'stopped';

/** The monotonic clock alone: setting the machine's clock makes no policy older or younger. */
const MONOTONIC: Clocks = { clock: () => performance.now(), steady: (now = performance.now()) => now };

/** Keeps the last good policy, whatever a later read returns. */
export class LivePolicy<Context> implements Scheduled {
  readonly #options: LivePolicyOptions<Context>;
  readonly #reporter: PolicyReporter;
  readonly #document: RefreshedDocument<Loaded<Context>>;
  readonly #scheduler = new Scheduler(MONOTONIC.steady, 1);
  readonly #stopWatching: () => void;
  #isAsked = false;
  #loading: Promise<void> | undefined;
  #isStopped = false;
  #isClosed = false;

  private constructor(options: LivePolicyOptions<Context>) {
    const { source, clock, onStale, events } = options;
    this.#options = options;
    this.#reporter = new PolicyReporter(source.location, clock, events);
    this.#document = new RefreshedDocument<Loaded<Context>>({
      now: () => instantOf(MONOTONIC),
      chance: () => Math.random(),
      backOff: {
        firstMs: FIRST_RETRY_MS,
        maxMs: source.everyMs,
        maxOnDemandMs: source.everyMs,
        appliesTo: (error) => error instanceof UnreadableError,
      },
      fetch: (before) => this.#load(before),
      onFetched: ({ value }, before) => this.#swap(value, before),
      onFailed: ({ error }) => {
        if (!this.#isStopped) this.#reporter.failed(error);
      },
      onStale: ({ value }) => this.#reporter.aged('policy.stale', value.inForce.stamp, onStale),
      onEnded: () => undefined,
    });
    this.#scheduler.add(this);
    this.#stopWatching = startWatching(source, () => void this.refresh());
  }

  /** Reads for the first time. Never rejects: {@link LivePolicy.failure} is why there is no policy. */
  static async open<Context>(options: LivePolicyOptions<Context>): Promise<LivePolicy<Context>> {
    const live = new LivePolicy(options);
    await live.refresh();
    return live;
  }

  get location(): string {
    return this.#options.source.location;
  }

  /** What requests are decided with now. */
  get current(): PolicyInForce<Context> | undefined {
    return this.state === 'unavailable' ? undefined : this.latest;
  }

  /** The last good one, also where it has become too old to be used. */
  get latest(): PolicyInForce<Context> | undefined {
    return this.#document.latest?.value.inForce;
  }

  /** Why the last attempt has failed; `undefined` after a good one. */
  get failure(): unknown {
    return this.#document.outage?.error;
  }

  /** The same, for an operator. */
  get rejection(): PolicyRejection | undefined {
    return this.#reporter.rejection;
  }

  get state(): PolicyState {
    if (this.#document.latest === undefined) return 'unavailable';
    if (this.#options.maxStaleMs === undefined) return 'active';
    const freshness = this.#document.freshness();
    return freshness === 'fresh' ? 'active' : freshness === 'stale' ? 'stale' : 'unavailable';
  }

  /** Reads now. One load at a time: a call during a load causes one more after it. Never rejects. */
  refresh(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#isAsked = true;
    this.#loading ??= this.#loadWhileAsked();
    return this.#loading;
  }

  /** When to read again, or to report that the policy is stale. */
  dueAt(): number {
    return Math.min(this.#readAt(), this.#document.staleAt);
  }

  async run(now: number): Promise<void> {
    this.#document.reportStale(instantOf(MONOTONIC));
    if (now >= this.#readAt()) await this.refresh();
  }

  /** Ends timers and watchers at once. A load in flight changes nothing any more; what is in force stays. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#scheduler.close();
    this.#stopWatching();
  }

  /** Stops, and retires what is in force. */
  close(): void {
    this.stop();
    if (this.latest !== undefined && !this.#isClosed) this.#options.retire(this.latest.context);
    this.#isClosed = true;
  }

  #readAt(): number {
    const { outage, latest } = this.#document;
    const readAt = this.#loading === undefined ? (outage?.retryAt ?? latest?.refreshAt) : undefined;
    return readAt ?? Number.POSITIVE_INFINITY;
  }

  async #loadWhileAsked(): Promise<void> {
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false;
      await this.#document.fetch().done;
    }
    this.#loading = undefined;
    this.#scheduler.reschedule(this);
  }

  async #load(before: Loaded<Context> | undefined): Promise<Fetched<Loaded<Context>>> {
    const { source, maxStaleMs = Number.POSITIVE_INFINITY, onStale } = this.#options;
    const value = await this.#take(await readPolicy(source, before), before);
    const at = instantOf(MONOTONIC);
    const usableMs = onStale === 'deny' ? 0 : Number.POSITIVE_INFINITY;
    const refreshAt = at.steady + pollDelay(source.everyMs, Math.random);
    return { value, at, freshMs: maxStaleMs, usableMs, refreshAt };
  }

  /** Activates what was read, where it is another policy: the same in other words costs no keys and no cache. */
  async #take(
    read: PolicyRead | Loaded<Context>,
    before: Loaded<Context> | undefined,
  ): Promise<Loaded<Context>> {
    if (!this.#isRunning()) throw new Error(STOPPED);
    if ('inForce' in read) return read;
    const { policy, origin } = read;
    if (before?.inForce.stamp.digest === policy.digest && haveSameFiles(before.origin, origin)) {
      return { inForce: before.inForce, origin };
    }
    const { activate, retire, clock } = this.#options;
    const context = await activate(policy, before?.inForce.context);
    if (!this.#isRunning()) {
      retire(context);
      throw new Error(STOPPED);
    }
    return { inForce: { context, stamp: stampOf(policy), loadedAt: clock() }, origin };
  }

  /** A method: it may be stopped while something is awaited. */
  #isRunning(): boolean {
    return !this.#isStopped;
  }

  #swap({ inForce }: Loaded<Context>, { fetched, wasReportedStale }: Before<Loaded<Context>>): void {
    const previous = fetched?.value.inForce;
    if (inForce !== previous) {
      if (previous !== undefined) this.#options.retire(previous.context);
      this.#reporter.activated(inForce.stamp, previous?.stamp);
      const unbound = this.#options.unbound(inForce.context);
      if (unbound.length > 0) this.#reporter.unbound(inForce.stamp, unbound);
    }
    this.#reporter.recovered();
    if (wasReportedStale) this.#reporter.aged('policy.fresh', inForce.stamp, this.#options.onStale);
  }
}

/** A source that cannot be watched is read at its interval, which is enough. */
function startWatching(source: PolicySource, onChange: () => void): () => void {
  try {
    return source.watch?.(onChange) ?? ((): void => undefined);
  } catch {
    return () => undefined;
  }
}
