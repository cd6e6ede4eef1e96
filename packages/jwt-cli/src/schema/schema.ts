/** `jwt-policy schema`. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EXIT, type ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

/** The schema that is published with core, whose version the document is for. */
export function schema(terminal: Terminal): ExitCode {
  const file = createRequire(import.meta.url).resolve('@org/jwt-core/schema/jwt-policy.v1.json');
  terminal.out(readFileSync(file, 'utf8'));
  return EXIT.ok;
}
