// What a run of the fuzzer has seen.
import { quantile } from '../lib/stats.mjs';
import { renderNumbers } from '../lib/table.mjs';

/** Adds up the results of batches. */
export function createSummary() {
  const sum = { inputs: 0, accepted: 0, faults: 0, tooLong: 0, codes: {} };
  const times = [];
  let slowest = [];
  const started = performance.now();
  return {
    get faults() {
      return sum.faults;
    },
    add({ inputs = 0, accepted = 0, codes = {}, faults, times: more = [], tooLong = 0, slowest: slow = [] }) {
      sum.inputs += inputs;
      sum.accepted += accepted;
      sum.faults += faults.length;
      sum.tooLong += tooLong;
      times.push(...more);
      for (const [code, count] of Object.entries(codes)) sum.codes[code] = (sum.codes[code] ?? 0) + count;
      slowest = [...slowest, ...slow]
        .sort((left, right) => right.milliseconds - left.milliseconds)
        .slice(0, 5);
    },
    render() {
      const seconds = (performance.now() - started) / 1000;
      const rows = [
        ['inputs', sum.inputs],
        ['accepted', sum.accepted],
        ['refused', sum.inputs - sum.accepted],
        ...Object.entries(sum.codes)
          .sort(([, left], [, right]) => right - left)
          .map(([code, count]) => [`  with ${code}`, count]),
        ['faults', sum.faults],
        ['longer than 50 ms', sum.tooLong],
      ];
      const slow = slowest.map(
        ({ at, milliseconds, length }) =>
          `  input ${at}: ${milliseconds.toFixed(0)} ms for ${length} characters`,
      );
      const at = (share) => (times.length === 0 ? 0 : quantile(times, share)).toFixed(1);
      return [
        '',
        renderNumbers(rows),
        `milliseconds in which no other work had a turn: median ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`,
        'slowest',
        ...slow,
        `${seconds.toFixed(0)} seconds`,
      ].join('\n');
    },
  };
}
