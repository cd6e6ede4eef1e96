// What is aimed at, and what came of it: for each aim, the worst of the rows that it is about.
const MIDDLE = 1;

const ofTokens = (what, name, pick) => (results) =>
  results.tokens
    .filter((row) => row.what === what && row.name === name && row.notAvailable === undefined)
    .map((row) => pick(row)[MIDDLE]);
const ofServers = (pick, isMeant) => (results) =>
  results.http
    .filter((row) => row.kind === 'guarded' && pick(row) !== undefined && isMeant(row))
    .map((row) => pick(row)[MIDDLE]);

const isInRotation = ({ what }) => what.endsWith('in rotation');
const isNestOnFastify = ({ framework }) => framework === 'nest on fastify';
const isMalformed = ({ what }) => what.startsWith('malformed') || what.startsWith('no token');
const faster = (row) => row.oursIsFasterBy;
const ofItsMainThread = (row) => row.oursOfItsMainThread;
const ofOpen = (row) => row.ofOpen;
const ofPeer = (row) => row.ofPeer;

const BARS = [
  {
    what: 'the same token, times as fast as fast-jwt with its cache',
    part: 'tokens',
    atLeast: 1.3,
    of: ofTokens('the same token', 'fast-jwt, cached', faster),
  },
  {
    what: 'the same token, times as fast as jose',
    part: 'tokens',
    atLeast: 15,
    of: ofTokens('the same token', 'jose', faster),
  },
  {
    what: 'new tokens, times the throughput of jose',
    part: 'tokens',
    atLeast: 1,
    of: ofTokens('new tokens', 'jose', faster),
  },
  {
    what: 'new tokens, part of the main thread of jose',
    part: 'tokens',
    atMost: 0.6,
    of: ofTokens('new tokens', 'jose', ofItsMainThread),
  },
  {
    what: 'a guarded server, the same token, part of the open one',
    part: 'http',
    atLeast: 0.85,
    of: ofServers(ofOpen, ({ what }) => what === 'the same token'),
  },
  {
    what: 'a guarded server, tokens in rotation, part of the open one',
    part: 'http',
    atLeast: 0.75,
    of: ofServers(ofOpen, isInRotation),
  },
  {
    what: 'a guarded server, tokens in rotation, times the usual guard',
    part: 'http',
    atLeast: 1.5,
    of: ofServers(ofPeer, (row) => isInRotation(row) && !isNestOnFastify(row)),
  },
  {
    what: 'the same with Nest on Fastify',
    part: 'http',
    atLeast: 6,
    of: ofServers(ofPeer, (row) => isInRotation(row) && isNestOnFastify(row)),
  },
  {
    what: 'a malformed token, part of a verification by jose',
    part: 'refusals',
    atMost: 0.1,
    of: ({ refusals }) => refusals.filter(isMalformed).map(({ partOfJose }) => partOfJose[MIDDLE]),
  },
  {
    what: '10,000 issuers, tenants or operations, times the cost of one',
    part: 'growth',
    atMost: 1.2,
    of: ({ growth }) => growth.map(({ ratioToOne }) => ratioToOne),
  },
  {
    what: 'kilobytes for a remembered token of one kilobyte',
    part: 'cache',
    atMost: 1.2,
    of: ({ cache }) => cache.flatMap(({ bytesPerEntry }) => (bytesPerEntry ? bytesPerEntry / 1024 : [])),
  },
  {
    what: 'jwt-policy --help, and check of a small file: milliseconds',
    part: 'command',
    atMost: 200,
    of: ({ command }) =>
      command
        .filter(({ name }) => /--help|check/u.test(name))
        .map(({ millis }) => Math.round(millis[MIDDLE])),
  },
  {
    what: 'import and a first verifier, times the import of jose',
    part: 'start',
    atMost: 1.7,
    of: ({ start }) =>
      start.rows.filter(({ isAimedAt }) => isAimedAt).map(({ timesJose }) => timesJose[MIDDLE]),
  },
];

/** Only of what was measured. */
export function barsOf(results) {
  return BARS.filter(({ part }) => part in results).map(({ what, atLeast, atMost, of }) => {
    const bar = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
    const values = of(results);
    if (values.length === 0) return { what, bar, worst: 'not available', verdict: '' };
    const worst = atLeast === undefined ? Math.max(...values) : Math.min(...values);
    const isMet = atLeast === undefined ? worst <= atMost : worst >= atLeast;
    return { what, bar, worst: worst.toFixed(2), verdict: isMet ? 'met' : 'missed' };
  });
}
