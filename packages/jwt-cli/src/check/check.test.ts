import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { running, type Surroundings } from '../../test/terminal.js';

const document = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../test/rules', `${name}.yaml`), 'utf8');

const FILES: Surroundings = {
  files: {
    'clean.yaml': document('JP029.good'),
    'waived.yaml': document('JP026.good'),
    'cookie.yaml': document('JP029.bad'),
    'hint.yaml': document('JP040.bad'),
    'audience.yaml': document('JP004.bad'),
    'typo.yaml': document('JP029.good').replace('audience:', 'audiance:'),
  },
};
const ALL = Object.keys(FILES.files ?? {});

describe('check', () => {
  it.each([
    ['clean.yaml', [], 0],
    ['waived.yaml', [], 0],
    ['cookie.yaml', [], 1],
    ['cookie.yaml', ['--fail-on', 'error'], 0],
    ['audience.yaml', ['--fail-on', 'error'], 1],
    ['audience.yaml', ['--fail-on', 'never'], 0],
    ['hint.yaml', [], 0],
    ['hint.yaml', ['--fail-on', 'hint'], 1],
    ['typo.yaml', ['--fail-on', 'never'], 1],
  ])('%s %j ends with %i', async (file, options, code) => {
    expect((await running(['check', file, ...options], FILES)).code).toBe(code);
  });

  it('writes for people', async () => {
    const { out, note } = await running(['check', ...ALL], FILES);
    expect(note).toBe('');
    expect(out.split('\n').filter((line) => line.length > 80 && !line.includes('is good for'))).toEqual([]);
    await expect(out).toMatchFileSnapshot('../../test/golden/check-pretty.txt');
  });

  it('writes one line for each finding', async () => {
    const { out } = await running(['check', ...ALL, '--format', 'brief'], FILES);
    await expect(out).toMatchFileSnapshot('../../test/golden/check-brief.txt');
  });

  it('writes JSON', async () => {
    const { out } = await running(['check', ...ALL, '--format', 'json'], FILES);
    const { files } = JSON.parse(out) as {
      files: readonly { file: string; problems: readonly unknown[]; findings: readonly unknown[] }[];
    };
    expect(files.map(({ file, problems, findings }) => [file, problems.length, findings.length])).toEqual([
      ['DIR/clean.yaml', 0, 0],
      ['DIR/waived.yaml', 0, 1],
      ['DIR/cookie.yaml', 0, 1],
      ['DIR/hint.yaml', 0, 1],
      ['DIR/audience.yaml', 0, 1],
      ['DIR/typo.yaml', 1, 0],
    ]);
  });

  it('writes annotations of GitHub, without what is waived', async () => {
    const { out } = await running(['check', ...ALL, '--format', 'github'], FILES);
    await expect(out).toMatchFileSnapshot('../../test/golden/check-github.txt');
  });

  it('writes SARIF, with what is waived as suppressed', async () => {
    const { out } = await running(['check', ...ALL, '--format', 'sarif'], FILES);
    const log = JSON.parse(out) as {
      runs: readonly [{ results: readonly { ruleId: string; suppressions?: readonly unknown[] }[] }];
    };
    const [{ results }] = log.runs;
    expect(results.map(({ ruleId, suppressions = [] }) => [ruleId, suppressions.length])).toEqual([
      ['JP029', 1],
      ['JP029', 0],
      ['JP040', 0],
      ['JP004', 0],
      ['load/unknown_key', 0],
    ]);
  });

  it('reads standard input', async () => {
    const { code, out } = await running(['check', '-', '--format', 'brief'], {
      stdin: document('JP029.bad'),
    });
    expect([code, out]).toEqual([1, expect.stringMatching(/^standard input:\d+:\d+ {2}warning JP029/u)]);
  });

  it('checks the usual file where none is named', async () => {
    const { code, out } = await running(['check'], { files: { 'policy.yaml': document('JP029.good') } });
    expect([code, out]).toEqual([0, '✓ DIR/policy.yaml: nothing to report (1 issuer, 1 service)\n']);
  });

  it('compares the environments of one run', async () => {
    const text = document('JP018.good');
    const { code, out } = await running(['check', 'prod.yaml', 'staging.yaml', '--format', 'brief'], {
      files: {
        'prod.yaml': text,
        'staging.yaml': text.replace('environment: production', 'environment: staging'),
      },
    });
    expect([code, out.match(/JP018/gu)?.length]).toEqual([1, 2]);
  });
});
