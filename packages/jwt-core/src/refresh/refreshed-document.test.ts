import { beforeEach, describe, expect, it } from 'vitest';
import { RefreshedDocument, type Fetched } from './refreshed-document.js';

const FRESH_MS = 10_000;
const USABLE_MS = 60_000;

/** A document whose source, and whose clock, the test controls. */
class Source {
  now = 0;
  content: string | Error = 'a';
  gate: Promise<void> | undefined;
  readonly events: string[] = [];
  readonly document: RefreshedDocument<string> = new RefreshedDocument({
    now: () => ({ steady: this.now, wall: this.now }),
    chance: () => 0,
    backOff: { firstMs: 1_000, maxMs: 8_000, maxOnDemandMs: 2_000 },
    fetch: () => this.#fetch(),
    onFetched: ({ value }, { fetched, outage, wasReportedStale }) => {
      const after = [fetched?.value, outage && 'outage', wasReportedStale && 'stale'].filter(Boolean);
      this.events.push(`fetched ${value} after ${after.join(' ')}`);
    },
    onFailed: ({ failures }) => this.events.push(`failed ${String(failures)}`),
    onStale: ({ value }) => this.events.push(`stale ${value}`),
    onEnded: () => this.events.push('ended'),
  });

  async #fetch(): Promise<Fetched<string>> {
    const at = { steady: this.now, wall: this.now };
    const { content } = this;
    await this.gate;
    if (content instanceof Error) throw content;
    return { value: content, at, freshMs: FRESH_MS, usableMs: USABLE_MS, refreshAt: this.now + 7_000 };
  }
}

let source: Source;
beforeEach(() => {
  source = new Source();
});

describe('a document that is kept fresh', () => {
  it('has one fetch in flight at a time', async () => {
    const { document } = source;
    const [first, second] = [document.fetch(), document.fetch()];
    expect(second).toBe(first);
    await first.done;
    expect([document.inFlight, document.begun, document.answered]).toEqual([undefined, 1, 1]);
  });

  it('is fresh, then stale, then expired', async () => {
    const { document } = source;
    expect([document.freshness(), document.isUsable()]).toEqual([undefined, false]);
    await document.fetch().done;
    const states = [FRESH_MS - 1, FRESH_MS, USABLE_MS, USABLE_MS + 1].map((now) => {
      source.now = now;
      return document.freshness();
    });
    expect(states).toEqual(['fresh', 'stale', 'stale', 'expired']);
    expect(document.isUsable()).toBe(false);
  });

  it('is kept after a failed fetch, and reports the outage with the next good one', async () => {
    const { document } = source;
    await document.fetch().done;
    source.content = new Error('down');
    await document.fetch().done;
    await document.fetch().done;
    expect([document.latest?.value, document.outage?.retryAt]).toEqual(['a', 2_000]);
    source.content = 'b';
    await document.fetch().done;
    expect(document.outage).toBeUndefined();
    expect(source.events.filter((event) => event !== 'ended')).toEqual([
      'fetched a after ',
      'failed 1',
      'failed 2',
      'fetched b after a outage',
    ]);
  });

  it('is reported as stale once, until it was fetched again', async () => {
    const { document } = source;
    await document.fetch().done;
    document.reportStale({ steady: 0, wall: 0 });
    expect(document.staleAt).toBe(FRESH_MS);
    source.now = FRESH_MS;
    for (let times = 0; times < 2; times += 1) document.reportStale({ steady: FRESH_MS, wall: FRESH_MS });
    expect(document.staleAt).toBe(Number.POSITIVE_INFINITY);
    await document.fetch().done;
    expect(source.events.filter((event) => event !== 'ended')).toEqual([
      'fetched a after ',
      'stale a',
      'fetched a after a stale',
    ]);
  });

  it('is waited for to the end of the first fetch, and briefly where the source may be unreachable', async () => {
    const { document } = source;
    expect(await document.waitFor(document.fetch())).toBe(true);
    source.now = FRESH_MS;
    source.gate = new Promise(() => undefined);
    const fetch = document.fetch();
    source.now += 1_000;
    expect(await document.waitFor(fetch)).toBe(false);
  });
});
