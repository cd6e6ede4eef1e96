import { Option } from 'commander';
import type { CheckOptions } from '../check/check.js';
import type { CliCommand } from './command.js';

export const check: CliCommand = {
  name: 'check',
  about: 'Find what is wrong with policy documents: load errors, then lint rules',
  examples: [
    ['jwt-policy check policy.yaml', 'one file'],
    ['jwt-policy check prod.yaml staging.yaml --format sarif', 'several, for a code scanner'],
    ['git show HEAD:policy.yaml | jwt-policy check -', 'standard input'],
  ],
  declare(command, act) {
    command
      .argument('[files...]', 'policies; - is standard input, REVISION:PATH asks git')
      .addOption(
        new Option('--format <format>', 'how to write the report')
          .choices(['pretty', 'brief', 'json', 'sarif', 'github'])
          .default('pretty'),
      )
      .addOption(
        new Option('--fail-on <severity>', 'end with 1 for findings of this weight')
          .choices(['error', 'warning', 'hint', 'never'])
          .default('warning'),
      )
      .option('--watch', 'check again whenever a file changes', false)
      .action((files: readonly string[], options: CheckOptions) =>
        act(async (terminal) => (await import('../check/check.js')).check(terminal, files, options)),
      );
  },
};
