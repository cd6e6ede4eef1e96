/** A report of an audit for a terminal: a table for each kind of finding, in 80 columns. */

import { printable } from '../io/printable.js';
import { KINDS, type AuditFinding, type AuditFindingKind } from './finding.js';

const WIDTH = 80;
const INDENT = '  ';

/** How many there are of what was compared. */
interface Counts {
  readonly routes: number;
  readonly operations: number;
}

export function reportText(
  service: string,
  { routes, operations }: Counts,
  findings: readonly AuditFinding[],
): string {
  const compared = `Routes of ${service}: ${plural(routes, 'route')}, ${plural(operations, 'operation')}`;
  if (findings.length === 0) return `${compared}. Every route has its operation.`;
  const kinds = new Map<AuditFindingKind, AuditFinding[]>();
  for (const each of findings) kinds.set(each.kind, [...(kinds.get(each.kind) ?? []), each]);
  return [
    `${compared}, ${plural(findings.length, 'finding')}.`,
    ...[...kinds].map(([kind, ofKind]) => section(kind, ofKind)),
  ].join('\n\n');
}

function section(kind: AuditFindingKind, findings: readonly AuditFinding[]): string {
  const { title, advice } = KINDS[kind];
  const rows = findings.map(rowOf).filter(([subject]) => subject !== '');
  const width = Math.max(...rows.map(([subject]) => subject.length));
  return [
    `${title} (${String(findings.length)})`,
    ...wrap(advice).map((line) => INDENT + line),
    ...(rows.length === 0 ? [] : ['', ...rows.flatMap((row) => lay(row, width))]),
  ].join('\n');
}

/** What a finding is about, and what there is to say about it. */
type Row = readonly [subject: string, note: string];

function rowOf(finding: AuditFinding): Row {
  const [subject, note] = subjectAndNote(finding);
  return [printable(subject), printable(note)];
}

function subjectAndNote(finding: AuditFinding): Row {
  switch (finding.kind) {
    case 'no-routes':
      return ['', ''];
    case 'not-guarded':
      return [finding.route, finding.operation ?? 'no operation'];
    case 'parameter-handler':
      return [finding.route, finding.parameters.map((name) => `:${name}`).join(', ')];
    case 'judged-as-another':
      return [finding.route, `as ${finding.operation}, ${finding.template}`];
    case 'other-operation':
      return [finding.route, `bound ${finding.operation}, by path ${finding.byPath ?? 'none'}`];
    case 'more-methods':
      return [finding.route, finding.operations.join(', ')];
    case 'parameter-name':
      return [finding.route, `{${finding.parameter}} of ${finding.operation}`];
    case 'host-bound':
      return [finding.route, finding.host ?? 'by its Host'];
    case 'shared-path':
      return [finding.route, `also ${finding.other}`];
    case 'not-readable':
      return [finding.route, finding.mounted];
    case 'not-comparable':
    case 'route-without-operation':
      return [finding.route, ''];
    case 'operation-without-route':
      return [finding.operation, finding.template ?? 'no route:'];
    case 'unreachable-route':
      return [finding.route, `after ${finding.by}`];
  }
}

/** Two columns where they fit, else the note on a line of its own. A path is never cut: it has to be found again. */
function lay([subject, note]: Row, width: number): readonly string[] {
  const wide = `${INDENT}${subject.padEnd(width)}${INDENT}${note}`.trimEnd();
  if (wide.length <= WIDTH || note === '') return [wide];
  return [INDENT + subject, INDENT + INDENT + INDENT + note];
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && INDENT.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function plural(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`;
}
