// Loads TypeScript sources of the workspace, as the tests do: nothing has to be built before.
import { join } from 'node:path';
import { createServer, defaultServerConditions } from 'vite';
import { root } from './workspace.mjs';

/** Answers a function that takes a path from the root of the workspace and answers the module. `close` ends it. */
export async function openSources() {
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    ssr: { resolve: { conditions: ['@org/source', ...defaultServerConditions] } },
  });
  return { load: (path) => vite.ssrLoadModule(join(root, path)), close: () => vite.close() };
}
