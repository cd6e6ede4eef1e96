/** All commands, in the order of `--help`. */

import { check } from './commands/check.js';
import type { CliCommand } from './commands/command.js';
import { explain } from './commands/explain.js';
import { keys } from './commands/keys.js';

/** See {@link CliCommand}. */
export const COMMANDS: readonly CliCommand[] = [check, explain, keys];
