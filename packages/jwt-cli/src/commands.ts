/** All commands, in the order of `--help`. */

import { check } from './commands/check.js';
import type { CliCommand } from './commands/command.js';
import { matrix } from './commands/matrix.js';
import { test } from './commands/test.js';

/** See {@link CliCommand}. */
export const COMMANDS: readonly CliCommand[] = [check, test, matrix];
