import { readFileSync } from 'node:fs';
import { createVerifier, simplePolicy } from '@org/jwt-core';
import { resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { PROBLEMS_PAGE, renderProblems } from '../src/problems.js';
import { PUBLIC_NAMES } from '../src/reason-codes.js';
import { WORKSPACE } from '../src/workspace.js';
import { anchorsOf, readPage } from './markdown.js';

const path = `${WORKSPACE}/${PROBLEMS_PAGE}`;

async function typeOf(options: { readonly problemBaseUrl?: string }): Promise<string> {
  const policy = simplePolicy({
    issuer: 'https://id.acme.example/',
    audience: 'https://orders.acme.example',
    algs: ['ES256'],
    operations: { health: { auth: 'public' } },
  });
  const verifier = await createVerifier({ policy, ...options });
  const decision = await verifier.identify({ method: 'GET', target: '/', rawHeaders: [] });
  if (decision.outcome === 'allow') throw new Error('An anonymous request was allowed.');
  return (JSON.parse(decision.response.body) as { readonly type: string }).type;
}

describe('the page of problems', () => {
  it('is what `npm run docs` writes', async () => {
    expect(readFileSync(path, 'utf8')).toBe(await renderProblems((await resolveConfig(path)) ?? {}));
  });

  it('has a heading for every public name', () => {
    const anchors = anchorsOf(readPage(PROBLEMS_PAGE));
    expect(Object.keys(PUBLIC_NAMES).filter((name) => !anchors.has(name))).toEqual([]);
  });

  it('is in the package, where the type of a problem document leads', async () => {
    const [file, anchor = ''] = (await typeOf({})).split('#');
    expect(file).toBe('https://unpkg.com/@org/jwt-core/docs/problems.md');
    expect(PROBLEMS_PAGE).toBe('packages/jwt-core/docs/problems.md');
    expect(Object.keys(PUBLIC_NAMES)).toContain(anchor);
    const manifest: unknown = JSON.parse(readFileSync(`${WORKSPACE}/packages/jwt-core/package.json`, 'utf8'));
    expect(manifest).toMatchObject({ files: expect.arrayContaining(['docs']) as unknown });
  });

  it('can be replaced by one of the fleet', async () => {
    const base = { problemBaseUrl: 'https://errors.acme.example/jwt/' };
    expect(await typeOf(base)).toBe('https://errors.acme.example/jwt/unauthenticated');
  });

  it.each([
    'errors.acme.example/jwt/',
    'https://errors.acme.example/jwt',
    'https://user:secret@errors.acme.example/',
    'javascript:alert(1)/',
    `https://errors.acme.example/${'x'.repeat(500)}/`,
  ])('cannot be replaced by %s', async (problemBaseUrl) => {
    await expect(typeOf({ problemBaseUrl })).rejects.toThrow('problemBaseUrl: expected');
    await expect(typeOf({ problemBaseUrl })).rejects.not.toThrow('secret');
  });
});
