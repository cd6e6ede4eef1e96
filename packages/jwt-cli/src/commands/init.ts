import { Option } from 'commander';
import type { InitOptions } from '../init/init.js';
import type { CliCommand } from './command.js';

export const init: CliCommand = {
  name: 'init',
  about: 'Write a first policy: asks, or takes options; looks at the issuer',
  examples: [
    ['jwt-policy init', 'asks for everything'],
    ['jwt-policy init --issuer https://login.example --audience orders --out -', 'asks for nothing'],
  ],
  declare(command, act) {
    command
      .option('--issuer <url>', 'the exact iss of the tokens')
      .option('--audience <text>', 'what aud must contain')
      .option('--service <name>', 'the name of the service', 'orders')
      .option('--profile <name>', 'the provider; recognised by the issuer otherwise')
      .addOption(
        new Option('--principal <kind>', 'who has such tokens').choices(['user', 'workload', 'auto']),
      )
      .option('--subject <sub>', 'the sub of the program that calls')
      .option('--owner <name>', 'who answers for that program')
      .option(
        '--require <claim=value>',
        'a claim that each token must have; several times',
        (value: string, before: readonly string[]) => [...before, value],
        [] as readonly string[],
      )
      .option('--offline', 'do not ask the issuer for its keys and algorithms', false)
      .option('--proxy <url>', 'a proxy for https; "environment" for HTTPS_PROXY')
      .option('--ca <file>', 'authorities to trust, in PEM')
      .option('--allow-http-loopback', 'take http from this machine, for development', false)
      .option('--out <file>', 'the file to write; - for standard output', 'policy.yaml')
      .option('--force', 'replace the file', false)
      .action((options: InitOptions) =>
        act(async (terminal) => (await import('../init/init.js')).init(terminal, options)),
      );
  },
};
