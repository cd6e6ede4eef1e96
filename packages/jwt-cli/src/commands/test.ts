import { InvalidArgumentError } from 'commander';
import type { TestOptions } from '../policy-test/test.js';
import type { CliCommand } from './command.js';

export const test: CliCommand = {
  name: 'test',
  about: 'Run the test files of a policy: who may do what, and who may not',
  examples: [
    ['jwt-policy test policy.test.yaml', 'one file; it names its policy'],
    ['jwt-policy test --coverage --min-rules 100', 'each rule must have a case that it allows'],
    ['jwt-policy test policy.test.yaml --junit report.xml', 'for a CI server'],
    ['jwt-policy test policy.test.yaml --policy next.yaml', 'the same cases on another policy'],
  ],
  declare(command, act) {
    command
      .argument('[files...]', 'test files (kind: JwtPolicyTest); - is standard input')
      .option('--policy <file>', 'in place of the policy that the files name')
      .option('--filter <text>', 'only cases with this text in their title')
      .option('--coverage', 'which operations, rules and reason codes were seen')
      .option('--min-rules <percent>', 'end with 1 where fewer of the rules are tested', percent)
      .option('--junit <file>', 'write a report in JUnit XML as well')
      .option('--json', 'write the report as JSON')
      .option('--watch', 'run again whenever a file changes')
      .action((files: readonly string[], options: TestOptions) =>
        act(async (terminal) => (await import('../policy-test/test.js')).test(terminal, files, options)),
      );
  },
};

function percent(text: string): number {
  const value = Number(text);
  if (/^\d{1,3}$/u.test(text) && value <= 100) return value;
  throw new InvalidArgumentError('Expected a number from 0 to 100.');
}
