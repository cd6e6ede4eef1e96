/** Findings as annotations of GitHub Actions (workflow commands). */

import type { CheckedFile } from './report.js';

const COMMANDS = { error: 'error', warning: 'warning', hint: 'notice' } as const;

/** One line for each problem and each finding that is not waived. */
export function github(files: readonly CheckedFile[]): string {
  const lines = files.flatMap(({ file, problems, findings }) => [
    ...problems.map(({ line, column, code, message }) =>
      annotation('error', { file, line, col: column, title: code }, message),
    ),
    ...findings
      .filter(({ waiver }) => waiver === undefined)
      .map(({ severity, line, column, rule, message }) =>
        annotation(COMMANDS[severity], { file, line, col: column, title: rule }, message),
      ),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(
  command: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`${name}=${escape(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  );
  return `::${command} ${written.join(',')}::${escape(message)}`;
}

function escape(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
