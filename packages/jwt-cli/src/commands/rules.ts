import type { CliCommand } from './command.js';

export const rules: CliCommand = {
  name: 'rules',
  about: 'Show the lint rules: what each finds, why it matters, what to write',
  examples: [
    ['jwt-policy rules', 'all of them, in a table'],
    ['jwt-policy rules JP004', 'one in full'],
  ],
  declare(command, act) {
    command
      .argument('[id]', 'the id of a rule')
      .option('--json', 'for a program', false)
      .action((id: string | undefined, options: { readonly json: boolean }) =>
        act(async (terminal) => (await import('../rules/rules.js')).rules(terminal, id, options)),
      );
  },
};
