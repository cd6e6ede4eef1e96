// Takes batches of comparisons from run.mjs. Runs the sources, as the tests do: nothing has to be built before.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, defaultServerConditions } from 'vite';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const vite = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  ssr: { resolve: { conditions: ['@org/source', ...defaultServerConditions] } },
});
const { compare, tell } = await vite.ssrLoadModule(join(root, 'packages/jwt-core/test/reference/compare.ts'));

process.on('message', async ({ count, seed }) => {
  const result = await compare(count, seed);
  process.send({ ...result, difference: result.difference && tell(result) });
});
process.on('disconnect', () => process.exit()); // the run is over, or was stopped
process.send('ready');
