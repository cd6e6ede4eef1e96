import { Option } from 'commander';
import type { DiffOptions } from '../diff/diff.js';
import type { CliCommand } from './command.js';

export const diff: CliCommand = {
  name: 'diff',
  about: 'Compare what two policies mean: which tokens are newly accepted or refused',
  examples: [
    ['jwt-policy diff policy.yaml', 'the file, against the one in HEAD'],
    ['jwt-policy diff HEAD~1: HEAD:', 'two revisions of git'],
    ['jwt-policy diff old.yaml new.yaml --fail-on widen', 'for CI: ends with 1 where more is accepted'],
  ],
  declare(command, act) {
    command
      .argument('[old]', 'a policy: FILE, - for standard input, or REVISION:PATH of git')
      .argument('[new]', 'what replaces it; without it, a file is compared with HEAD')
      .addOption(
        new Option('--fail-on <change>', 'end with 1 where more is accepted, or for any difference')
          .choices(['widen', 'any', 'never'])
          .default('never'),
      )
      .option('--json', 'write one JSON object', false)
      .action((old: string | undefined, young: string | undefined, options: DiffOptions) =>
        act(async (terminal) => {
          const named = [old, young].filter((each) => each !== undefined);
          return (await import('../diff/diff.js')).diff(terminal, named, options);
        }),
      );
  },
};
