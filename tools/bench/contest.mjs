// Contestants take turns, so that other work on the machine slows all of them alike.
import { spread } from '../lib/stats.mjs';

/**
 * Lets all contestants run `rounds` times in turn. `contestants`: by name, a function of the round that answers
 * `{ wall, main }`. Who begins changes with every round. The first rounds are not counted.
 */
export async function contest(contestants, { rounds, warm = 3 }) {
  const names = Object.keys(contestants);
  const results = Object.fromEntries(names.map((name) => [name, { wall: [], main: [] }]));
  for (let round = 0; round < rounds + warm; round += 1) {
    for (const name of inTurn(names, round)) {
      const { wall, main } = await contestants[name](round);
      if (round < warm) continue;
      results[name].wall.push(wall);
      results[name].main.push(main);
    }
  }
  return results;
}

/** The first one finds what the last one left: garbage, and a cold processor cache. */
export function inTurn(names, round) {
  const first = round % names.length;
  return [...names.slice(first), ...names.slice(0, first)];
}

/** How many times `other` costs what `ours` costs, round by round. */
export function ratioOf(other, ours, kind = 'wall') {
  return spread(other[kind].map((value, round) => value / ours[kind][round]));
}
