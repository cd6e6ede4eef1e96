// @org/jwt-express beside the MCP SDK, which declares `req.auth` with a type of its own: compiled together with every
// declaration checked, and run.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../lib/child.mjs';
import { QUIETLY } from '../lib/install.mjs';
import { bin } from '../lib/workspace.mjs';
import { countCommand } from './counts.mjs';
import { pack, scratch } from './pack.mjs';

// Two declarations that contradict each other are an error inside of a third package.
const OPTIONS =
  '--module nodenext --target es2023 --types node --strict --skipLibCheck false --outDir out'.split(' ');

const PACKAGES = ['@org/jwt-core', '@org/jwt-express', '@org/jwt-testing'];

export const mcp = {
  name: 'mcp',
  about: '@org/jwt-express beside the MCP SDK: types, and a server',
  run: async (progress) => {
    const cwd = await install(progress);
    progress('types');
    const types = await countCommand(
      'beside the MCP SDK: types',
      [bin('typescript7/bin/tsc'), ...OPTIONS, 'server.ts'],
      {
        cwd,
      },
    );
    progress('run');
    return [types, await countCommand('an MCP server behind guard()', [join('out', 'server.js')], { cwd })];
  },
};

async function install(progress) {
  progress('npm pack');
  const tarballs = await pack();
  const cwd = join(scratch, 'mcp');
  mkdirSync(cwd);
  for (const file of ['package.json', 'package-lock.json', 'server.ts']) {
    copyFileSync(join(import.meta.dirname, 'mcp', file), join(cwd, file));
  }
  progress('npm install');
  await npm(['install', ...QUIETLY, ...PACKAGES.map((name) => tarballs.get(name))], { cwd });
  return cwd;
}
