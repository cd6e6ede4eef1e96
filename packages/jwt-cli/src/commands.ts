/** All commands, in the order of `--help`. */

import { check } from './commands/check.js';
import type { CliCommand } from './commands/command.js';
import { devIssuer } from './commands/dev-issuer.js';
import { explain } from './commands/explain.js';
import { keys } from './commands/keys.js';
import { mint } from './commands/mint.js';

/** See {@link CliCommand}. */
export const COMMANDS: readonly CliCommand[] = [check, explain, keys, mint, devIssuer];
