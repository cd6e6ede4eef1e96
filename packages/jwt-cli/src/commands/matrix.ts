import { Option } from 'commander';
import type { MatrixCommandOptions } from '../matrix/matrix.js';
import type { CliCommand } from './command.js';

export const matrix: CliCommand = {
  name: 'matrix',
  about: 'Show what a leaked token opens: every kind of token at every operation',
  examples: [
    ['jwt-policy matrix policy.yaml', 'each issuer and identity, for each service'],
    ['jwt-policy matrix policy.yaml --html matrix.html', 'a page for a review'],
    ['jwt-policy matrix policy.yaml --rows operations', 'what else the token of an operation opens'],
    ['jwt-policy matrix policy.yaml --format csv', 'one line for each cell'],
  ],
  declare(command, act) {
    command
      .argument('[file]', 'the policy; - is standard input, REVISION:PATH asks git')
      .addOption(
        new Option(
          '--rows <what>',
          'holders: any token of an issuer or identity; operations: the token of one rule',
        )
          .choices(['holders', 'operations'])
          .default('holders'),
      )
      .addOption(
        new Option('--format <format>', 'how to write it').choices(['table', 'csv', 'json']).default('table'),
      )
      .option('--html <file>', 'write a page for a browser as well')
      .action((file: string | undefined, options: MatrixCommandOptions) =>
        act(async (terminal) => (await import('../matrix/matrix.js')).matrix(terminal, file, options)),
      );
  },
};
