import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPolicy, parsePolicy } from '@org/jwt-core/policy';
import { describe, expect, it } from 'vitest';
import { NOW, running } from '../../test/terminal.js';
import { REFERENCES } from '../lint/reference.js';
import { auditPolicy, type AuditedRequirement } from './audit-report.js';
import { CONTROLS, IN_CODE, NOT_BUILT } from './controls.js';

const RULES = join(import.meta.dirname, '../../test/rules');
const text = (name: string): string => readFileSync(join(RULES, `${name}.yaml`), 'utf8');

async function audited(name: string): Promise<ReadonlyMap<string, AuditedRequirement>> {
  const policy = await loadPolicy(join(RULES, `${name}.yaml`));
  const { requirements } = auditPolicy(policy, { now: Date.parse(NOW), version: '1.0.0' });
  return new Map(requirements.map((each) => [each.id, each]));
}

describe('the controls', () => {
  it('support requirements that are there', () => {
    const ids = [
      ...CONTROLS.flatMap(({ supports }) => supports),
      ...Object.keys(IN_CODE),
      ...Object.keys(NOT_BUILT),
    ];
    expect(ids.filter((id) => !REFERENCES.has(id))).toEqual([]);
  });

  it('or a note say something of every requirement', async () => {
    for (const { id, status, controls, note } of (await audited('JP019.good')).values()) {
      const isSaid =
        status === 'supported' || status === 'weakened' ? controls.length > 0 : note !== undefined;
      expect([id, isSaid]).toEqual([id, true]);
    }
  });
});

describe('a requirement', () => {
  it.each([
    ['JP020.good', 'NHI1:2025', 'supported'],
    ['JP020.bad', 'NHI1:2025', 'weakened'],
    ['JP029.good', 'NHI1:2025', 'not covered'],
    ['JP017.good', 'NHI8:2025', 'supported'],
    ['JP017.bad', 'NHI8:2025', 'not covered'],
    ['JP004.bad', 'ASVS 10.3.1', 'weakened'],
    ['JP026.good', 'RFC 9700 §4.3.2', 'supported'],
    ['JP029.good', 'PR.PS-04', 'not shown'],
    ['JP029.good', 'ASVS 10.3.5', 'not covered'],
  ])('of %s: %s is %s', async (document, id, status) => {
    expect((await audited(document)).get(id)?.status).toBe(status);
  });

  it('shows what is waived for it, and why', async () => {
    const { waived = [], open } = (await audited('JP026.good')).get('RFC 9700 §4.3.2') ?? {};
    expect([waived.map(({ rule, waiver }) => [rule, waiver?.owner]), open]).toEqual([
      [['JP029', 'security@acme.example']],
      [],
    ]);
  });
});

describe('the report', () => {
  it('is Markdown', async () => {
    const { code, out } = await running(['audit', '-'], { stdin: text('JP026.good') });
    expect(code).toBe(0);
    await expect(out.replaceAll(/jwt-policy \d+\.\d+\.\d+/gu, 'jwt-policy VERSION')).toMatchFileSnapshot(
      '../../test/golden/audit.txt',
    );
  });

  it('never says that anything complies', async () => {
    const { out } = await running(['audit', '-'], { stdin: text('JP026.good') });
    expect(out.match(/compl(?:y|ies|iant|iance)/giu)).toEqual(['complies']);
    expect(out).toContain('no statement that anything complies');
  });

  it('is JSON', async () => {
    const { out } = await running(['audit', '-', '--format', 'json'], { stdin: text('JP026.good') });
    const { digest } = await parsePolicy(text('JP026.good'));
    expect(JSON.parse(out)).toMatchObject({
      policy: { name: 'orders', digest },
      at: '2026-11-28T10:00:00.000Z',
    });
  });

  it.each(['html', 'markdown'])('as %s reads nothing of a policy as a tag', async (format) => {
    const hostile = '<img src=x onerror=alert(1)>';
    const stdin = text('JP026.good').replace(
      'reason: the browser',
      `reason: "${hostile} | [x](javascript:alert(1)) \`"\n    # the browser`,
    );
    const { code, out } = await running(['audit', '-', '--format', format], { stdin });
    expect(code).toBe(0);
    expect(out).not.toMatch(format === 'html' ? /<img/u : /[^\\]<img|[^\\]\[x\]/u);
  });
});
