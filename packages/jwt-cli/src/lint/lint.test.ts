import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPolicy, parsePolicy } from '@org/jwt-core/policy';
import { describe, expect, it } from 'vitest';
import { lint, type Finding } from './lint.js';
import { REFERENCES } from './reference.js';
import { NOT_CHECKED, REFUSED_AT_LOAD, RULES } from './rules.js';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const DOCUMENTS = join(import.meta.dirname, '../../test/rules');

/** What a bad document cannot show without finding something else as well. */
const BESIDES: Readonly<Record<string, readonly string[]>> = { JP026: ['JP029'] };

async function found(file: string, now = NOW): Promise<readonly Finding[]> {
  return lint(await loadPolicy(join(DOCUMENTS, file)), { others: [], now });
}

const open = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ waiver }) => waiver === undefined).map(({ rule }) => rule);

describe('the rules', () => {
  it.each(RULES.map(({ id }) => id))('%s finds its mistake, and nothing in the mended twin', async (id) => {
    const others = BESIDES[id] ?? [];
    expect(new Set(open(await found(`${id}.bad.yaml`)))).toEqual(new Set([id, ...others]));
    expect(open(await found(`${id}.good.yaml`))).toEqual([]);
  });

  it('and what is not one of them are the whole catalogue', () => {
    const ids = [...RULES.map(({ id }) => id), ...Object.keys(REFUSED_AT_LOAD), ...Object.keys(NOT_CHECKED)];
    const all = Array.from({ length: 45 }, (_, index) => `JP${String(index + 1).padStart(3, '0')}`);
    expect(ids.toSorted()).toEqual(all);
  });

  it('refer to requirements that have a title', () => {
    const unknown = RULES.flatMap(({ references }) => references.filter((each) => !REFERENCES.has(each)));
    expect(unknown).toEqual([]);
  });

  it('have a place in the text for each finding', async () => {
    for (const { id } of RULES) {
      for (const { line, column } of await found(`${id}.bad.yaml`)) {
        expect([typeof line, typeof column]).toEqual(['number', 'number']);
      }
    }
  });

  it('find nothing worse, and nothing less, in the same document as JSON', async () => {
    for (const { id } of RULES) {
      const file = join(DOCUMENTS, `${id}.bad.yaml`);
      const { document } = await loadPolicy(file);
      const policy = await parsePolicy(JSON.stringify(document), { file });
      const said = (findings: readonly Finding[]): readonly unknown[] =>
        findings.map(({ rule, at, message }) => [rule, at, message]).toSorted();
      expect(said(lint(policy, { others: [], now: NOW }))).toEqual(said(await found(`${id}.bad.yaml`)));
    }
  });
});

const COOKIE = readFileSync(join(DOCUMENTS, 'JP026.good.yaml'), 'utf8');

describe('a waiver', () => {
  const lintText = async (text: string, now = NOW): Promise<readonly Finding[]> =>
    lint(await parsePolicy(text), { others: [], now });

  it('accepts the finding at its place until it expires', async () => {
    expect((await lintText(COOKIE)).map(({ rule, waiver }) => [rule, waiver?.owner])).toEqual([
      ['JP029', 'security@acme.example'],
    ]);
    expect(open(await lintText(COOKIE, Date.parse('2027-03-30T23:59:59Z')))).toEqual([]);
    expect(open(await lintText(COOKIE, Date.parse('2027-03-31T00:00:00Z')))).toEqual(['JP029', 'JP026']);
  });

  it.each(['/services', '/services/orders', '/services/orders/credentials'])(
    'accepts what is inside of %s',
    async (at) => {
      expect(open(await lintText(COOKIE.replace('at: /services/orders/credentials', `at: ${at}`)))).toEqual(
        [],
      );
    },
  );

  it.each(['/services/order', '/services/orders/credentials/0', '/issuers'])(
    'that names %s is reported, and accepts nothing',
    async (at) => {
      const findings = await lintText(COOKIE.replace('at: /services/orders/credentials', `at: ${at}`));
      expect(open(findings)).toEqual(['JP029', 'JP026']);
    },
  );

  it('of another rule accepts nothing', async () => {
    expect(open(await lintText(COOKIE.replace('rule: JP029', 'rule: JP041')))).toEqual(['JP029', 'JP026']);
  });
});

describe('policies of several environments', () => {
  const policyOf = async (environment: string): ReturnType<typeof parsePolicy> =>
    parsePolicy(
      readFileSync(join(DOCUMENTS, 'JP018.good.yaml'), 'utf8').replace(
        'environment: production',
        `environment: ${environment}`,
      ),
      { location: `${environment}.yaml` },
    );

  it('that trust one issuer are reported', async () => {
    const [production, staging] = [await policyOf('production'), await policyOf('staging')];
    const findings = lint(production, { others: [staging], now: NOW });
    expect(findings.map(({ rule, at, message }) => [rule, at, message])).toEqual([
      ['JP018', '/issuers/login', 'staging.yaml, for staging, trusts the same issuer.'],
    ]);
  });

  it('of one environment may trust one issuer', async () => {
    const [one, other] = [await policyOf('production'), await policyOf('production')];
    expect(lint(one, { others: [other], now: NOW })).toEqual([]);
  });
});
