/**
 * Policies are replaced again and again while requests are judged. `JWT_TORTURE_SWAPS=1000` is the full run
 * (`node tools/torture/reload.mjs`).
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { NOW } from '../../../test/mint.js';
import { DEPLOYMENTS, INTERVAL_MS, type Deployment } from '../../../test/torture-deployments.js';
import {
  createTorture,
  expectedCode,
  kindOf,
  STEADY,
  type Mixture,
  type Torture,
} from '../../../test/torture-documents.js';
import type { DecisionEvent } from '../../report/decision-event.js';
import type { KeyFetcher } from '../../keys/remote/fetcher.js';
import { parsePolicy } from '../policy.js';
import { type Verifier } from '../../verify/verifier.js';
import { createVerifier } from '../../verify/create-verifier.js';
import type { PolicyEvent } from './policy-event.js';

const SWAPS = Number(process.env['JWT_TORTURE_SWAPS'] ?? 25);
const PARALLEL = 64;
/** Between two waves of requests, in milliseconds. */
const MAX_GAP_MS = 20;
/** A load must have come to its end as well; the machine may be busy with other tests. Milliseconds. */
const LOAD_MS = 1_000;

/** Which token a request carries; known to the sink of events as well. */
const asked = new AsyncLocalStorage<Mixture | 'steady'>();

describe.each(Object.entries(DEPLOYMENTS))('policies that are replaced by %s', (method, deploy) => {
  it(`${String(SWAPS)} times are never mixed, and each comes in force`, { timeout: 600_000 }, async () => {
    const torture = await createTorture();
    const deployment = await deploy();
    const before = await held();
    const run = new Run(torture, deployment);
    const { latencies, decisions, fetches, failures } = await run.finish();
    expect(failures).toEqual([]);
    expect(latencies).toHaveLength(SWAPS);
    expect(Math.max(...latencies)).toBeLessThan(INTERVAL_MS + LOAD_MS);
    expect(decisions).toBeGreaterThan(SWAPS);
    expect(fetches).toBe(1);
    expect(await held()).toEqual(before);
    if (process.env['JWT_TORTURE_SWAPS'] !== undefined) report(method, latencies, decisions);
  });
});

/** One verifier, sixty-four who ask it at once, and one who replaces its policy. */
class Run {
  readonly #torture: Torture;
  readonly #deployment: Deployment;
  /** Everything that must not have happened, as sentences. */
  readonly #failures = new Set<string>();
  readonly #waiting = new Map<string, () => void>();
  readonly #digests = new Map<string, string>();
  #decisions = 0;
  #fetches = 0;
  #isOver = false;

  constructor(torture: Torture, deployment: Deployment) {
    this.#torture = torture;
    this.#deployment = deployment;
  }

  async finish(): Promise<{ latencies: number[]; decisions: number; fetches: number; failures: string[] }> {
    await this.#announce(0);
    await this.#deployment.replace(this.#torture.document(0));
    const verifier = await createVerifier({
      policy: this.#deployment.source,
      service: 'orders',
      clock: () => NOW,
      keyFetcher: this.#fetchKeys,
      onDecision: (event) => this.#checkEvent(event),
      onPolicyEvent: (event) => this.#checkPolicyEvent(event),
    });
    const asking = this.#askInWaves(verifier);
    const latencies: number[] = [];
    for (let number = 1; number <= SWAPS; number += 1) latencies.push(await this.#swap(number));
    await this.#burst(verifier);
    this.#isOver = true;
    await asking;
    await verifier.close();
    return { latencies, decisions: this.#decisions, fetches: this.#fetches, failures: [...this.#failures] };
  }

  /** Replaces the policy and waits until it is in force. Returns how long that took, in milliseconds. */
  async #swap(number: number): Promise<number> {
    const digest = await this.#announce(number);
    const inForce = new Promise<void>((resolve) => this.#waiting.set(digest, resolve));
    await this.#deployment.replace(this.#torture.document(number));
    const replaced = performance.now();
    await inForce;
    return performance.now() - replaced;
  }

  /** Many at once: of those in between nothing is promised, but the last one must win. */
  async #burst(verifier: Verifier): Promise<void> {
    for (let number = SWAPS + 1; number < SWAPS + 20; number += 1) {
      await this.#announce(number);
      await this.#deployment.replace(this.#torture.document(number));
    }
    await this.#swap(SWAPS + 20);
    this.#expect(
      verifier.describe().policy?.revision === `r${String(SWAPS + 20)}`,
      'the last one is not in force',
    );
  }

  async #announce(number: number): Promise<string> {
    const { digest } = await parsePolicy(this.#torture.document(number));
    this.#digests.set(`r${String(number)}`, digest);
    return digest;
  }

  /** Between two waves the thread pool is free for reading files: a swap may fall anywhere into a wave. */
  async #askInWaves(verifier: Verifier): Promise<void> {
    for (let wave = 0; !this.#isOver; wave += 1) {
      await Promise.all(Array.from({ length: PARALLEL }, (_, index) => this.#ask(verifier, wave + index)));
      await pause(Math.random() * MAX_GAP_MS);
    }
  }

  async #ask(verifier: Verifier, turn: number): Promise<void> {
    const { mixtures, steady } = this.#torture;
    const mixture = mixtures[turn % (mixtures.length + 1)] ?? 'steady';
    const request = mixture === 'steady' ? steady : mixture.request;
    const decision = await asked.run(mixture, () => verifier.decide(request));
    this.#decisions += 1;
    const code = decision.outcome === 'allow' ? 'allow' : decision.code;
    this.#expect(codesOf(mixture).includes(code), `${inWords(mixture)}: ${code}`);
  }

  /** The event names the policy: the decision must be the one of that policy, to the letter. */
  #checkEvent({ outcome, code, policy }: DecisionEvent): void {
    const mixture = asked.getStore() ?? 'steady';
    const revision = policy?.revision ?? 'r?';
    this.#expect(policy?.digest === this.#digests.get(revision), `${revision} has another digest`);
    const expected = mixture === 'steady' ? 'allow' : expectedCode(mixture, kindOf(revision));
    const found = outcome === 'allow' ? 'allow' : (code ?? '');
    this.#expect(found === expected, `${inWords(mixture)} by a policy of kind ${kindOf(revision)}: ${found}`);
  }

  #checkPolicyEvent(event: PolicyEvent): void {
    if (event.type === 'policy.activated') {
      this.#waiting.get(event.policy.digest)?.();
      this.#waiting.delete(event.policy.digest);
    } else {
      this.#expect(false, JSON.stringify(event));
    }
  }

  readonly #fetchKeys: KeyFetcher = ({ href }) => {
    this.#expect(href === `${STEADY}/jwks`, href);
    this.#fetches += 1;
    return Promise.resolve({ status: 200, body: Buffer.from(this.#torture.published) });
  };

  #expect(holds: boolean, otherwise: string): void {
    if (!holds) this.#failures.add(otherwise);
  }
}

/** What one of the two kinds of policy says to it. */
function codesOf(mixture: Mixture | 'steady'): readonly string[] {
  if (mixture === 'steady') return ['allow'];
  return [expectedCode(mixture, 'a'), expectedCode(mixture, 'b')];
}

function inWords(mixture: Mixture | 'steady'): string {
  return mixture === 'steady'
    ? mixture
    : `key ${mixture.key}, audience ${mixture.audience}, scope ${mixture.scope}`;
}

/** What this process holds open: handles that keep it alive, watched folders and listeners. */
async function held(): Promise<unknown> {
  await pause(50); // closed handles are gone in the next turn
  const handles = process.getActiveResourcesInfo().filter((name) => !BETWEEN_TURNS.has(name));
  const listeners = process
    .eventNames()
    .map((name) => `${String(name)} ${String(process.listenerCount(name))}`);
  return { handles: handles.sort(), listeners, watches: inotifyWatches() };
}

/** The test runner's own, and connections of this test's server that wait to be used again. */
const BETWEEN_TURNS: ReadonlySet<string> = new Set([
  'Timeout',
  'Immediate',
  'TCPSocketWrap',
  'FSReqPromise',
  'FSReqCallback',
]);

function inotifyWatches(): number {
  if (process.platform !== 'linux') return 0;
  const descriptions = readdirSync('/proc/self/fdinfo').map((descriptor) => {
    try {
      return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8');
    } catch {
      return ''; // the one that lists the folder is closed by now
    }
  });
  return descriptions.join('').split('\ninotify wd:').length - 1;
}

function report(method: string, latencies: readonly number[], decisions: number): void {
  const sorted = [...latencies].sort((left, right) => left - right);
  const at = (part: number): string => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(1);
  console.info(
    `${method}: ${String(latencies.length)} swaps, ${String(decisions)} decisions; in force after ${at(0.5)} ms (median), ${at(0.99)} ms (99 %), ${at(1)} ms (last)`,
  );
}
