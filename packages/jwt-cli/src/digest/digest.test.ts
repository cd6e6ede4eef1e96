import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '@org/jwt-core/policy';
import { expect, it } from 'vitest';
import { running } from '../../test/terminal.js';

const POLICY = readFileSync(join(import.meta.dirname, '../../test/rules/JP028.good.yaml'), 'utf8');

it('is that of core, and equal for JSON and YAML', async () => {
  const { document, digest } = await parsePolicy(POLICY);
  const files = { 'a.yaml': `# a comment\n${POLICY}`, 'a.json': JSON.stringify(document) };
  const { code, out } = await running(['digest', 'a.yaml', 'a.json'], { files });
  expect([code, out]).toEqual([0, `${digest}  a.yaml\n${digest}  a.json\n`]);
});

it('is printed as JSON', async () => {
  const { digest } = await parsePolicy(POLICY);
  const { out } = await running(['digest', '--json', '-'], { stdin: POLICY });
  expect(JSON.parse(out)).toEqual([{ file: '-', digest, name: 'orders', revision: '42' }]);
});

it('ends with 2 for a policy that does not load, and says why', async () => {
  const { code, note } = await running(['digest', '-'], { stdin: 'kind: JwtPolicy' });
  expect([code, note]).toEqual([2, expect.stringContaining('is not a valid policy')]);
});

it('the schema is the one of core', async () => {
  const { out } = await running(['schema']);
  expect(JSON.parse(out)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
});
