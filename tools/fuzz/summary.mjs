// What a run of the fuzzer has seen.

/** Adds up the results of batches. */
export function createSummary() {
  const sum = { inputs: 0, accepted: 0, faults: 0, codes: {} };
  let slowest = [];
  const started = performance.now();
  return {
    get faults() {
      return sum.faults;
    },
    add({ inputs = 0, accepted = 0, codes = {}, faults, slowest: slow = [] }) {
      sum.inputs += inputs;
      sum.accepted += accepted;
      sum.faults += faults.length;
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
      ];
      const slow = slowest.map(
        ({ at, milliseconds, length }) =>
          `  input ${at}: ${milliseconds.toFixed(0)} ms for ${length} characters`,
      );
      return [
        '',
        ...rows.map(([name, count]) => `${name.padEnd(28)}${String(count).padStart(10)}`),
        'slowest',
        ...slow,
        `${seconds.toFixed(0)} seconds`,
      ].join('\n');
    },
  };
}
