/** The page of the lint rules: made of the table in code, and of the documents that the tests use. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { REFERENCES } from '../src/lint/reference.js';
import type { LintRule } from '../src/lint/rule.js';
import { NOT_CHECKED, REFUSED_AT_LOAD, RULES } from '../src/lint/rules.js';

/** Where it is. */
export const PAGE = join(import.meta.dirname, '../../../docs/reference/lint-rules.md');

const HEAD = [
  '# Lint rules',
  '',
  '<!-- Made of the rules in code. Do not edit by hand. -->',
  '',
  'What a policy can get wrong although it loads. [`jwt-policy check`](cli/check.md) finds it. A finding that is accepted gets',
  'a [waiver](policy.md#waivers) in the document, with a reason, an owner and an end.',
  '',
].join('\n');

/** The whole page, as the workspace formats Markdown. */
export async function rulesPage(): Promise<string> {
  const rows = RULES.map(
    ({ id, severity, title }) => `| [${id}](#${id.toLowerCase()}) | ${severity} | ${title} |`,
  );
  const text = [
    HEAD,
    '| rule | severity | finds |',
    '| --- | --- | --- |',
    ...rows,
    '',
    ...RULES.map(section),
    others(
      'Refused when the policy is loaded',
      'These are mistakes that no waiver can accept.',
      REFUSED_AT_LOAD,
    ),
    others('Not checked', 'The ids are kept for them.', NOT_CHECKED),
  ].join('\n');
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown', proseWrap: 'always' });
}

function section({ id, title, severity, why, write, references }: LintRule): string {
  return [
    `## ${id}`,
    '',
    `**${title}** (${severity}).`,
    '',
    why,
    '',
    `Write: ${write}`,
    '',
    'Found in:',
    '',
    ...example(id, 'bad'),
    'Not in:',
    '',
    ...example(id, 'good'),
    ...references.map((each) => `- ${each}: ${REFERENCES.get(each)?.title ?? ''}`),
    '',
  ].join('\n');
}

function example(id: string, kind: 'bad' | 'good'): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, 'rules', `${id}.${kind}.yaml`), 'utf8');
  return ['```yaml', text.trimEnd(), '```', ''];
}

function others(title: string, about: string, ids: Readonly<Record<string, string>>): string {
  return [
    `## ${title}`,
    '',
    about,
    '',
    ...Object.entries(ids).map(([id, what]) => `- ${id}: ${what}`),
    '',
  ].join('\n');
}
