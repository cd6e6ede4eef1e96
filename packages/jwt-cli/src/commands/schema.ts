import type { CliCommand } from './command.js';

export const schema: CliCommand = {
  name: 'schema',
  about: 'Print the JSON Schema of the policy document, for editors',
  examples: [
    [
      'jwt-policy schema > jwt-policy.schema.json',
      'then name it in the first line of the policy:\n      # yaml-language-server: $schema=jwt-policy.schema.json',
    ],
  ],
  declare(command, act) {
    command.action(() => act(async (terminal) => (await import('../schema/schema.js')).schema(terminal)));
  },
};
