/** What a command is, before any of its code is loaded. */

import type { Command } from 'commander';
import type { ExitCode } from '../terminal/exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

/** One command of `jwt-policy`. */
export interface CliCommand {
  readonly name: string;
  /** In one line. */
  readonly about: string;
  /** Command lines that show it, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Declares arguments and options. `act` runs the command with what was given. */
  declare(command: Command, act: Act): void;
}

/** Runs a command; what it returns is what the process ends with. */
export type Act = (run: (terminal: Terminal) => Promise<ExitCode>) => Promise<void>;
