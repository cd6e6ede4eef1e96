/** All commands, in the order of `--help`. */

import { audit } from './commands/audit.js';
import { check } from './commands/check.js';
import type { CliCommand } from './commands/command.js';
import { completion } from './commands/completion.js';
import { digest } from './commands/digest.js';
import { exportPolicy } from './commands/export.js';
import { init } from './commands/init.js';
import { rules } from './commands/rules.js';
import { schema } from './commands/schema.js';

/** See {@link CliCommand}. */
export const COMMANDS: readonly CliCommand[] = [
  init,
  check,
  audit,
  rules,
  exportPolicy,
  digest,
  schema,
  completion,
];
