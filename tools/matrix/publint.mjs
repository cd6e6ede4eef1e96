// Are the manifests and the packed files what bundlers, Node and TypeScript expect?
import { bin, packages } from '../lib/workspace.mjs';
import { countCommand, sum } from './counts.mjs';

export const countPublint = {
  name: 'publint',
  about: 'publint on every published package',
  async run(progress) {
    const counts = [];
    for (const { dir, manifest } of packages) {
      progress(manifest.name);
      counts.push(await countCommand(manifest.name, [bin('publint/src/cli.js'), 'run', dir, '--strict']));
    }
    return [sum(`publint on ${packages.length} packages`, counts)];
  },
};
