/** The command `jwt-policy`: from arguments to an exit code. */

import { Command, CommanderError } from 'commander';
import { COMMANDS } from './commands.js';
import type { Act, CliCommand } from './commands/command.js';
import { EXIT, UsageError, type ExitCode } from './terminal/exit-code.js';
import { processTerminal, type Terminal } from './terminal/terminal.js';
import { version } from './version.js';

const EXIT_CODES = `
Exit codes: 0 the answer is yes, 1 it is no (findings, a failed test, a denied
token, a policy that widened), 2 there is none (wrong arguments, an unreadable
file, a policy that does not load).`;

/** Runs one command. Resolves with the exit code; never rejects. */
export async function run(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const act: Act = async (command) => {
    code = await command(terminal);
  };
  try {
    await programOf(terminal, act).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, terminal);
  }
}

function programOf(terminal: Terminal, act: Act): Command {
  const program = new Command('jwt-policy')
    .description(
      'Check, explain, test and compare the policy that decides which tokens your services accept.',
    )
    .version(version(), '-V, --version')
    .helpCommand(false)
    .showHelpAfterError('(--help shows what can be written)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.note,
      getOutHelpWidth: () => Math.min(terminal.columns, 80),
      getErrHelpWidth: () => Math.min(terminal.columns, 80),
      getOutHasColors: () => terminal.colours.isColorSupported,
      getErrHasColors: () => terminal.colours.isColorSupported,
    });
  for (const each of COMMANDS) add(program, each, act);
  return program;
}

function add(program: Command, each: CliCommand, act: Act): void {
  const { name, about, examples } = each;
  const command = program.command(name).description(about).addHelpText('after', examplesOf(examples));
  each.declare(command, act);
}

function examplesOf(examples: CliCommand['examples']): string {
  return `\nExamples:\n${examples.map(([line, does]) => `  ${line}\n      ${does}`).join('\n')}`;
}

/** What went wrong, in words; without a stack, unless it is a fault of this program. */
function failed(error: unknown, { note, env }: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
  if (error instanceof UsageError || isMistake(error)) {
    note(`${error.message}\n`);
    return EXIT.unusable;
  }
  const unexpected = error instanceof Error ? error : new Error(String(error));
  const isAsked = (env['JWT_POLICY_DEBUG'] ?? '') !== '';
  note(
    `Unexpected: ${unexpected.message}\n${isAsked ? `${unexpected.stack ?? ''}\n` : '(JWT_POLICY_DEBUG=1 shows where)\n'}`,
  );
  return EXIT.unusable;
}

/** A mistake in a policy, or in what core was asked. Core is not loaded for `--help`, so its classes are known by name. */
function isMistake(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'PolicyError' || error.name === 'ConfigurationError');
}
