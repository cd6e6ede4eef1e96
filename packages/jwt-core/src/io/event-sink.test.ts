import { beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { EventSink, takerOf } from './event-sink.js';

let warning: MockInstance<typeof process.emitWarning>;
beforeEach(() => {
  warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  warning.mockClear();
});

const pending = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const lost = (name: string): readonly unknown[] => [
  `${name} threw: its events are being lost.`,
  { code: 'JWT_POLICY_SINK' },
];
const failing = (): never => {
  throw new Error('full');
};

describe('a sink of events', () => {
  it('passes each event to all that take it, in their order', () => {
    const seen: string[] = [];
    const sink = new EventSink<string>('thing', [
      (event) => seen.push(`one ${event}`),
      (event) => seen.push(`two ${event}`),
    ]);
    sink.send(() => 'a');
    sink.send(() => 'b');
    expect(seen).toEqual(['one a', 'two a', 'one b', 'two b']);
  });

  it('makes no event where nothing takes it', () => {
    const make = vi.fn(() => 'event');
    const sink = new EventSink<string>('thing', []);
    sink.send(make);
    expect(make).not.toHaveBeenCalled();
    expect(sink.isObserved).toBe(false);
  });

  it('warns once where its events cannot be made', () => {
    const take = vi.fn<(event: string) => void>();
    const sink = new EventSink<string>('thing', [take]);
    for (let count = 0; count < 3; count += 1) sink.send(() => new Date(Number.NaN).toISOString());
    expect(take).not.toHaveBeenCalled();
    expect(warning.mock.calls).toEqual([
      ['A thing event cannot be made: it is lost.', { code: 'JWT_POLICY_SINK' }],
    ]);
  });

  it('freezes an event that several take, with all that it holds', () => {
    const event = { list: [{ deep: true }] };
    const take = vi.fn<(event: unknown) => void>();
    new EventSink('thing', [take]).send(() => event);
    expect(Object.isFrozen(event)).toBe(false);
    new EventSink('thing', [take, take]).send(() => event);
    expect([event, event.list, event.list[0]].every(Object.isFrozen)).toBe(true);
  });

  it('gives way to no other taker where it has one', () => {
    const [own, other] = [vi.fn<(event: string) => void>(), vi.fn<(event: string) => void>()];
    new EventSink<string>('thing', [own]).orElse(other).send(() => 'event');
    new EventSink<string>('thing', []).orElse(other).send(() => 'event');
    expect([own, other].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });
});

describe('a function of the application that takes events', () => {
  it.each<[string, () => unknown]>([
    ['throws', failing],
    ['rejects', () => Promise.reject(new Error('full'))],
  ])('is reported once, by its name, when it %s', async (_what, take) => {
    const taker = takerOf<string>('onThing', take);
    for (let count = 0; count < 3; count += 1) taker('event');
    await pending();
    expect(warning.mock.calls).toEqual([lost('onThing')]);
  });

  it('may be asynchronous', async () => {
    takerOf<string>('onThing', () => Promise.resolve())('event');
    await pending();
    expect(warning).not.toHaveBeenCalled();
  });

  it('keeps no event from the others when it throws', () => {
    const take = vi.fn<(event: string) => void>();
    new EventSink<string>('thing', [takerOf('bad', failing), take]).send(() => 'event');
    expect(take).toHaveBeenCalledWith('event');
  });
});
