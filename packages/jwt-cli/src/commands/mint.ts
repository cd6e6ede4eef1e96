import type { MintOptions } from '../dev/mint.js';
import type { CliCommand } from './command.js';
import { repeatable, wholeNumber } from './connection-options.js';

export const mint: CliCommand = {
  name: 'mint',
  about: 'Print a token as an issuer of the policy would sign it, with throw-away keys',
  examples: [
    ['jwt-policy mint --for createPayment', 'one that the first rule of the operation allows'],
    ['jwt-policy mint --for createPayment --rule 1 --claim tenant_id=acme', 'another rule, and a claim'],
    ['jwt-policy mint policy.yaml --issuer ci --jwks keys.json', 'of an issuer; its public keys are written'],
  ],
  declare(command, act) {
    command
      .argument('[file]', 'the policy; - is standard input; the usual name in this folder by default')
      .option('--for <operation>', 'good for this operation')
      .option('-s, --service <name>', 'the service, where several have it')
      .option('--rule <index>', 'the rule of allow that it is for, from 0', wholeNumber(0))
      .option('-i, --issuer <name>', 'of this issuer')
      .addOption(
        repeatable('--claim <name=json>', 'added, or in the place of what is there; may be repeated'),
      )
      .addOption(repeatable('--without <claim>', 'left out; may be repeated'))
      .addOption(repeatable('--header <name=json>', 'a header parameter; may be repeated'))
      .option('--lifetime <seconds>', '300 by default; an operation may allow less', wholeNumber(1))
      .option('--jwks <file>', 'write the public keys')
      .option('--json', 'the token with what it is good for', false)
      .action((file: string | undefined, options: MintOptions) =>
        act(async (terminal) => (await import('../dev/mint.js')).mint(terminal, file, options)),
      );
  },
};
