// What a remembered token takes, and whether many of them make one dearer.
import { median } from '../../lib/stats.mjs';
import { createWorld, requestFor, tokensOf, verifierOf } from '../world.mjs';

const TOKEN_BYTES = 1_024;

export async function measure({ quick, progress }) {
  const world = await createWorld('ES256'); // the one that is signed fastest
  const claims = paddingFor((await world.sign(0)).length);
  const fill = async (verifier, count) => {
    for (let from = 0; from < count; from += 1_000) {
      const tokens = await tokensOf(world, Math.min(1_000, count - from), from, claims);
      await Promise.all(tokens.map((token) => verifier.decide(requestFor(token))));
    }
  };
  const open = () => verifierOf(world, { tokenCache: { maxEntries: 100_000 } });

  progress('cache, first of all');
  // What is compiled and allocated once is not an entry.
  const first = await open();
  await fill(first, 3_000);
  await first.close();

  const rows = [];
  for (const size of quick ? [1, 3_000] : [1, 1_000, 10_000, 100_000]) {
    progress(`cache of ${size} tokens`);
    const verifier = await open();
    await verifier.decide(requestFor(await world.sign(-1)));
    const before = used();
    await fill(verifier, size);
    const bytes = (used() - before) / size;
    const token = await world.sign(0, claims);
    rows.push({
      size,
      bytesPerEntry: size < 1_000 ? undefined : bytes,
      tokenBytes: token.length,
      micros: await timeOf(verifier, token),
    });
    await verifier.close();
  }
  return rows;
}

async function timeOf(verifier, token) {
  const request = requestFor(token);
  const micros = [];
  for (let round = 0; round < 21; round += 1) {
    const started = performance.now();
    for (let each = 0; each < 300; each += 1) await verifier.decide(request);
    micros.push(((performance.now() - started) * 1000) / 300);
  }
  return median(micros);
}

/** Groups, as many as make the token a kilobyte long. */
function paddingFor(length) {
  const missing = Math.floor(((TOKEN_BYTES - length) * 3) / 4) - '"groups":[],'.length;
  const length32 = (index) => `group-${index}-`.padEnd(32, '0123456789abcdef');
  return { groups: Array.from({ length: Math.round(missing / 35) }, (_, index) => length32(index)) };
}

/** Everything that the process holds for it, inside and outside of V8's heap. */
function used() {
  for (let each = 0; each < 3; each += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
