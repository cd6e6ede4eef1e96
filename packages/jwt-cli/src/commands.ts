/** All commands, in the order of `--help`. */

import { audit } from './commands/audit.js';
import { check } from './commands/check.js';
import type { CliCommand } from './commands/command.js';
import { completion } from './commands/completion.js';
import { devIssuer } from './commands/dev-issuer.js';
import { diff } from './commands/diff.js';
import { digest } from './commands/digest.js';
import { explain } from './commands/explain.js';
import { exportPolicy } from './commands/export.js';
import { init } from './commands/init.js';
import { keys } from './commands/keys.js';
import { matrix } from './commands/matrix.js';
import { mint } from './commands/mint.js';
import { rules } from './commands/rules.js';
import { schema } from './commands/schema.js';
import { test } from './commands/test.js';

/** See {@link CliCommand}. */
export const COMMANDS: readonly CliCommand[] = [
  init,
  check,
  explain,
  test,
  matrix,
  diff,
  keys,
  mint,
  devIssuer,
  exportPolicy,
  audit,
  rules,
  digest,
  schema,
  completion,
];
