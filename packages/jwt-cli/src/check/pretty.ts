/** Findings for a person at a terminal. */

import type { Finding } from '../lint/lint.js';
import type { LintRule, Severity } from '../lint/rule.js';
import { RULES } from '../lint/rules.js';
import type { Colours, Terminal } from '../terminal/terminal.js';
import { count, wrap } from '../terminal/words.js';
import type { CheckedFile } from './report.js';

type Look = Pick<Terminal, 'columns' | 'colours'>;

/** Each problem and finding with its line; then a count. */
export function pretty(
  files: readonly CheckedFile[],
  look: Look,
  { brief }: { readonly brief: boolean },
): string {
  const parts = files.flatMap((each) => {
    if (each.message !== undefined) return [each.message];
    return each.findings.flatMap((finding) => {
      if (finding.waiver !== undefined) return [];
      return [brief ? head(finding, look.colours) : describe(finding, each, look)];
    });
  });
  const summaries = files.map((each) => summary(each, look.colours)).join('\n');
  return `${[...parts, summaries].join(brief ? '\n' : '\n\n')}\n`;
}

function head({ file, line, column, rule, severity, message }: Finding, colours: Colours): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place}  ${inColour(severity, colours)} ${rule}  ${message}`;
}

function describe(finding: Finding, { policy }: CheckedFile, { columns, colours }: Look): string {
  const { file, line, column, rule: id, severity, message, at } = finding;
  const rule = RULES.find((each) => each.id === id);
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [
    `${colours.bold(place)}  ${colours.dim(at)}`,
    `  ${inColour(severity, colours)} ${colours.bold(id)}  ${rule?.title ?? ''}`,
    wrap(message, columns, '  '),
    ...(policy?.excerpt(at) ?? []),
    ...(rule === undefined ? [] : advice(rule, { columns, colours })),
  ].join('\n');
}

function advice({ why, write, references }: LintRule, { columns, colours }: Look): readonly string[] {
  const said = (title: string, text: string): string =>
    wrap(text, columns, ' '.repeat(9)).replace(/^ {9}/u, `  ${colours.dim(title.padEnd(7))}`);
  return [said('why', why), said('write', write), said('see', references.join(', '))];
}

function summary({ file, problems, findings, policy }: CheckedFile, colours: Colours): string {
  if (policy === undefined)
    return `${colours.red('✗')} ${file}: does not load, ${count(problems.length, 'problem')}`;
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const waived = findings.length - open.length;
  const counts = (['error', 'warning', 'hint'] as const).flatMap((severity) => {
    const amount = open.filter((each) => each.severity === severity).length;
    return amount === 0 ? [] : [count(amount, severity)];
  });
  const services = count(Object.keys(policy.model.services).length, 'service');
  const issuers = count(Object.keys(policy.model.issuers).length, 'issuer');
  const result = counts.length === 0 ? 'nothing to report' : counts.join(', ');
  const mark = open.some(({ severity }) => severity === 'error')
    ? colours.red('✗')
    : open.length > 0
      ? colours.yellow('!')
      : colours.green('✓');
  const also = waived === 0 ? '' : `, ${String(waived)} waived`;
  return `${mark} ${file}: ${result}${also} ${colours.dim(`(${issuers}, ${services})`)}`;
}

function inColour(severity: Severity, colours: Colours): string {
  const paint = { error: colours.red, warning: colours.yellow, hint: colours.cyan }[severity];
  return paint(severity);
}
