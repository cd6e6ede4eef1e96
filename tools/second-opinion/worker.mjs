// Takes batches of comparisons from run.mjs.
import { openSources } from '../lib/sources.mjs';
import { answerBatches } from '../lib/workers.mjs';

const { load } = await openSources();
const { compare, tell } = await load('packages/jwt-core/test/reference/compare.ts');

answerBatches(async ({ count, seed }) => {
  const result = await compare(count, seed);
  return { ...result, difference: result.difference && tell(result) };
});
