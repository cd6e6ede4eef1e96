import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { EventSink, observerOf } from './event-sink.js';

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
  it('hands each event to all observers, in their order', () => {
    const seen: string[] = [];
    const sink = new EventSink<string>('thing', [
      (event) => seen.push(`one ${event}`),
      (event) => seen.push(`two ${event}`),
    ]);
    sink.emit(() => 'a');
    sink.emit(() => 'b');
    expect(seen).toEqual(['one a', 'two a', 'one b', 'two b']);
  });

  it('makes no event without an observer', () => {
    const make = vi.fn(() => 'event');
    const sink = new EventSink<string>('thing', []);
    sink.emit(make);
    expect(make).not.toHaveBeenCalled();
    expect(sink.isObserved).toBe(false);
  });

  it('warns once where its events cannot be made', () => {
    const observe = vi.fn<(event: string) => void>();
    const sink = new EventSink<string>('thing', [observe]);
    for (let count = 0; count < 3; count += 1) sink.emit(() => new Date(Number.NaN).toISOString());
    expect(observe).not.toHaveBeenCalled();
    expect(warning.mock.calls).toEqual([
      ['The thing events cannot be made: they are being lost.', { code: 'JWT_POLICY_SINK' }],
    ]);
  });

  it('freezes an event for several observers, with all that it holds', () => {
    const event = { list: [{ deep: true }] };
    const observe = vi.fn<(event: unknown) => void>();
    new EventSink('thing', [observe]).emit(() => event);
    expect(Object.isFrozen(event)).toBe(false);
    new EventSink('thing', [observe, observe]).emit(() => event);
    expect([event, event.list, event.list[0]].every(Object.isFrozen)).toBe(true);
  });

  it('gets another observer only where it has none', () => {
    const [own, other] = [vi.fn<(event: string) => void>(), vi.fn<(event: string) => void>()];
    new EventSink<string>('thing', [own]).orElse(other).emit(() => 'event');
    new EventSink<string>('thing', []).orElse(other).emit(() => 'event');
    expect([own, other].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });
});

describe('a function of the application that observes', () => {
  it.each<[string, () => unknown]>([
    ['throws', failing],
    ['rejects', () => Promise.reject(new Error('full'))],
    [
      'rejects under Jest, with a promise of another realm',
      (): unknown => runInNewContext('Promise.reject()'),
    ],
  ])('is reported once, by its name, when it %s', async (_what, observe) => {
    const observer = observerOf<string>('onThing', observe);
    for (let count = 0; count < 3; count += 1) observer('event');
    await pending();
    expect(warning.mock.calls).toEqual([lost('onThing')]);
  });

  it('may be asynchronous', async () => {
    observerOf<string>('onThing', () => Promise.resolve())('event');
    await pending();
    expect(warning).not.toHaveBeenCalled();
  });

  it('keeps no event from the others when it throws', () => {
    const observe = vi.fn<(event: string) => void>();
    new EventSink<string>('thing', [observerOf('bad', failing), observe]).emit(() => 'event');
    expect(observe).toHaveBeenCalledWith('event');
  });
});
