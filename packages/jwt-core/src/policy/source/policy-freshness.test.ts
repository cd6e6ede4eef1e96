import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { broken, openLive } from '../../../test/live-policy.js';
import { HeldSource, revision } from '../../../test/policy-sources.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a policy that was not confirmed for maxStaleMs', () => {
  const MAX_STALE = { maxStaleMs: 60_000 };

  it('is reported once as stale, and once as fresh after a confirmation', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, reported, inForce } = await openLive(source, MAX_STALE);
    for (const outage of ['first', 'second']) {
      source.content = new Error(`${outage} outage`);
      await vi.advanceTimersByTimeAsync(300_000);
      expect([live.state, inForce()]).toEqual(['stale', 'r1']);
      source.content = revision('r1');
      await vi.advanceTimersByTimeAsync(source.everyMs);
      expect(live.state).toBe('active');
    }
    const episode = (outage: string): string[] => [`unreadable: ${outage} outage`, 'stale r1', 'fresh r1'];
    expect(reported()).toEqual(['activated - → r1', ...episode('first'), ...episode('second')]);
  });

  it('is unavailable with onStale deny, to the millisecond', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, inForce } = await openLive(source, { ...MAX_STALE, onStale: 'deny' });
    source.content = new Error('down');
    await vi.advanceTimersByTimeAsync(59_999);
    expect([live.state, inForce()]).toEqual(['active', 'r1']);
    await vi.advanceTimersByTimeAsync(1);
    expect([live.state, inForce(), live.latest?.context]).toEqual(['unavailable', undefined, 'r1']);
    source.content = revision('r1');
    await live.refresh();
    expect([live.state, inForce()]).toEqual(['active', 'r1']);
  });

  it('is stale also where its successor is broken', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, reported } = await openLive(source, MAX_STALE);
    source.content = broken();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.state).toBe('stale');
    expect(reported().at(-1)).toBe('stale r1');
  });

  it('is unavailable also where its source never answers', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, inForce } = await openLive(source, { ...MAX_STALE, onStale: 'deny' });
    source.gate = new Promise(() => undefined);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([live.state, inForce()]).toEqual(['unavailable', undefined]);
  });

  it('stays active where the source says "unchanged" in time', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, reported } = await openLive(source, MAX_STALE);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(live.state).toBe('active');
    expect(reported()).toEqual(['activated - → r1']);
  });
});
