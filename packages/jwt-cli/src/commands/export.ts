import { Option } from 'commander';
import type { ExportOptions } from '../export/export.js';
import type { CliCommand } from './command.js';

const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const exportPolicy: CliCommand = {
  name: 'export',
  about: 'Say the policy to a gateway or a standard: only what is as strict, each loss a line',
  examples: [
    ['jwt-policy export policy.yaml --to rfc9728 --service orders', 'what clients may know'],
    ['jwt-policy export --to istio --service orders --selector app=orders', 'for a mesh'],
    ['jwt-policy export --to authzen-pdp --service orders --port 8181', 'answers AuthZEN requests'],
  ],
  declare(command, act) {
    command
      .argument('[file]', 'the policy; - is standard input, REVISION:PATH asks git')
      .addOption(
        new Option('--to <target>', 'what to write, or to serve')
          .choices(['istio', 'envoy', 'openapi', 'rfc9728', 'authzen-pdp'])
          .makeOptionMandatory(),
      )
      .option('--service <name>', 'the service; may be left out where the policy has one')
      .option('--out <file>', 'the file to write; - for standard output', '-')
      .option('--accept-loss <name>', 'what the target may leave unchecked; several times', several, [])
      .option('--jwks-uri <issuer=url>', 'istio, envoy: where keys are; several times', several, [])
      .option('--selector <label=value>', 'istio: the workload; several times', several, [])
      .option('--namespace <name>', 'istio: the namespace of the workload')
      .option('--port <number>', 'authzen-pdp: where to listen; 0 for any free port', '8181')
      .option('--host <address>', 'authzen-pdp: 127.0.0.1, and no other', '127.0.0.1')
      .action((file: string | undefined, options: ExportOptions) =>
        act(async (terminal) => (await import('../export/export.js')).exportPolicy(terminal, file, options)),
      );
  },
};
