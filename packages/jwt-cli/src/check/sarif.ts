/** Findings in SARIF 2.1.0 (OASIS), as code scanning services read them. */

import { isAbsolute, relative, sep } from 'node:path';
import type { Location, Log, ReportingDescriptor, Result, Suppression } from 'sarif';
import { pathToFileURL } from 'node:url';
import type { Waiver } from '@org/jwt-core/policy';
import { REFERENCES } from '../lint/reference.js';
import type { Severity } from '../lint/rule.js';
import { RULES } from '../lint/rules.js';
import type { CheckedFile } from './report.js';

const LEVELS: Readonly<Record<Severity, Result.level>> = { error: 'error', warning: 'warning', hint: 'note' };

/** One run. What is waived is in it, suppressed, with the reason. */
export function sarif(
  files: readonly CheckedFile[],
  { version, cwd }: { readonly version: string; readonly cwd: string },
): string {
  const results = files.flatMap(({ file, problems, findings }): Result[] => [
    ...problems.map(({ code, message, line, column }): Result => ({
      ruleId: `load/${code}`,
      level: 'error',
      message: { text: message },
      locations: [location(file, { line, column }, cwd)],
    })),
    ...findings.map(({ rule, severity, message, line, column, at, waiver }) => ({
      ruleId: rule,
      level: LEVELS[severity],
      message: { text: message },
      locations: [
        { ...location(file, { line, column }, cwd), logicalLocations: [{ fullyQualifiedName: at }] },
      ],
      ...(waiver && { suppressions: [suppression(waiver)] }),
    })),
  ]);
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'jwt-policy', version, rules: rules(files) } }, results }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rules(files: readonly CheckedFile[]): ReportingDescriptor[] {
  const codes = new Set(files.flatMap(({ problems }) => problems.map(({ code }) => code)));
  return [
    ...RULES.map(({ id, title, severity, why, write, references }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: {
        text: `${write}\n\n${references.map((each) => `${each}: ${REFERENCES.get(each)?.title ?? ''}`).join('\n')}`,
      },
      defaultConfiguration: { level: LEVELS[severity] },
      properties: { tags: ['security', ...references] },
    })),
    ...Array.from(codes, (code): ReportingDescriptor => ({
      id: `load/${code}`,
      shortDescription: { text: 'The policy does not load' },
      defaultConfiguration: { level: 'error' },
    })),
  ];
}

function location(
  file: string,
  { line, column }: { readonly line: number | undefined; readonly column: number | undefined },
  cwd: string,
): Location {
  const path = isAbsolute(file) ? relative(cwd, file) : file;
  const uri = path.startsWith('..')
    ? pathToFileURL(file).href
    : path.split(sep).map(encodeURIComponent).join('/');
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
  return { physicalLocation: { artifactLocation: { uri }, ...region } };
}

function suppression({ reason, owner, expires }: Waiver): Suppression {
  return { kind: 'inSource', status: 'accepted', justification: `${reason} (${owner}, until ${expires})` };
}
