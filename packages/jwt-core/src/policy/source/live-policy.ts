/** The policy in force, kept up to date: read → parse → check → activate → swap one reference. */

import type { Clock } from '../../io/clock.js';
import type { Policy } from '../policy.js';
import type { PolicyStamp } from '../compile/service-policy.js';
import type { PolicySource } from './source.js';
import { nextReadIn } from '../../refresh/cadence.js';
import { Freshness } from './policy-freshness.js';
import type { PolicyEventSink } from './policy-event.js';
import { haveSameFiles, readPolicy, UnreadableError, type Origin, type PolicyRead } from './reading.js';
import type { PolicyRejection } from './rejection.js';
import { PolicyReporter } from './reporter.js';
import { stampOf } from '../compile/stamp.js';

/** How a policy is kept up to date. */
export interface LivePolicyOptions<Bench> {
  readonly source: PolicySource;
  /** Makes of a policy what requests are judged by; or throws, and nothing changes. */
  readonly activate: (policy: Policy, previous: Bench | undefined) => Promise<Bench>;
  /** Ends what a bench holds open; requests that still have it may go on. Must not throw. */
  readonly retire: (bench: Bench) => void;
  /** In milliseconds, without a confirmation from the source. For ever where it is left out. */
  readonly maxStaleMs: number | undefined;
  /** What a policy that is too old does to requests. */
  readonly onStale: 'warn' | 'deny';
  readonly onEvent: PolicyEventSink | undefined;
  readonly clock: Clock;
}

/** What is in force. */
export interface PolicyInForce<Bench> {
  readonly bench: Bench;
  readonly stamp: PolicyStamp;
  /** Milliseconds since 1970. */
  readonly loadedAt: number;
}

/** `stale` only warns. A policy that is too old to be used is `unavailable`, like one that never came. */
export type PolicyState = 'active' | 'stale' | 'unavailable';

/** Keeps the last good policy, whatever comes. */
export class LivePolicy<Bench> {
  readonly #options: LivePolicyOptions<Bench>;
  readonly #reporter: PolicyReporter;
  readonly #freshness: Freshness;
  readonly #stopWatching: () => void;
  #latest: (PolicyInForce<Bench> & { readonly origin: Origin }) | undefined;
  #failure: unknown;
  #unreadable = 0;
  #isAsked = false;
  #loading: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #isClosed = false;

  private constructor(options: LivePolicyOptions<Bench>) {
    const { source, clock, maxStaleMs, onStale } = options;
    this.#options = options;
    this.#reporter = new PolicyReporter(source.location, clock, options.onEvent);
    this.#freshness = new Freshness(maxStaleMs, (age) => {
      if (this.#latest !== undefined) this.#reporter.aged(age, this.#latest.stamp, onStale);
    });
    this.#stopWatching = startWatching(source, () => void this.refresh());
  }

  /** Reads for the first time. Never rejects: {@link LivePolicy.failure} says why there is no policy. */
  static async open<Bench>(options: LivePolicyOptions<Bench>): Promise<LivePolicy<Bench>> {
    const live = new LivePolicy(options);
    await live.refresh();
    return live;
  }

  get location(): string {
    return this.#options.source.location;
  }

  /** What requests are judged by at this moment. */
  get current(): PolicyInForce<Bench> | undefined {
    return this.state === 'unavailable' ? undefined : this.#latest;
  }

  /** The last good one, also where it has become too old to be used. */
  get latest(): PolicyInForce<Bench> | undefined {
    return this.#latest;
  }

  /** Why the last attempt has failed; `undefined` after a good one. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The same, for an operator. */
  get rejection(): PolicyRejection | undefined {
    return this.#reporter.rejection;
  }

  get state(): PolicyState {
    if (this.#latest === undefined) return 'unavailable';
    if (!this.#freshness.isStale) return 'active';
    return this.#options.onStale === 'deny' ? 'unavailable' : 'stale';
  }

  /** Reads now. One load at a time: whoever asks during one causes one more after it. Never rejects. */
  refresh(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#isAsked = true;
    this.#loading ??= this.#loadWhileAsked();
    return this.#loading;
  }

  /** Ends timers and watchers at once. A load that is under way changes nothing any more; what is in force stays. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#freshness.close();
    this.#stopWatching();
  }

  /** Stops, and retires what is in force. */
  close(): void {
    this.stop();
    if (this.#latest !== undefined && !this.#isClosed) this.#options.retire(this.#latest.bench);
    this.#isClosed = true;
  }

  async #loadWhileAsked(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false;
      await this.#load();
    }
    this.#loading = undefined;
    if (this.#isStopped) return;
    const delay = nextReadIn(this.#options.source.everyMs, this.#unreadable);
    this.#timer = setTimeout(() => void this.refresh(), delay).unref();
  }

  async #load(): Promise<void> {
    try {
      const read = await readPolicy(this.#options.source, this.#latest?.origin);
      if (read !== undefined && this.#isOpen()) await this.#take(read);
      if (this.#isOpen()) this.#confirm();
    } catch (error) {
      if (this.#isOpen()) this.#fail(error);
    }
  }

  async #take({ policy, origin }: PolicyRead): Promise<void> {
    const previous = this.#latest;
    if (previous?.stamp.digest === policy.digest && haveSameFiles(previous.origin, origin)) {
      // The same in other words. No swap: the keys and all that was cached stay as they are.
      this.#latest = { ...previous, origin };
      return;
    }
    const { activate, retire, clock } = this.#options;
    const bench = await activate(policy, previous?.bench);
    if (!this.#isOpen()) return retire(bench);
    const stamp = stampOf(policy);
    this.#latest = { bench, stamp, loadedAt: clock(), origin };
    if (previous !== undefined) retire(previous.bench);
    this.#reporter.activated(stamp, previous?.stamp);
  }

  /** It may have been stopped while something was awaited. */
  #isOpen(): boolean {
    return !this.#isStopped;
  }

  #confirm(): void {
    this.#failure = undefined;
    this.#unreadable = 0;
    this.#reporter.recovered();
    this.#freshness.confirm();
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#unreadable = error instanceof UnreadableError ? this.#unreadable + 1 : 0;
    this.#reporter.failed(error);
  }
}

/** A source that cannot tell of changes is read again and again, which has to be enough. */
function startWatching(source: PolicySource, onChange: () => void): () => void {
  try {
    return source.watch?.(onChange) ?? ((): void => undefined);
  } catch {
    return () => undefined;
  }
}
