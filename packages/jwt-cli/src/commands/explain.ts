import type { ExplainOptions } from '../explain/explain.js';
import type { CliCommand } from './command.js';
import { declareConnection, repeatable, wholeNumber } from './connection-options.js';

export const explain: CliCommand = {
  name: 'explain',
  about: 'Say why a token is allowed or denied, layer by layer',
  examples: [
    ['jwt-policy explain --operation createPayment - < token.txt', 'an operation of the only service'],
    [
      'jwt-policy explain -s orders GET /orders/7 --token-file token.txt --online',
      'a method and a path, with the real keys',
    ],
    [
      'pbpaste | jwt-policy explain -s orders --request -',
      'a request: a curl command, or HAR from a browser',
    ],
    ['tail -n 1 app.log | jwt-policy explain --event -', 'a decision event of a log'],
  ],
  declare(command, act) {
    command
      .usage('[options] [METHOD PATH] [TOKEN | -]')
      .argument(
        '[args...]',
        'method and path of the request, and the token; - reads the token from standard input',
      )
      .option('-p, --policy <file>', 'the policy; the usual name in this folder by default')
      .option('-s, --service <name>', 'the service, where the policy has several')
      .option('-o, --operation <name>', 'the operation, in place of METHOD PATH')
      .addOption(repeatable('--header <line>', 'a header of the request; may be repeated'))
      .option('--token-file <file>', 'the token')
      .option('--request <file>', 'a whole request: a curl command line, or HAR; - is standard input')
      .option('--event <file>', 'a decision event as JSON; - is standard input')
      .option('--entry <number>', 'which one, where HAR or log have several; from 1', wholeNumber(1))
      .option('--at <time>', 'judge as of this time (ISO 8601)')
      .option('--online', 'fetch keys and check the signature', false)
      .option('--json', 'for machines', false);
    declareConnection(command).action((args: readonly string[], options: ExplainOptions) =>
      act(async (terminal) => (await import('../explain/explain.js')).explain(terminal, args, options)),
    );
  },
};
