import type { KeysOptions } from '../keys/keys.js';
import type { CliCommand } from './command.js';
import { declareConnection } from './connection-options.js';

export const keys: CliCommand = {
  name: 'keys',
  about: "Fetch each issuer's keys as a service would, and say which can be used",
  examples: [
    ['jwt-policy keys policy.yaml', 'all issuers'],
    ['jwt-policy keys --issuer login --proxy env', 'one issuer, through the proxy of the environment'],
    ['jwt-policy keys policy.yaml --json | jq ".[] | select(.usable | not)"', 'for machines'],
  ],
  declare(command, act) {
    command
      .argument('[file]', 'the policy; - is standard input; the usual name in this folder by default')
      .option('-i, --issuer <name>', 'this issuer alone')
      .option('--json', 'for machines', false);
    declareConnection(command).action((file: string | undefined, options: KeysOptions) =>
      act(async (terminal) => (await import('../keys/keys.js')).keys(terminal, file, options)),
    );
  },
};
