import { describe, expect, it } from 'vitest';
import { systemClock } from '../io/clock.js';
import { createSteadyClock } from './instant.js';

describe('the time that has passed', () => {
  const clocks = { wall: 1_000_000, steady: 0 };
  const passed = (): number => elapsed() - start;
  const elapsed = createSteadyClock(
    () => clocks.wall,
    () => clocks.steady,
  );
  const start = elapsed();

  it.each([
    ['advances with both clocks', { wall: 10, steady: 10 }, 10],
    ['advances where the wall clock is set back', { wall: -90_000, steady: 10 }, 20],
    ['advances where the wall clock is frozen', { wall: 0, steady: 10 }, 30],
    ['includes a night in which the machine slept', { wall: 28_800_000, steady: 0 }, 28_800_030],
    ['does not go back', { wall: -28_800_000, steady: 0 }, 28_800_030],
    ['advances where the wall clock returns NaN', { wall: Number.NaN, steady: 10 }, 28_800_040],
  ])('%s', (_what, step, total) => {
    clocks.wall += step.wall;
    clocks.steady += step.steady;
    expect(passed()).toBe(total);
  });
});

it('uses only the clock that the application passes', () => {
  let now = 1_000;
  const elapsed = createSteadyClock(() => now);
  const start = elapsed();
  now += 500;
  expect(elapsed() - start).toBe(500);
  now -= 2_000;
  expect(elapsed() - start).toBe(500);
  now += 100;
  expect(elapsed() - start).toBe(600);
});

it('advances with the clock of the machine', async () => {
  const elapsed = createSteadyClock(systemClock);
  const start = elapsed();
  await new Promise((resolve) => setTimeout(resolve, 2));
  expect(elapsed()).toBeGreaterThan(start);
});

it('does not advance faster when it is read often', () => {
  const elapsed = createSteadyClock(systemClock);
  const [start, started] = [elapsed(), performance.now()];
  while (performance.now() - started < 100) elapsed();
  expect(elapsed() - start).toBeLessThan((performance.now() - started) * 1.05);
});
