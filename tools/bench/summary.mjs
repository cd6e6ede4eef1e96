// The measured, as tables that fit a terminal of 80 columns, and what was aimed at.

/** Columns of equal width; the first is text, the others are numbers. */
export function table(headings, rows) {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ');
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

const MIDDLE = 1;
const two = (value) => value.toFixed(2);
/** A ratio, and the quartiles around it. */
const ratio = ([low, middle, high]) => `${two(middle)} (${two(low)}–${two(high)})`;
const micros = (value) => (value < 100 ? value.toFixed(1) : value.toFixed(0));

/** Every table by its title. Only what was measured is there. */
export function tablesOf(results) {
  const tables = {};
  const add = (title, headings, rows) => (tables[title] = { headings, rows });
  if (results.tokens) {
    for (const what of new Set(results.tokens.map((row) => row.what))) {
      add(
        `Tokens: ${what}`,
        ['', 'alg', 'µs', 'main thread µs', 'ours is faster by'],
        results.tokens
          .filter((row) => row.what === what)
          .map(({ name, alg, wallMicros, mainMicros, oursIsFasterBy }) => [
            name === 'ours' ? '@org/jwt-core' : name,
            alg,
            micros(wallMicros[MIDDLE]),
            micros(mainMicros[MIDDLE]),
            name === 'ours' ? '' : ratio(oursIsFasterBy),
          ]),
      );
    }
  }
  if (results.refusals)
    add(
      'Refusals',
      ['', 'µs', 'part of a verification by jose'],
      results.refusals.map(({ what, wallMicros, partOfJose }) => [
        what,
        micros(wallMicros[MIDDLE]),
        ratio(partOfJose),
      ]),
    );
  if (results.http)
    add(
      'Servers',
      ['', 'tokens', 'requests/s', 'p99 ms', 'CPU µs', 'of the open server'],
      results.http.map(({ framework, what, kind, perSecond, p99Millis, cpuMicros, ofOpen }) => [
        `${framework}, ${kind === 'peer' ? 'the usual guard' : kind}`,
        what,
        perSecond[MIDDLE].toFixed(0),
        p99Millis.toFixed(1),
        micros(cpuMicros[MIDDLE]),
        kind === 'open' ? '' : ratio(ofOpen),
      ]),
    );
  if (results.growth)
    add(
      'Growth',
      ['', 'number', 'start ms', 'heap MB', 'decide µs', 'of one'],
      results.growth.map(({ what, size, startMs, heapMb, decideMicros, ratioToOne }) => [
        what,
        String(size),
        startMs.toFixed(1),
        heapMb.toFixed(1),
        micros(decideMicros),
        two(ratioToOne),
      ]),
    );
  if (results.cache)
    add(
      'Remembered tokens',
      ['tokens', 'bytes each', 'of a token of', 'decide µs'],
      results.cache.map(({ size, bytesPerEntry, tokenBytes, micros: each }) => [
        String(size),
        bytesPerEntry === undefined ? '' : bytesPerEntry.toFixed(0),
        `${tokenBytes} bytes`,
        micros(each),
      ]),
    );
  if (results.start)
    add(
      'Start',
      ['import of', 'ms', 'times jose'],
      results.start.rows.map(({ name, millis, timesJose }) => [
        name,
        millis[MIDDLE].toFixed(1),
        ratio(timesJose),
      ]),
    );
  return tables;
}

/** What was aimed at, and what came of it: the worst of all rows that it is about. */
export function barsOf(results) {
  const bars = [];
  const add = (what, bar, values, isMet) => {
    if (values.length === 0) return;
    const worst = values.reduce((one, other) => (isMet(one) && !isMet(other) ? other : one));
    const extreme = bar.startsWith('≥') ? Math.min(...values) : Math.max(...values);
    bars.push({ what, bar, worst: two(extreme), isMet: isMet(worst) });
  };
  const of = (what, name, pick) =>
    (results.tokens ?? [])
      .filter((row) => row.what === what && row.name === name)
      .map((row) => pick(row)[MIDDLE]);
  const faster = (row) => row.oursIsFasterBy;
  add(
    'the same token, against fast-jwt with its cache',
    '≥ 1.3',
    of('the same token', 'fast-jwt, cached', faster),
    (v) => v >= 1.3,
  );
  add('the same token, against jose', '≥ 15', of('the same token', 'jose', faster), (v) => v >= 15);
  add('new tokens, throughput against jose', '≥ 1.0', of('new tokens', 'jose', faster), (v) => v >= 1);
  add(
    'new tokens, main thread, of jose',
    '≤ 0.6',
    of('new tokens', 'jose', (row) => row.oursOfItsMainThread),
    (v) => v <= 0.6,
  );
  const http = (what, pick) =>
    (results.http ?? [])
      .filter((row) => row.what === what && row.kind === 'guarded')
      .map((row) => pick(row)[MIDDLE]);
  add(
    'a guarded server, the same token, of the open one',
    '≥ 0.85',
    http('the same token', (row) => row.ofOpen),
    (v) => v >= 0.85,
  );
  add(
    'a guarded server, 10,000 in rotation, of the open one',
    '≥ 0.75',
    http('10,000 in rotation', (row) => row.ofOpen),
    (v) => v >= 0.75,
  );
  add(
    'a guarded server, 10,000 in rotation, of the usual guard',
    '≥ 1.5',
    http('10,000 in rotation', (row) => row.ofPeer),
    (v) => v >= 1.5,
  );
  const malformed = (results.refusals ?? []).filter(
    ({ what }) => what.startsWith('malformed') || what.startsWith('no token'),
  );
  add(
    'a malformed token, of a verification by jose',
    '≤ 0.1',
    malformed.map((row) => row.partOfJose[MIDDLE]),
    (v) => v <= 0.1,
  );
  add(
    '10,000 of anything, of the cost of one',
    '≤ 1.2',
    (results.growth ?? []).map((row) => row.ratioToOne),
    (v) => v <= 1.2,
  );
  const entries = (results.cache ?? []).flatMap(({ bytesPerEntry, tokenBytes }) =>
    bytesPerEntry ? [bytesPerEntry / tokenBytes] : [],
  );
  add('a remembered token, of its own length', '≤ 1.2', entries, (v) => v <= 1.2);
  const start = (results.start?.rows ?? []).filter(({ name }) => name.endsWith('verifier'));
  add(
    'import and a first verifier, of the import of jose',
    '≤ 1.7',
    start.map((row) => row.timesJose[MIDDLE]),
    (v) => v <= 1.7,
  );
  return bars;
}

/** For the terminal. */
export function summarise(results) {
  const bars = barsOf(results).map(({ what, bar, worst, isMet }) => [
    what,
    bar,
    worst,
    isMet ? 'met' : 'missed',
  ]);
  return [
    `${results.machine}, ${results.date}`,
    ...Object.entries(tablesOf(results)).map(
      ([title, { headings, rows }]) => `${title}\n\n${table(headings, rows)}`,
    ),
    `Aims\n\n${table(['', 'aim', 'worst', ''], bars)}`,
  ].join('\n\n');
}
