// The measured, as rows of text. A ratio is the median of the rounds' ratios, with the quartiles around it.
const MIDDLE = 1;
const two = (value) => value.toFixed(2);
const ratio = ([low, middle, high]) => `${two(middle)} (${two(low)}–${two(high)})`;
const micros = (value) => (value < 100 ? value.toFixed(1) : value.toFixed(0));
const NOT_AVAILABLE = 'not available';

const TABLES = { tokens, refusals, http, growth, cache, start, command };

/** Every table by its title. Only what was measured is there. */
export function tablesOf(results) {
  const measured = Object.entries(TABLES).filter(([name]) => name in results);
  return Object.assign({}, ...measured.map(([name, make]) => make(results[name])));
}

function tokens(all) {
  const loads = [...new Set(all.map(({ what }) => what))];
  return Object.fromEntries(
    loads.map((load) => [
      `Tokens: ${load}`,
      {
        headings: ['', 'alg', 'µs', 'main thread µs', 'ours is faster by', 'ours of its main thread'],
        rows: all.filter(({ what }) => what === load).map(tokenRow),
      },
    ]),
  );
}

function tokenRow({ name, alg, notAvailable, wallMicros, mainMicros, oursIsFasterBy, oursOfItsMainThread }) {
  if (notAvailable !== undefined) return [name, alg, NOT_AVAILABLE, '', '', ''];
  const times = [micros(wallMicros[MIDDLE]), micros(mainMicros[MIDDLE])];
  if (name === 'ours') return ['@org/jwt-core', alg, ...times, '', ''];
  return [name, alg, ...times, ratio(oursIsFasterBy), two(oursOfItsMainThread[MIDDLE])];
}

function refusals(rows) {
  return {
    Refusals: {
      headings: ['', 'µs', 'main thread µs', 'of a good token by jose'],
      rows: rows.map(({ what, wallMicros, mainMicros, partOfJose }) => [
        what,
        micros(wallMicros[MIDDLE]),
        micros(mainMicros[MIDDLE]),
        ratio(partOfJose),
      ]),
    },
  };
}

function http(rows) {
  return {
    Servers: {
      headings: ['', 'tokens', 'requests/s', 'p99 ms', 'CPU µs', 'of the open server', 'of the usual guard'],
      rows: rows.map(serverRow),
    },
  };
}

const GUARDS = { peer: 'the usual guard', least: 'the least guard' };

function serverRow({ framework, what, kind, notAvailable, perSecond, p99Millis, cpuMicros, ofOpen, ofPeer }) {
  const name = `${framework}, ${GUARDS[kind] ?? kind}`;
  if (notAvailable !== undefined) return [name, what, NOT_AVAILABLE, '', '', '', ''];
  return [
    name,
    what,
    perSecond[MIDDLE].toFixed(0),
    p99Millis.toFixed(1),
    micros(cpuMicros[MIDDLE]),
    kind === 'open' ? '' : ratio(ofOpen),
    kind === 'guarded' && ofPeer ? ratio(ofPeer) : '',
  ];
}

function growth(rows) {
  return {
    Growth: {
      headings: ['', 'number', 'start ms', 'heap MB', 'decide µs', 'of one'],
      rows: rows.map(({ what, size, startMs, heapMb, decideMicros, ratioToOne }) => [
        what,
        String(size),
        startMs.toFixed(1),
        Math.max(0, heapMb).toFixed(1),
        micros(decideMicros),
        two(ratioToOne),
      ]),
    },
  };
}

function cache(rows) {
  return {
    'Remembered tokens': {
      headings: ['tokens', 'bytes each', 'of a token of', 'decide µs'],
      rows: rows.map(({ size, bytesPerEntry, tokenBytes, micros: each }) => [
        String(size),
        bytesPerEntry === undefined ? '' : bytesPerEntry.toFixed(0),
        `${tokenBytes} bytes`,
        micros(each),
      ]),
    },
  };
}

function start({ rows }) {
  return {
    Start: {
      headings: ['import of', 'ms', 'CPU ms', 'times jose'],
      rows: rows.map(({ name, millis, cpuMillis, timesJose }) => [
        name,
        millis[MIDDLE].toFixed(1),
        cpuMillis[MIDDLE].toFixed(1),
        ratio(timesJose),
      ]),
    },
  };
}

function command(all) {
  return {
    Command: {
      headings: ['process', 'ms', 'times node'],
      rows: all.map(({ name, millis, timesNode }) => [name, millis[MIDDLE].toFixed(0), ratio(timesNode)]),
    },
  };
}
