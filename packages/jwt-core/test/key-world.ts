/** One service that accepts two providers on this machine, with clocks that the test moves. */

import { onTestFinished, vi } from 'vitest';
import { Denial } from '../src/decision/denial.js';
import { Trace } from '../src/decision/trace.js';
import { findCredential } from '../src/integrity/credential.js';
import { jwsAuthenticator } from '../src/integrity/jws/chain.js';
import type { KeyEvent } from '../src/keys/key-event.js';
import { httpsKeyFetcher, FETCH_LIMITS, type KeyFetcher } from '../src/keys/remote/fetcher.js';
import type { KeyFinder } from '../src/keys/key-ring.js';
import { KeyRings } from '../src/keys/key-rings.js';
import { compileService } from '../src/policy/compile/compile-service.js';
import type { ServicePolicy } from '../src/policy/compile/service-policy.js';
import type { CertificateAuthority } from './certificates.js';
import { collecting } from './event-sinks.js';
import type { Fault } from './faults.js';
import { NOW, type Signer } from './mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from './orders.js';
import { StubProvider } from './stub-provider.js';

/** One fetch's time limit where nothing else ends it: short, because the tests wait for it. */
export const TIMEOUT_MS = 250;

/** What became of a token, and after how many milliseconds. */
export interface Outcome {
  readonly verdict: string;
  readonly waited: number;
}

export class KeyWorld {
  /** One fetch's time limit. As in production, so that a busy machine is not an outage. */
  timeoutMs: number = FETCH_LIMITS.timeoutMs;
  wall: number = NOW;
  steady = 0;
  readonly providers: readonly [StubProvider, StubProvider];
  readonly events: KeyEvent[] = [];
  /** Fetches that were begun, by issuer. */
  readonly fetches = new Map<string, number>();
  readonly #service: ServicePolicy;
  readonly #nameless = new Set<string>();
  #rings: KeyRings | undefined;

  private constructor(providers: readonly [StubProvider, StubProvider]) {
    this.providers = providers;
    const [login, partner] = providers.map(({ iss }) => loginWith({ discovery: 'oidc' }, { iss }));
    if (login === undefined || partner === undefined) throw new Error('There are two providers.');
    this.#service = compileService(ordersPolicy({ login, partner }), 'orders');
  }

  /** Two providers with these keys. With an authority they speak TLS. */
  static async start(
    signers: readonly [Signer, Signer],
    authority?: CertificateAuthority,
  ): Promise<KeyWorld> {
    const [login, partner] = [await StubProvider.start(authority), await StubProvider.start(authority)];
    login.keys = [signers[0].jwk];
    partner.keys = [signers[1].jwk];
    const world = new KeyWorld([login, partner]);
    world.#rings = await KeyRings.open(world.#service, {
      clock: () => world.wall,
      steady: () => world.steady,
      chance: () => 0.5,
      fetcher: world.#fetcher(authority),
      allowHttpLoopback: true,
      limits: {
        ...FETCH_LIMITS,
        get timeoutMs() {
          return world.timeoutMs;
        },
      },
      events: collecting(world.events),
    });
    onTestFinished(() => {
      world.rings.close();
    });
    return world;
  }

  get rings(): KeyRings {
    if (this.#rings === undefined) throw new Error('The rings are not open.');
    return this.#rings;
  }

  ringOf({ iss }: StubProvider): KeyFinder {
    const entry = this.#service.issuers.get(iss);
    if (entry === undefined) throw new Error(`There is no issuer ${iss}.`);
    return this.rings.ringOf(entry);
  }

  pass(milliseconds: number): void {
    this.wall += milliseconds;
    this.steady += milliseconds;
  }

  begin(fault: Fault, dead: readonly StubProvider[]): void {
    if (fault.isSlow === true) this.timeoutMs = TIMEOUT_MS;
    for (const provider of dead) {
      fault.begin(provider);
      if (fault.hasNoName === true) this.#nameless.add(provider.iss);
    }
  }

  async end(fault: Fault, dead: readonly StubProvider[]): Promise<void> {
    this.timeoutMs = FETCH_LIMITS.timeoutMs;
    this.#nameless.clear();
    for (const provider of dead) await fault.end(provider);
  }

  /** What integrity says of a token that this key signed in the name of this provider. */
  async ask(
    { iss }: StubProvider,
    signer: Signer,
    header: Readonly<Record<string, unknown>> = {},
  ): Promise<Outcome> {
    const token = await signer.sign(goodClaims({ iss }), header);
    const started = performance.now();
    const context = { policy: this.#service, rings: this.rings };
    const found = findCredential(asking(token), this.#service.maxTokenBytes);
    const read = found instanceof Denial ? found : jwsAuthenticator.read(found, context, new Trace());
    const result = read instanceof Denial ? read : await read();
    const verdict = result instanceof Denial ? result.code : 'accepted';
    return { verdict, waited: performance.now() - started };
  }

  fetchesOf({ iss }: StubProvider): number {
    return this.fetches.get(iss) ?? 0;
  }

  eventsOf({ iss }: StubProvider, type: KeyEvent['type']): readonly KeyEvent[] {
    return this.events.filter((event) => event.iss === iss && event.type === type);
  }

  /** Fetches that were begun and have not ended. */
  get underWay(): number {
    const begun = [...this.fetches.values()].reduce((sum, count) => sum + count, 0);
    const ends: readonly KeyEvent['type'][] = ['keys.fetched', 'keys.failed', 'keys.unusable'];
    return begun - this.events.filter(({ type }) => ends.includes(type)).length;
  }

  /** Waits until there is none. */
  async settled(): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.underWay > 0) throw new Error('a fetch is under way');
      },
      { interval: 2, timeout: 5_000 },
    );
  }

  #fetcher(authority: CertificateAuthority | undefined): KeyFetcher {
    const fetcher = httpsKeyFetcher(authority === undefined ? {} : { ca: authority.ca });
    return (url, limits) => {
      if (url.pathname !== '/keys') this.fetches.set(url.origin, (this.fetches.get(url.origin) ?? 0) + 1);
      // A label of more than 63 characters has no address anywhere, and no server is asked for it.
      const asked = this.#nameless.has(url.origin) ? new URL(`https://${'x'.repeat(64)}.example`) : url;
      return fetcher(asked, limits);
    };
  }
}
