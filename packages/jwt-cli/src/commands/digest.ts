import type { CliCommand } from './command.js';

export const digest: CliCommand = {
  name: 'digest',
  about: 'Print the digest of a policy: equal for two texts that mean the same',
  examples: [
    ['jwt-policy digest policy.yaml', 'what decision events carry as policy.digest'],
    ['jwt-policy digest HEAD:policy.yaml policy.yaml', 'has the meaning changed?'],
  ],
  declare(command, act) {
    command
      .argument('[files...]', 'policies; - is standard input, REVISION:PATH asks git')
      .option('--json', 'one object for each file', false)
      .action((files: readonly string[], options: { readonly json: boolean }) =>
        act(async (terminal) => (await import('../digest/digest.js')).digest(terminal, files, options)),
      );
  },
};
