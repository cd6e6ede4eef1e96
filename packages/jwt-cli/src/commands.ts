/** All commands, in the order of `--help`. */

import { check } from './commands/check.js';
import type { CliCommand } from './commands/command.js';
import { diff } from './commands/diff.js';

/** See {@link CliCommand}. */
export const COMMANDS: readonly CliCommand[] = [check, diff];
