// One token again and again, tokens that were never seen, ten thousand in rotation, and a few that most requests bring.
import { timed } from '../../lib/clock.mjs';
import { spread } from '../../lib/stats.mjs';
import { contest, ratioOf } from '../contest.mjs';
import { createPeers, serveKeys } from '../peers.mjs';
import { createWorld, REMEMBERED, requestFor, tokensOf, verifierOf } from '../world.mjs';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const IN_FLIGHT = 64;
/** Rounds that are not counted: it takes thousands of tokens until everything is compiled. */
const WARM = 3;

export async function measure({ quick, progress }) {
  const size = quick
    ? { tokens: 3_000, rounds: 7, perRound: 150 }
    : { tokens: 10_000, rounds: 21, perRound: 256 };
  const rows = [];
  for (const alg of quick ? ALGORITHMS.slice(0, 1) : ALGORITHMS) {
    progress(`${alg}, signing ${size.tokens} tokens`);
    const world = await createWorld(alg);
    const tokens = await tokensOf(world, size.tokens);
    const keys = await serveKeys([world.jwk]);
    for (const load of loadsOf(tokens, size)) {
      progress(`${alg}, ${load.what}`);
      rows.push(...(await measureLoad({ alg, world, keys, load, rounds: size.rounds })));
    }
    keys.close();
  }
  return rows;
}

async function measureLoad({ alg, world, keys, load, rounds }) {
  const { what, inFlight } = load;
  const verifier = await verifierOf(world, { tokenCache: { maxEntries: REMEMBERED } });
  const ours = async (request) => {
    const decision = await verifier.decide(request);
    if (decision.outcome !== 'allow') throw new Error(`refused: ${decision.code}`);
  };
  const { peers, missing } = await createPeers(world, keys.url);
  // The others are given a token that was found already, this library a request.
  const contestants = { ours: (round) => timed(load.tokens(round).map(requestFor), inFlight, ours) };
  for (const [name, verify] of Object.entries(peers))
    contestants[name] = (round) => timed(load.tokens(round), inFlight, verify);
  const results = await contest(contestants, { rounds, warm: WARM });
  await verifier.close();
  const rows = Object.entries(results).map(([name, result]) => ({
    what,
    alg,
    name,
    wallMicros: spread(result.wall),
    mainMicros: spread(result.main),
    oursIsFasterBy: ratioOf(result, results.ours),
    oursOfItsMainThread: ratioOf(results.ours, result, 'main'),
  }));
  return [...rows, ...missing.map((row) => ({ what, alg, ...row }))];
}

const range = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** For each, the tokens of one round. Each contestant sees the same ones. */
function loadsOf(all, { rounds, perRound }) {
  const one = (count) => range(count, () => all[0]);
  const counted = one(300);
  const mixes = range(rounds + WARM, zipfOf(all));
  return [
    { what: 'the same token', inFlight: 1, tokens: (round) => (round < WARM ? one(2_000) : counted) },
    { what: 'new tokens', inFlight: IN_FLIGHT, tokens: newOnes(all, rounds * perRound, perRound) },
    {
      what: `${all.length.toLocaleString('en')} in rotation`,
      inFlight: IN_FLIGHT,
      // Each is seen once before it counts.
      tokens: (round) => (round === 0 ? all : range(500, (index) => all[(round * 500 + index) % all.length])),
    },
    { what: 'as people come (Zipf)', inFlight: IN_FLIGHT, tokens: (round) => mixes[round] },
  ];
}

/** Each token once. Those that are not counted come first. */
function newOnes(all, counted, perRound) {
  const ahead = all.length - counted;
  return (round) => {
    if (round < WARM) return all.slice((ahead / WARM) * round, (ahead / WARM) * (round + 1));
    const from = ahead + (round - WARM) * perRound;
    return all.slice(from, from + perRound);
  };
}

/** With the exponent 1, ranks are uniform on a logarithmic scale. */
function zipfOf(all) {
  let state = 7;
  // The same draw in every run.
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => range(500, () => all[Math.floor(all.length ** random()) - 1]);
}
