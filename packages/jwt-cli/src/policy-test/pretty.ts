/** Results for a person at a terminal. */

import { pointerTo } from '../lint/pointer.js';
import type { Terminal } from '../terminal/terminal.js';
import { count, wrap } from '../terminal/words.js';
import type { FileReport } from './report.js';
import { worded, type Result } from './result.js';

type Look = Pick<Terminal, 'columns' | 'colours'>;

/** Each failure with the line of its case and the engine's explanation; then a count for each file. */
export function pretty(reports: readonly FileReport[], look: Look): string {
  const failures = reports.flatMap((report) =>
    report.results
      .filter(({ status }) => status === 'failed')
      .map((result) => `${failure(result, report, look)}\n`),
  );
  return `${[...failures, ...reports.map((report) => summary(report, look))].join('\n')}\n`;
}

function failure(result: Result, { file, policy }: FileReport, look: Look): string {
  const { colours, columns } = look;
  const { place, title, expected, actual, advice } = result;
  const where = `${file.source}:${String(place.line)}:${String(place.column)}`;
  return [
    colours.bold(where),
    wrap(`${result.kind === 'unlisted' ? 'unlisted  ' : ''}${title}`, columns, '  '),
    file.text.excerpt(place),
    `  expected  ${colours.green(worded(expected))}`,
    `  actual    ${colours.red(worded(actual))}`,
    ...explained(result, { file, policy }, look),
    ...(advice === undefined ? [] : [hanging('advice', advice, columns)]),
  ].join('\n');
}

/** Each layer that failed with both sides; of what was allowed, the rule that did it. */
function explained(
  { explanation, actual, service, operation = '' }: Result,
  { file, policy }: Pick<FileReport, 'file' | 'policy'>,
  { columns }: Look,
): readonly string[] {
  if (actual.outcome === 'allow') {
    const at = pointerTo(
      'services',
      service,
      'operations',
      operation,
      ...(actual.rule === undefined ? [] : ['allow', actual.rule]),
    );
    const place = policy.locate(at);
    if (place === undefined) return [];
    return [
      hanging(
        'because',
        `${file.policySource}:${String(place.line)}:${String(place.column)} allows it`,
        columns,
      ),
      ...policy.excerpt(at),
    ];
  }
  return explanation.verdicts.flatMap((verdict) => {
    if (verdict.verdict !== 'failed') return [];
    const { code, expected, actual: found } = verdict;
    const sides = [
      ...(expected === undefined ? [] : [`expected ${expected}`]),
      ...(found === undefined ? [] : [`found ${found}`]),
    ];
    return [
      hanging('because', [code, ...(sides.length === 0 ? [] : [sides.join(', ')])].join(': '), columns),
    ];
  });
}

function hanging(title: string, text: string, columns: number): string {
  return wrap(text, columns, ' '.repeat(12)).replace(/^ {12}/u, `  ${title.padEnd(10)}`);
}

function summary({ file, results }: FileReport, { colours }: Look): string {
  const of = (kind: Result['kind'], status?: Result['status']): number =>
    results.filter((each) => each.kind === kind && (status === undefined || each.status === status)).length;
  const failed = results.filter(({ status }) => status === 'failed').length;
  const skipped = of('attack', 'skipped');
  const attacks = of('attack') - skipped;
  const parts = [
    ...(of('case') === 0 ? [] : [count(of('case'), 'case')]),
    ...(attacks === 0 ? [] : [count(attacks, 'attack')]),
    ...(of('unlisted') === 0 ? [] : [`${String(of('unlisted'))} unlisted`]),
    ...(skipped === 0 ? [] : [colours.dim(`${String(skipped)} skipped`)]),
  ];
  const mark = failed === 0 ? colours.green('✓') : colours.red('✗');
  const verdict = failed === 0 ? 'passed' : `${String(failed)} failed`;
  return `${mark} ${file.source}: ${verdict}: ${parts.join(', ')}`;
}
