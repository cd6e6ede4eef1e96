import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '@org/jwt-core/policy';
import { describe, expect, it } from 'vitest';
import { lint } from './lint.js';

const ROOT = join(import.meta.dirname, '../../../..');
const NOW = Date.parse('2026-11-28T10:00:00Z');

/** What readers copy. */
const PAGES = [
  'README.md',
  'docs/guide/policy-first-steps.md',
  'docs/guide/providers.md',
  'docs/reference/policy.md',
];
const FILES = ['tools/demo/jwt-policy.yaml'];

/** The whole policies of a page. */
function policiesOf(page: string): readonly (readonly [place: string, text: string])[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const fences = text.matchAll(/^```yaml\n(apiVersion: jwt-policy[\s\S]*?)^```$/gmu);
  return Array.from(fences, ({ 1: content = '', index }) => [
    `${page}:${String(text.slice(0, index).split('\n').length)}`,
    content,
  ]);
}

describe('the policies of this project', () => {
  it.each([
    ...FILES.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const),
    ...PAGES.flatMap(policiesOf),
  ])('%s has nothing to report', async (place, text) => {
    const findings = lint(await parsePolicy(text, { location: place }), { others: [], now: NOW });
    const serious = findings.filter(({ severity }) => severity !== 'hint');
    expect(serious.map(({ rule, at, message }) => `${rule} ${at} ${message}`)).toEqual([]);
  });
});
