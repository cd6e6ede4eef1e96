// Do the types of each entry point say what its code is, wherever TypeScript looks for them?
import { packages } from '../lib/workspace.mjs';
import { countCommand, sum } from './counts.mjs';
import { pack } from './pack.mjs';
import { project } from './project.mjs';

export const countAttw = {
  name: 'attw',
  about: '@arethetypeswrong/cli on every published package, in its strict profile',
  async run(progress) {
    const cwd = await project('packed', progress);
    const tarballs = await pack();
    const command = 'node_modules/@arethetypeswrong/cli/dist/index.js';
    const counts = [];
    // A package that is a command has no types.
    const libraries = packages.filter(({ manifest }) => manifest.types !== undefined);
    for (const { manifest } of libraries) {
      progress(manifest.name);
      counts.push(
        await countCommand(manifest.name, [command, tarballs.get(manifest.name), '--profile=strict'], {
          cwd,
        }),
      );
    }
    return [sum(`attw on ${libraries.length} packages`, counts)];
  },
};
