import { Option } from 'commander';
import type { DevIssuerOptions } from '../dev/dev-issuer.js';
import type { CliCommand } from './command.js';
import { wholeNumber } from './connection-options.js';

export const devIssuer: CliCommand = {
  name: 'dev-issuer',
  about: "Stand in for all of the policy's issuers on this machine: keys, and ready tokens",
  examples: [
    ['jwt-policy dev-issuer --write-policy dev-policy.yaml', 'a policy for your service, and tokens for it'],
    [
      'jwt-policy dev-issuer policy.yaml --for createPayment --port 0',
      'tokens for one operation, on any port',
    ],
    ['curl -s "http://127.0.0.1:4455/token?for=createPayment"', 'a fresh token, while it runs'],
  ],
  declare(command, act) {
    command
      .argument('[file]', 'the policy; the usual name in this folder by default')
      .option('--port <port>', 'of 127.0.0.1; 0 is any', wholeNumber(0, 65_535), 4455)
      .option('--for <operation>', 'print tokens for this operation alone')
      .option('-s, --service <name>', 'print tokens for this service alone')
      .option('--write-policy <file>', 'write the policy with the keys of the stand-in, as .yaml or .json')
      .addOption(
        new Option('--keys <where>', 'where that policy has its keys: in itself, or fetched from here')
          .choices(['jwks', 'jwksUri'])
          .default('jwks'),
      )
      .option(
        '--lifetime <seconds>',
        'of tokens, 300 by default; an operation may allow less',
        wholeNumber(1),
      )
      .option('--json', 'a JSON document for each token', false)
      .action((file: string | undefined, options: DevIssuerOptions) =>
        act(async (terminal) => (await import('../dev/dev-issuer.js')).devIssuer(terminal, file, options)),
      );
  },
};
