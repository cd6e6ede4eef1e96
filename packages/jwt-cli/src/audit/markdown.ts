/** The report in Markdown. */

import { count } from '../terminal/words.js';
import { byFramework, type AuditedRequirement, type AuditReport, type Status } from './audit-report.js';
import { DISCLAIMER } from './disclaimer.js';

const MARKS: Readonly<Record<Status, string>> = {
  supported: '✓ supported',
  weakened: '! weakened',
  'not shown': '· not shown',
  'not covered': '✗ not covered',
};

/** Headed by the policy; one section for each framework. */
export function markdown(report: AuditReport): string {
  const { policy, at, version } = report;
  const sections = Array.from(byFramework(report), ([framework, requirements]) => [
    `## ${framework}`,
    '',
    '| requirement | status | findings |',
    '| --- | --- | --- |',
    ...requirements.map(row),
    '',
    ...requirements.flatMap(details),
  ]);
  return [
    `# Evidence: ${text(policy.name)}`,
    '',
    DISCLAIMER,
    '',
    `- Policy: ${text(policy.file)}, revision ${text(policy.revision ?? 'not written')}, for ${text(policy.environment ?? 'an environment that is not written')}`,
    `- Owner: ${text(policy.owner ?? 'not written')}`,
    `- Digest: \`${policy.digest}\``,
    `- Made at ${at} by jwt-policy ${version}`,
    '',
    ...sections.flat(),
    ...waivers(report),
  ]
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n');
}

function row({ id, title, status, open, waived }: AuditedRequirement): string {
  const findings = [
    ...(open.length > 0 ? [`${String(open.length)} open`] : []),
    ...(waived.length > 0 ? [`${String(waived.length)} waived`] : []),
  ].join(', ');
  return `| ${text(id)} ${text(title)} | ${MARKS[status]} | ${findings} |`;
}

function details({ id, controls, note, open }: AuditedRequirement): readonly string[] {
  return [
    `### ${text(id)}`,
    '',
    ...(note === undefined ? [] : [`${capital(note)}.`, '']),
    ...controls.flatMap(({ title, evidence }) => [
      `- ${text(title)}`,
      ...evidence.map(({ at, says, line }) => `  - ${text(says)}${place(at, line)}`),
    ]),
    ...open.map(({ rule, message, line, at }) => `- **${rule}**: ${text(message)}${place(at, line)}`),
    '',
  ];
}

function waivers({ findings }: AuditReport): readonly string[] {
  const waived = findings.flatMap(({ rule, at, message, waiver }) =>
    waiver === undefined ? [] : [{ rule, at, message, waiver }],
  );
  return [
    `## Waived: ${count(waived.length, 'finding')}`,
    '',
    ...waived.map(
      ({ rule, at, message, waiver }) =>
        `- **${rule}** at ${text(at)}: ${text(message)} Accepted because: ${text(waiver.reason)} (${text(waiver.owner)}, until ${waiver.expires})`,
    ),
    '',
  ];
}

function place(at: string | undefined, line: number | undefined): string {
  if (at === undefined) return '';
  return line === undefined ? ` (${text(at)})` : ` (${text(at)}, line ${String(line)})`;
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

/** What Markdown, and HTML in it, would read as something else. */
function text(written: string): string {
  return written.replaceAll(/[\\`*_{}[\]<>|#&]/gu, String.raw`\$&`).replaceAll(/\s+/gu, ' ');
}
