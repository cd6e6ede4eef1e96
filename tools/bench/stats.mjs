// Contestants take turns, so that whatever else the machine does, it does to all of them.
import { performance } from 'node:perf_hooks';

export function quantile(values, part) {
  const sorted = [...values].sort((left, right) => left - right);
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const median = (values) => quantile(values, 0.5);

/** Median and quartiles. */
export const spread = (values) => [0.25, 0.5, 0.75].map((part) => quantile(values, part));

/** Microseconds for each of `items`: on the clock, and of the main thread. */
export async function timed(items, inFlight, use) {
  const before = performance.eventLoopUtilization();
  const started = performance.now();
  if (inFlight === 1) for (const item of items) await use(item);
  else {
    const queue = items.values();
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        for (const item of queue) await use(item);
      }),
    );
  }
  const wall = performance.now() - started;
  // One after the other, the loop never sleeps, and is not asked: the wall clock tells.
  const { active } = performance.eventLoopUtilization(before);
  return {
    wall: (wall * 1000) / items.length,
    main: ((inFlight === 1 ? wall : Math.min(active, wall)) * 1000) / items.length,
  };
}

/**
 * Lets all contestants run `rounds` times in turn. `contestants`: by name, a function of the round that answers
 * `{ wall, main }`. The first rounds are not counted.
 */
export async function contest(contestants, { rounds, warm = 3 }) {
  const results = Object.fromEntries(Object.keys(contestants).map((name) => [name, { wall: [], main: [] }]));
  for (let round = 0; round < rounds + warm; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const { wall, main } = await run(round);
      if (round < warm) continue;
      results[name].wall.push(wall);
      results[name].main.push(main);
    }
  }
  return results;
}

/** How many times `other` costs what `ours` costs, round by round. */
export function ratioOf(other, ours, kind = 'wall') {
  return spread(other[kind].map((value, round) => value / ours[kind][round]));
}
