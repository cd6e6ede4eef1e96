// What a remembered token takes, and whether many of them make one dearer.
import { median } from '../stats.mjs';
import { createWorld, requestFor, tokensOf, verifierOf } from '../world.mjs';

export async function measure({ quick, progress }) {
  const world = await createWorld('ES256'); // the one that is signed fastest
  const sizes = quick ? [1, 1_000] : [1, 1_000, 10_000, 100_000];
  const rows = [];
  for (const size of sizes) {
    progress(`cache of ${size} tokens`);
    const verifier = await verifierOf(world, { verifiedTokens: { maxEntries: 100_000 } });
    await verifier.decide(requestFor(await world.sign(-1))); // what is compiled once is no entry
    const before = used();
    for (let from = 0; from < size; from += 1_000) {
      const tokens = await tokensOf(world, Math.min(1_000, size - from), from);
      await Promise.all(tokens.map((token) => verifier.decide(requestFor(token))));
    }
    const bytes = (used() - before) / size;
    const token = await world.sign(0);
    const request = requestFor(token);
    const micros = [];
    for (let round = 0; round < 21; round += 1) {
      const started = performance.now();
      for (let each = 0; each < 300; each += 1) await verifier.decide(request);
      micros.push(((performance.now() - started) * 1000) / 300);
    }
    rows.push({
      size,
      bytesPerEntry: size < 1_000 ? undefined : bytes,
      tokenBytes: token.length,
      micros: median(micros),
    });
    await verifier.close();
  }
  return rows;
}

/** Everything that the process holds for it, inside V8's heap and beside it. */
function used() {
  for (let each = 0; each < 3; each += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
