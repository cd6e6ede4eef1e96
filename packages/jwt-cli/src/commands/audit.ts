import { Option } from 'commander';
import type { AuditOptions } from '../audit/audit.js';
import type { CliCommand } from './command.js';

export const audit: CliCommand = {
  name: 'audit',
  about: 'Write evidence for an assessment: controls in force, by framework',
  examples: [
    ['jwt-policy audit policy.yaml --out evidence.md', 'in Markdown'],
    ['jwt-policy audit policy.yaml --format html --out evidence.html', 'as a page'],
  ],
  declare(command, act) {
    command
      .argument('[file]', 'the policy; - is standard input, REVISION:PATH asks git')
      .addOption(
        new Option('--format <format>', 'how to write the report')
          .choices(['markdown', 'json', 'html'])
          .default('markdown'),
      )
      .option('--out <file>', 'the file to write; - for standard output', '-')
      .action((file: string | undefined, options: AuditOptions) =>
        act(async (terminal) => (await import('../audit/audit.js')).audit(terminal, file, options)),
      );
  },
};
