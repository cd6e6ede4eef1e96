import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { broken, openLive, revisionOf } from '../../../test/live-policy.js';
import { NOW } from '../../../test/mint.js';
import { HeldSource, closedGate, revision } from '../../../test/policy-sources.js';
import { EventSink, observerOf } from '../../io/event-sink.js';
import type { Policy } from '../policy.js';
import { PolicyError } from '../policy-error.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { PolicyEvent } from './policy-event.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a policy that is kept up to date', () => {
  it('is in force after the first read, and its event names it', async () => {
    const { live, events, inForce } = await openLive(new HeldSource(revision('r1')));
    expect(inForce()).toBe('r1');
    expect(live.state).toBe('active');
    expect(live.latest).toMatchObject({ stamp: { name: 'shop', revision: 'r1' }, loadedAt: NOW });
    const digest = live.latest?.stamp.digest;
    expect(events).toEqual([
      {
        type: 'policy.activated',
        time: '2026-11-23T12:00:00.000Z',
        location: 'held',
        policy: { name: 'shop', revision: 'r1', digest },
      },
    ]);
  });

  it('is swapped when the source reports a change', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, reported, inForce } = await openLive(source);
    source.change(revision('r2'));
    await live.refresh();
    expect(inForce()).toBe('r2');
    expect(reported()).toEqual(['activated - → r1', 'activated r1 → r2']);
  });

  it('is swapped within the interval when the source reports nothing', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, inForce } = await openLive(source);
    for (const next of ['r2', 'r3', 'r4']) {
      source.content = revision(next);
      await vi.advanceTimersByTimeAsync(source.everyMs);
      await live.refresh();
      expect(inForce()).toBe(next);
    }
  });

  it('may be replaced by an older one: the event names both', async () => {
    const source = new HeldSource(revision('r2'));
    const { live, events } = await openLive(source);
    source.content = revision('r1');
    await live.refresh();
    expect(events.at(-1)).toMatchObject({
      type: 'policy.activated',
      policy: { revision: 'r1' },
      previous: { revision: 'r2' },
    });
  });

  it('stays as it is, without an event, for the same document in other words', async () => {
    const source = new HeldSource(revision('r1'));
    const activate = vi.fn((policy: Policy) => Promise.resolve(revisionOf(policy)));
    const { live, reported } = await openLive(source, { activate });
    const before = live.current?.context;
    source.content = `# a comment\n${revision('r1')}`;
    await live.refresh();
    await live.refresh();
    expect(live.current?.context).toBe(before);
    expect(activate).toHaveBeenCalledTimes(1);
    expect(reported()).toEqual(['activated - → r1']);
    expect(source.asked.at(-1)).toBe(source.content); // and it is not fetched again and again
  });

  it('passes what was in force to the next activation', async () => {
    const source = new HeldSource(revision('r1'));
    const handed: (string | undefined)[] = [];
    const { live } = await openLive(source, {
      activate: (policy, previous) => {
        handed.push(previous);
        return Promise.resolve(revisionOf(policy));
      },
    });
    source.content = revision('r2');
    await live.refresh();
    expect(handed).toEqual([undefined, 'r1']);
  });
});

describe('the last good policy stays', () => {
  it('when the document is broken, and every problem is reported as data', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, events, inForce } = await openLive(source);
    source.content = broken('secret: hunter2\n    ');
    await live.refresh();
    expect(inForce()).toBe('r1');
    expect(live.failure).toBeInstanceOf(PolicyError);
    const [, event] = events;
    expect(event).toMatchObject({
      type: 'policy.rejected',
      location: 'held',
      reason: 'The document has 2 problems.',
      problems: [
        { code: 'unknown_key', pointer: '/services/orders/secret', line: 12 },
        { code: 'unknown_key', pointer: '/services/orders/audeince', line: 13, column: 5 },
      ],
    });
    expect(JSON.stringify(events)).not.toContain('hunter2');
  });

  it('when the document does not fit this service', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, events, inForce } = await openLive(source, {
      activate: (policy) =>
        revisionOf(policy) === 'r2'
          ? Promise.reject(new ConfigurationError('There is no service named "orders".'))
          : Promise.resolve(revisionOf(policy)),
    });
    source.content = revision('r2');
    await live.refresh();
    expect(inForce()).toBe('r1');
    expect(events[1]).toMatchObject({
      type: 'policy.rejected',
      reason: 'There is no service named "orders".',
      problems: [],
    });
  });

  it('when the source cannot be read', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, reported, inForce } = await openLive(source);
    source.content = new Error('status 503');
    await live.refresh();
    expect(inForce()).toBe('r1');
    expect(reported()[1]).toBe('unreadable: status 503');
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text alone', 'text'],
    ['a text without a tag', { text: revision('r2') }],
    ['a tag without a text', { tag: '1' }],
  ])('when a source of the application returns %s', async (_what, content) => {
    const source = new HeldSource(revision('r1'));
    const { live, reported, inForce } = await openLive(source);
    source.read = () => Promise.resolve(content as never);
    await live.refresh();
    expect(inForce()).toBe('r1');
    expect(reported()[1]).toBe('unreadable: the source returned no text and tag');
  });

  it('and each failure is reported once until a read was good', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, reported } = await openLive(source);
    const failures = [new Error('status 500'), broken(), new Error('status 500'), broken()];
    for (const content of [...failures, ...failures, revision('r1'), ...failures]) {
      source.content = content;
      await live.refresh();
    }
    const [first, second] = ['unreadable: status 500', 'rejected: unknown_key'];
    expect(reported()).toEqual(['activated - → r1', first, second, first, second]);
  });
});

describe('without a policy', () => {
  it('there is none until the first good one', async () => {
    const source = new HeldSource(broken());
    const { live, reported, inForce } = await openLive(source);
    expect([live.state, live.current, live.latest]).toEqual(['unavailable', undefined, undefined]);
    source.content = revision('r1');
    await vi.advanceTimersByTimeAsync(source.everyMs);
    await live.refresh();
    expect(inForce()).toBe('r1');
    expect(reported()).toEqual(['rejected: unknown_key', 'activated - → r1']);
  });

  it('a source that says "unchanged" is unreadable', async () => {
    const source = new HeldSource('');
    source.read = () => Promise.resolve(undefined);
    const { live, reported } = await openLive(source);
    expect(live.state).toBe('unavailable');
    expect(reported()).toEqual([
      'unreadable: the source says "unchanged" without having been asked about a version',
    ]);
  });
});

describe('reads', () => {
  it('are repeated a second after a failure, then twice as late each time, up to the interval', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const source = new HeldSource(new Error('down'));
    await openLive(source);
    const waits: number[] = [];
    let [reads, waited] = [1, 0];
    while (waits.length < 7) {
      await vi.advanceTimersByTimeAsync(500);
      waited += 500;
      if (source.asked.length === reads) continue;
      waits.push(waited);
      [reads, waited] = [source.asked.length, 0];
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  it('come up to a fifth early, so that a fleet does not read together', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const source = new HeldSource(revision('r1'));
    await openLive(source);
    await vi.advanceTimersByTimeAsync(source.everyMs * 0.81);
    expect(source.asked).toHaveLength(2);
  });

  it('are one at a time: changes during one lead to one more', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, reported } = await openLive(source);
    const gate = closedGate();
    source.gate = gate.passed;
    source.change(revision('r2'));
    for (const next of ['r3', 'r4', 'r5']) source.change(revision(next));
    expect(source.asked).toHaveLength(2);
    gate.open();
    await live.refresh();
    expect(reported()).toEqual(['activated - → r1', 'activated r1 → r2', 'activated r2 → r5']);
    expect(source.asked).toHaveLength(3);
  });

  it('go on after one that never ends', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, reported, inForce } = await openLive(source);
    source.gate = closedGate().passed;
    const loading = live.refresh();
    await vi.advanceTimersByTimeAsync(60_000);
    await loading;
    expect(reported()[1]).toBe('unreadable: the source did not answer in time');
    source.gate = undefined;
    source.content = revision('r2');
    await vi.advanceTimersByTimeAsync(1_000);
    await live.refresh();
    expect(inForce()).toBe('r2');
  });

  it('may be answered at once, without a promise', async () => {
    const source = new HeldSource(revision('r1'));
    const { live, inForce } = await openLive(source);
    source.read = () => ({ text: revision('r2'), tag: 'r2' }) as never;
    await live.refresh();
    expect(inForce()).toBe('r2');
  });

  it('go on where the source cannot be watched', async () => {
    const source = new HeldSource(revision('r1'));
    source.watch = () => {
      throw new Error('ENOSPC');
    };
    const { live, inForce } = await openLive(source);
    source.content = revision('r2');
    await vi.advanceTimersByTimeAsync(source.everyMs);
    await live.refresh();
    expect(inForce()).toBe('r2');
  });
});

describe('after close', () => {
  it('nothing is read, watched or waited for', async () => {
    const source = new HeldSource(revision('r1'));
    const { live } = await openLive(source, { maxStaleMs: 60_000 });
    expect([source.watchers, vi.getTimerCount()]).toEqual([1, 1]);
    live.close();
    live.close();
    expect([source.watchers, vi.getTimerCount()]).toEqual([0, 0]);
    await live.refresh();
    source.change(revision('r2'));
    expect(source.asked).toHaveLength(1);
  });

  it('retires what was in force before, and at the end what is', async () => {
    const retired: string[] = [];
    const source = new HeldSource(revision('r1'));
    const { live } = await openLive(source, { retire: (context) => void retired.push(context) });
    source.content = revision('r2');
    await live.refresh();
    expect(retired).toEqual(['r1']);
    live.close();
    live.close();
    expect(retired).toEqual(['r1', 'r2']);
  });

  it.each(['the read', 'the activation'])(
    'nothing is activated, even if it comes during %s',
    async (during) => {
      const source = new HeldSource(revision('r1'));
      const gate = closedGate();
      let isHeld = false;
      const { live, reported } = await openLive(source, {
        maxStaleMs: 60_000,
        activate: async (policy) => {
          if (isHeld) live.close();
          return Promise.resolve(revisionOf(policy));
        },
      });
      if (during === 'the read') source.gate = gate.passed;
      isHeld = true;
      source.content = revision('r2');
      const loading = live.refresh();
      if (during === 'the read') live.close();
      gate.open();
      await loading;
      expect(live.latest?.context).toBe('r1');
      expect(reported()).toEqual(['activated - → r1']);
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});

it('an observer that throws changes nothing and is reported once', async () => {
  const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const source = new HeldSource(revision('r1'));
  const { live, inForce } = await openLive(source, {
    events: new EventSink<PolicyEvent>('policy', [
      observerOf('observer', () => {
        throw new Error('full');
      }),
    ]),
  });
  source.content = revision('r2');
  await live.refresh();
  expect(inForce()).toBe('r2');
  expect(warning.mock.calls).toEqual([
    ['observer threw: its events are being lost.', { code: 'JWT_POLICY_SINK' }],
  ]);
});
