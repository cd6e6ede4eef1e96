import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parsePolicy } from '@org/jwt-core';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { completePolicy } from './fragments.js';
import { fencesIn } from './markdown.js';

const file = createRequire(import.meta.url).resolve('@org/jwt-core/schema/jwt-policy.v1.json');
const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
const isTaken = new Ajv({ keywords: ['patternErrorMessage'] }).compile(schema);

const POLICIES = fencesIn('yaml', 'json').filter(({ info }) => info === 'yaml' || info === 'json policy');

describe('the published JSON Schema', () => {
  it.each(POLICIES)('takes the policies on the pages: $place', async ({ content }) => {
    const { document } = await parsePolicy(completePolicy(content));
    expect(isTaken(document), JSON.stringify(isTaken.errors)).toBe(true);
  });
});
