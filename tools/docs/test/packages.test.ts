import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../src/workspace.js';
import { anchorsOf, PAGES } from './markdown.js';

/** Where links of a published README lead: it is read far from this repository. */
const REPOSITORY = 'https://github.com/org/jwt';

const PACKAGES = readdirSync(`${WORKSPACE}/packages`);

function read(path: string): string {
  return readFileSync(`${WORKSPACE}/${path}`, 'utf8');
}

describe.each(PACKAGES)('the tarball of %s', (name) => {
  const folder = `packages/${name}`;
  const manifest = JSON.parse(read(`${folder}/package.json`)) as Readonly<Record<string, unknown>>;
  const page = PAGES.find(({ path }) => path === `${folder}/README.md`);

  it('holds the licence of the repository', () => {
    expect(read(`${folder}/LICENSE`)).toBe(read('LICENSE'));
  });

  it('says where it comes from, what it needs, and how it is published', () => {
    expect(manifest).toMatchObject({
      license: 'Apache-2.0',
      homepage: `${REPOSITORY}/tree/main/${folder}#readme`,
      bugs: `${REPOSITORY}/issues`,
      repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory: folder },
      engines: { node: '>=20.19' },
      publishConfig: { access: 'public', provenance: true },
    });
    expect(manifest['keywords']).toContain('jwt');
  });

  it('has the version of all the others', () => {
    const { version } = JSON.parse(read('package.json')) as { readonly version: string };
    expect(manifest['version']).toBe(version);
  });

  it('has a README that begins with an install line and a program', () => {
    const program = manifest['bin'] === undefined ? 'ts' : 'sh';
    expect(page?.fences.map(({ info }) => info).slice(0, 2)).toEqual(['sh', program]);
    expect(page?.fences[0]?.content).toContain(`@org/${name}`);
  });

  it('has a README whose links are absolute and lead to what is there', () => {
    const targets = [...(page?.prose.join('\n') ?? '').matchAll(/\]\(([^)\s]+)\)/gu)].map(
      ([, to = '']) => to,
    );
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !leadsSomewhere(target))).toEqual([]);
  });
});

function leadsSomewhere(target: string): boolean {
  const prefix = `${REPOSITORY}/blob/main/`;
  if (!target.startsWith(prefix)) return false;
  const [path = '', anchor] = target.slice(prefix.length).split('#');
  const linked = PAGES.find((page) => page.path === path);
  if (anchor !== undefined) return linked !== undefined && anchorsOf(linked).has(anchor);
  return existsSync(`${WORKSPACE}/${path}`);
}
