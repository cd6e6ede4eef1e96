/** The report as one page that needs nothing else. */

import { byFramework, type AuditedRequirement, type AuditReport, type Status } from './audit-report.js';
import { DISCLAIMER } from './disclaimer.js';
import { escapeHtml as e } from '../terminal/escape-html.js';

const STYLE = `
:root { color-scheme: light dark; --line: #8886; --good: #17663a; --bad: #a32020; --soft: #7a5200 }
@media (prefers-color-scheme: dark) { :root { --good: #7fd6a4; --bad: #ff9c9c; --soft: #f0c674 } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line) }
th[scope=row] { font-weight: 600; white-space: nowrap }
.supported { color: var(--good) } .not-covered { color: var(--bad) } .weakened { color: var(--soft) }
code { overflow-wrap: anywhere }
ul { margin: .2rem 0; padding-left: 1.2rem }
@media print { body { max-width: none; margin: 0; font-size: 10pt } tr { break-inside: avoid } details { display: block } }
`;

const MARKS: Readonly<Record<Status, string>> = {
  supported: '✓ supported',
  weakened: '! weakened',
  'not shown': '· not shown',
  'not covered': '✗ not covered',
};

/** The whole page. */
export function html(report: AuditReport): string {
  const { policy, at, version } = report;
  const facts = [
    ['Policy', policy.file],
    ['Revision', policy.revision ?? 'not written'],
    ['Environment', policy.environment ?? 'not written'],
    ['Owner', policy.owner ?? 'not written'],
    ['Digest', policy.digest],
    ['Made', `${at} by jwt-policy ${version}`],
  ] as const;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Evidence: ${e(policy.name)}</title>
<style>${STYLE}</style>
<h1>Evidence: ${e(policy.name)}</h1>
<p>${e(DISCLAIMER)}</p>
<table>${facts.map(([name, value]) => `<tr><th scope="row">${name}</th><td><code>${e(value)}</code></td></tr>`).join('')}</table>
${Array.from(byFramework(report), ([framework, requirements]) => section(framework, requirements)).join('\n')}
${waived(report)}
</html>
`;
}

function section(framework: string, requirements: readonly AuditedRequirement[]): string {
  return `<h2>${e(framework)}</h2>
<table>
<thead><tr><th scope="col">Requirement</th><th scope="col">Status</th><th scope="col">Evidence</th></tr></thead>
<tbody>
${requirements.map(row).join('\n')}
</tbody>
</table>`;
}

function row({ id, title, status, controls, open, note }: AuditedRequirement): string {
  const findings = open.map(
    ({ rule, message, at, line }) => `<li><strong>${rule}</strong> ${e(message)}${place(at, line)}</li>`,
  );
  const lines = controls.map(
    ({ title: what, evidence }) =>
      `<li>${e(what)}<ul>${evidence.map(({ at, says, line }) => `<li>${e(says)}${place(at, line)}</li>`).join('')}</ul></li>`,
  );
  const said = note === undefined ? '' : `<p>${e(note)}</p>`;
  return `<tr><th scope="row">${e(id)}</th><td class="${status.replace(' ', '-')}">${MARKS[status]}</td><td>${e(title)}${said}<ul>${[...findings, ...lines].join('')}</ul></td></tr>`;
}

function place(at: string | undefined, line: number | undefined): string {
  if (at === undefined) return '';
  return ` <code>${e(at)}${line === undefined ? '' : `, line ${String(line)}`}</code>`;
}

function waived({ findings }: AuditReport): string {
  const rows = findings.flatMap(({ rule, at, message, waiver }) =>
    waiver === undefined
      ? []
      : [
          `<tr><th scope="row">${rule}</th><td>${e(message)} <code>${e(at)}</code></td><td>${e(waiver.reason)}</td><td>${e(waiver.owner)}</td><td>${e(waiver.expires)}</td></tr>`,
        ],
  );
  if (rows.length === 0) return '<h2>Waived</h2><p>Nothing.</p>';
  return `<h2>Waived</h2>
<table>
<thead><tr>${['Rule', 'Finding', 'Reason', 'Owner', 'Until'].map((each) => `<th scope="col">${each}</th>`).join('')}</tr></thead>
<tbody>${rows.join('')}</tbody>
</table>`;
}
