// Installs what a lockfile says, once for each lockfile and version of Node. Node built-ins only.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './child.mjs';

/** `announce` is called before npm runs, and not at all where nothing is to be done. */
export async function install(folder, { flags = [], announce = () => {} } = {}) {
  const stamp = join(folder, 'node_modules/.install-stamp');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(process.version)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  announce();
  await npm(['ci', ...flags], { cwd: folder });
  writeFileSync(stamp, wanted);
}

/** For a folder other than the workspace's own: its packages need no scripts. */
export const QUIETLY = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
