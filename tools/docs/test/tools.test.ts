/** The guide of other people's tools says what the rows of the matrix do. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../src/workspace.js';
import { PAGES, type Fence } from './markdown.js';

const GUIDE = PAGES.find(({ path }) => path === 'docs/guide/tools.md');
const MATRIX = `${WORKSPACE}/tools/matrix`;

const read = (path: string): string => readFileSync(`${MATRIX}/${path}`, 'utf8');

/** The rows that the last column of the tables names. */
function namedRows(): readonly string[] {
  const cells = (GUIDE?.prose ?? []).flatMap((line) => /^\|.*\| ([^|]+)\|$/u.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/gu)].map(([, name = '']) => name));
}

function fence(info: string): Fence | undefined {
  return GUIDE?.fences.find((each) => each.info === info);
}

describe('the guide of tools', () => {
  it('names rows that the matrix has', () => {
    const list = execFileSync(process.execPath, [`${MATRIX}/run.mjs`, '--list'], { encoding: 'utf8' });
    const known = list.split('\n').map((line) => line.split(' ', 1)[0]);
    expect(namedRows().length).toBeGreaterThan(10);
    expect(namedRows().filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(['jest/ts-jest.config.cjs', 'jest/babel-jest.config.cjs'])('shows the line of %s', (path) => {
    const [line = 'none'] = /transformIgnorePatterns.*/u.exec(fence('js')?.content ?? '') ?? [];
    expect(read(path)).toContain(line);
  });

  it('shows the handler that the row `lambda` bundles', () => {
    expect(read('packed/lambda/handler.ts')).toBe(`${fence('ts')?.content ?? ''}\n`);
  });
});
