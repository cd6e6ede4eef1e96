import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scheduler, type Scheduled } from './scheduler.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Is due at a time, and notes when it was run. */
class Task implements Scheduled {
  readonly ran: number[] = [];
  at: number;
  readonly #every: number;
  #work: Promise<void> = Promise.resolve();

  constructor(at: number, every = Number.POSITIVE_INFINITY) {
    this.at = at;
    this.#every = every;
  }

  takes(work: Promise<void>): this {
    this.#work = work;
    return this;
  }

  dueAt(): number {
    return this.at;
  }

  run(now: number): Promise<void> {
    this.ran.push(now);
    this.at = now + this.#every;
    return this.#work;
  }
}

const begin = (): { scheduler: Scheduler; now: () => number } => {
  const zero = performance.now();
  const now = (): number => Math.round(performance.now() - zero);
  return { scheduler: new Scheduler(now), now };
};

describe('one timer', () => {
  it('runs each at its time', async () => {
    const { scheduler } = begin();
    const tasks = [new Task(1_000), new Task(500), new Task(90_000)];
    for (const task of tasks) scheduler.add(task);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(tasks.map(({ ran }) => ran)).toEqual([[1_000], [500], [90_000]]);
  });

  it('is one for ten thousand', () => {
    const { scheduler } = begin();
    for (let each = 0; each < 10_000; each += 1) scheduler.add(new Task(1_000 + each));
    expect(vi.getTimerCount()).toBe(1);
  });

  it('is none where nothing is due', () => {
    const { scheduler } = begin();
    scheduler.add(new Task(Number.POSITIVE_INFINITY));
    expect(vi.getTimerCount()).toBe(0);
  });

  it('wakes four times a second at most', async () => {
    const { scheduler } = begin();
    const task = new Task(0, 1);
    scheduler.add(task);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(task.ran).toEqual([250, 500, 750, 1_000]);
  });

  it('is rescheduled to an earlier time', async () => {
    const { scheduler } = begin();
    const task = new Task(50_000);
    scheduler.add(task);
    task.at = 1_000;
    scheduler.reschedule(task);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(task.ran).toEqual([1_000]);
  });

  it('runs sixteen at once, and the others after them', async () => {
    const { scheduler } = begin();
    const ends: (() => void)[] = [];
    const tasks = Array.from({ length: 40 }, () =>
      new Task(1_000).takes(
        new Promise((end) => {
          ends.push(end);
        }),
      ),
    );
    for (const task of tasks) scheduler.add(task);
    const ran = (): number => tasks.filter((task) => task.ran.length > 0).length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ran()).toBe(16);
    for (const end of ends) end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ran()).toBe(40);
  });

  it('runs a task again while its work is pending', async () => {
    const { scheduler } = begin();
    const task = new Task(1_000, 1_000).takes(new Promise(() => undefined));
    scheduler.add(task);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(task.ran).toEqual([1_000, 2_000]);
  });

  it('does not run what was removed', async () => {
    const { scheduler } = begin();
    const task = new Task(1_000);
    scheduler.add(task);
    scheduler.remove(task);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(task.ran).toEqual([]);
  });

  it('ends when it is closed', async () => {
    const { scheduler } = begin();
    const task = new Task(1_000);
    scheduler.add(task);
    scheduler.close();
    scheduler.add(task);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([task.ran, vi.getTimerCount()]).toEqual([[], 0]);
  });
});
