import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../src/workspace.js';
import { anchorsOf, PAGES, type Page } from './markdown.js';

const ANCHORS = new Map(PAGES.map((page) => [page.path, anchorsOf(page)]));

/** Every link of a page that stays in this repository and leads nowhere. */
function brokenLinks(page: Page): readonly string[] {
  return page.prose.flatMap((line, index) =>
    [...line.replace(/`[^`]*`/gu, '').matchAll(/\]\(([^)\s]+)\)/gu)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/u.test(target) && !resolves(target, page))
      .map((target) => `${page.path}:${index + 1}: ${target}`),
  );
}

function resolves(target: string, page: Page): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page.path : posix.join(posix.dirname(page.path), decodeURI(file));
  if (path.startsWith('..') || !existsSync(`${WORKSPACE}/${path}`)) return false;
  return anchor === undefined || ANCHORS.get(path)?.has(anchor) === true;
}

describe('the pages', () => {
  it('link only to what is there', () => {
    expect(PAGES.flatMap(brokenLinks)).toEqual([]);
  });

  it('are all reached from the index of the documentation', () => {
    const index = PAGES.filter(({ path }) => /^docs\/(?:[a-z/]+\/)?README\.md$/u.test(path));
    const reached = index.flatMap((page) =>
      [...page.prose.join('\n').matchAll(/\]\(([^)\s#]+)/gu)].map(([, target = '']) =>
        posix.join(posix.dirname(page.path), target),
      ),
    );
    const pages = PAGES.map(({ path }) => path).filter((path) => path.startsWith('docs/'));
    expect(pages.filter((path) => path !== 'docs/README.md' && !reached.includes(path))).toEqual([]);
  });

  it('have no line longer than 120 characters outside tables', () => {
    const long = PAGES.filter(({ path }) => path.startsWith('docs/')).flatMap(({ path, prose, fences }) => [
      ...prose.flatMap((line, index) =>
        line.length > 120 && !line.startsWith('|') ? [`${path}:${index + 1}`] : [],
      ),
      ...fences.flatMap(({ place, content }) =>
        content.split('\n').some((line) => line.length > 120) ? [place] : [],
      ),
    ]);
    expect(long).toEqual([]);
  });
});
