// One token again and again, tokens that nobody has seen, ten thousand in rotation, and a few that everybody brings.
import { createPeers, serveKeys } from '../peers.mjs';
import { contest, ratioOf, spread, timed } from '../stats.mjs';
import { createWorld, requestFor, tokensOf, verifierOf } from '../world.mjs';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const IN_FLIGHT = 64;

export async function measure({ quick, progress }) {
  const rows = [];
  for (const alg of quick ? ALGORITHMS.slice(0, 1) : ALGORITHMS) {
    const world = await createWorld(alg);
    const keys = await serveKeys([world.jwk]);
    for (const [what, prepare] of Object.entries(LOADS)) {
      progress(`${alg}, ${what}`);
      rows.push(...(await measureLoad({ alg, what, world, keys, prepare, quick })));
    }
    keys.close();
  }
  return rows;
}

async function measureLoad({ alg, what, world, keys, prepare, quick }) {
  const verifier = await verifierOf(world, { verifiedTokens: { maxEntries: 20_000 } });
  const ours = async (token) => {
    const decision = await verifier.decide(requestFor(token));
    if (decision.outcome !== 'allow') throw new Error(`refused: ${decision.code}`);
  };
  const rounds = quick ? 7 : 21;
  const load = await prepare(world, rounds + 3);
  const verifiers = { ours, ...(await createPeers(world, keys.url)) };
  const contestants = Object.fromEntries(
    Object.entries(verifiers).map(([name, verify]) => [
      name,
      (round) => timed(load.tokens(round), load.inFlight, verify),
    ]),
  );
  const results = await contest(contestants, { rounds });
  await verifier.close();
  return Object.entries(results).map(([name, result]) => ({
    what,
    alg,
    name,
    wallMicros: spread(result.wall),
    mainMicros: spread(result.main),
    oursIsFasterBy: ratioOf(result, results.ours),
    oursOfItsMainThread: ratioOf(results.ours, result, 'main'),
  }));
}

const range = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** For each, the tokens of one round. Each contestant sees the same ones. */
const LOADS = {
  'the same token': async (world) => {
    const [token] = await tokensOf(world, 1);
    const tokens = range(300, () => token);
    return { inFlight: 1, tokens: () => tokens };
  },
  'new tokens': async (world, rounds) => {
    const all = await tokensOf(world, rounds * 256);
    return { inFlight: IN_FLIGHT, tokens: (round) => all.slice(round * 256, (round + 1) * 256) };
  },
  '10,000 in rotation': async (world) => {
    // Each is seen once before it counts: four thousand are enough to leave every processor's cache.
    const all = await tokensOf(world, 4_000);
    return {
      inFlight: IN_FLIGHT,
      tokens: (round) => (round === 0 ? all : range(500, (index) => all[(round * 500 + index) % all.length])),
    };
  },
  'as people come (Zipf)': async (world) => {
    const all = await tokensOf(world, 2_000);
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    // With the exponent 1, ranks are uniform on a logarithmic scale.
    const pick = () => all[Math.floor(all.length ** random()) - 1];
    const drawn = new Map();
    return {
      inFlight: IN_FLIGHT,
      tokens: (round) => {
        if (!drawn.has(round)) drawn.set(round, range(500, pick));
        return drawn.get(round);
      },
    };
  },
};
