import { readFileSync } from 'node:fs';
import { parsePolicy } from '@org/jwt-core';
import { PROFILES } from '@org/jwt-core/policy';
import { resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { PROFILES_PAGE, renderProfiles } from '../src/profiles.js';
import { WORKSPACE } from '../src/workspace.js';
import { anchorsOf, PAGES, readPage } from './markdown.js';

const names = Object.keys(PROFILES);
const path = `${WORKSPACE}/${PROFILES_PAGE}`;

describe('the page of profiles', () => {
  it('is what `npm run docs` writes', async () => {
    expect(readFileSync(path, 'utf8')).toBe(await renderProfiles((await resolveConfig(path)) ?? {}));
  });

  it('has a heading for every profile', () => {
    const page = PAGES.find((each) => each.path === PROFILES_PAGE);
    const anchors = page === undefined ? new Set() : anchorsOf(page);
    expect(names.filter((name) => !anchors.has(name))).toEqual([]);
  });
});

describe('the guide of providers', () => {
  const GUIDE = 'docs/guide/providers.md';
  const guide = readPage(GUIDE);
  const lines = readFileSync(`${WORKSPACE}/${GUIDE}`, 'utf8').split('\n');

  it('has a heading for every profile', () => {
    expect(names.filter((name) => !anchorsOf(guide).has(name))).toEqual([]);
  });

  it.each(names)('has a whole policy with profile %s under its heading', async (name) => {
    const start = lines.indexOf(`## ${name}`) + 1;
    const end = lines.findIndex((line, index) => index >= start && line.startsWith('## '));
    const fences = guide.fences.filter(({ line }) => line > start && (end === -1 || line < end + 1));
    const [policy] = fences.filter(({ info }) => info === 'yaml');
    const { document } = await parsePolicy(policy?.content ?? '', { file: 'jwt-policy.yaml' });
    expect(Object.values(document.issuers).map(({ profile }) => profile)).toContain(name);
    expect(Object.keys(document.services)).not.toEqual([]);
    // One screen.
    expect((end === -1 ? lines.length : end) - start).toBeLessThanOrEqual(70);
  });
});
