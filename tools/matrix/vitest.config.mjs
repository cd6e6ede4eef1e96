import { join, sep } from 'node:path';
import { defineConfig } from 'vitest/config';
import { settings } from '../config/vitest.base.mjs';

const folder = process.env.MATRIX_FOLDER;
if (!folder) throw new Error('MATRIX_FOLDER: expected the folder of a framework. Run npm run matrix.');

/** Fails where a test would get a package from the workspace, and with it another version or the sources. */
const onlyFromFolder = {
  name: 'only-from-folder',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    const isCopied = importer?.startsWith(join(folder, '.run') + sep) && /\.ts$/u.test(importer);
    const isPackage = /^(?:@[\w-]+\/)?[a-z][\w.-]*(?:\/|$)/u.test(source);
    if (!isCopied || !isPackage || source === 'vitest') return null;
    const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
    const found = resolved?.id ?? 'nothing';
    if (found.startsWith(join(folder, 'node_modules') + sep)) return resolved;
    throw new Error(
      `${source}: expected it in ${folder}/node_modules, found ${found}. Add it to the package.json there.`,
    );
  },
};

export default defineConfig({
  plugins: [onlyFromFolder],
  // As in the tsconfig of the packages: controllers are written with decorators.
  oxc: { decorator: { legacy: true } },
  // As in the workspace: a machine under load is not a failure.
  test: {
    include: ['test/{conformance,raw-http,registration,guard-order,tracing}*.test.ts'],
    testTimeout: settings.test.testTimeout,
  },
});
