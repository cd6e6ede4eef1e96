import { beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { EventSink } from './event-sink.js';

let warning: MockInstance<typeof process.emitWarning>;
beforeEach(() => {
  warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});

const WARNING = ['onThing threw: its events are being lost.', { code: 'JWT_POLICY_SINK' }];

describe('a sink of events', () => {
  it('takes each event', () => {
    const take = vi.fn();
    const sink = new EventSink<string>('onThing', take);
    sink.send(() => 'first');
    sink.send(() => 'second');
    expect(take.mock.calls).toEqual([['first'], ['second']]);
  });

  it('may be none: then no event is made', () => {
    const make = vi.fn(() => 'event');
    new EventSink<string>('onThing', undefined).send(make);
    expect(make).not.toHaveBeenCalled();
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('full'))],
  ])('is reported once when it %s', async (_what, take) => {
    const sink = new EventSink<string>('onThing', take);
    for (let count = 0; count < 3; count += 1) sink.send(() => 'event');
    await new Promise((resolve) => setImmediate(resolve));
    expect(warning.mock.calls).toEqual([WARNING]);
  });

  it('may be asynchronous', async () => {
    new EventSink<string>('onThing', () => Promise.resolve()).send(() => 'event');
    await new Promise((resolve) => setImmediate(resolve));
    expect(warning).not.toHaveBeenCalled();
  });

  it('is reported where the event cannot be made', () => {
    new EventSink<string>('onThing', vi.fn()).send(() => new Date(Number.NaN).toISOString());
    expect(warning.mock.calls).toEqual([WARNING]);
  });
});
