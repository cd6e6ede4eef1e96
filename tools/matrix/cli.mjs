// The command, as npm installs it: from the first policy to the evidence, in an empty folder.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { countCommand, sum } from './counts.mjs';
import { scratch } from './pack.mjs';
import { project } from './project.mjs';

const ISSUER = ['--issuer', 'https://login.acme.example', '--offline'];

/** Command lines, each in the folder that the one before it left. */
const LINES = [
  ['--version'],
  ['init', ...ISSUER, '--audience', 'https://orders.acme.example'],
  ['check'],
  ['audit', '--format', 'html', '--out', 'evidence.html'],
  ['digest', '--json'],
  ['schema'],
];

export const cli = {
  name: 'cli',
  about: 'jwt-policy as npm installs it: init, check, audit, digest, schema',
  async run(progress) {
    const installed = await project('packed', progress);
    const command = join(installed, 'node_modules/.bin/jwt-policy');
    const cwd = join(scratch, 'cli');
    mkdirSync(cwd);
    const counts = [];
    for (const line of LINES) {
      progress(`jwt-policy ${line[0]}`);
      counts.push(await countCommand(`jwt-policy ${line.join(' ')}`, [command, ...line], { cwd }));
    }
    return [sum('jwt-policy as npm installs it', counts)];
  },
};
