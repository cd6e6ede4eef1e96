/** The page about the architecture, compared with the code that it is about. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// eslint-disable-next-line @nx/enforce-module-boundaries -- what lint itself is configured with
import { CORE_FLOORS, POLICY_FLOORS } from '../../lint/core-floors.mjs';
import { WORKSPACE } from '../src/workspace.js';

const CORE = `${WORKSPACE}/packages/jwt-core/src`;
const PAGE = readFileSync(`${WORKSPACE}/docs/architecture.md`, 'utf8');

/** The rooms of a folder. */
const roomsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** The lines of the fenced block after a heading, each as the words of its rooms. */
function pictureAfter(heading: string): readonly (readonly string[])[] {
  const [, block = ''] = /```text\n([\s\S]*?)```/u.exec(PAGE.slice(PAGE.indexOf(heading))) ?? [];
  return block
    .split('\n')
    .map((line) =>
      line
        .replace(/\s{2,}\S.*$/u, '')
        .split(' · ')
        .map((room) => room.trim()),
    )
    .filter((rooms) => rooms.join('') !== '');
}

/** The rows of the table after a heading, without its head. */
function tableAfter(heading: string): readonly (readonly string[])[] {
  const section = PAGE.slice(PAGE.indexOf(heading)).split(/\n## /u)[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const ANSWERS = tableAfter('## Where is the rule for');

describe('the picture of the floors', () => {
  it.each([
    ['core', '### The floors of core', CORE, CORE_FLOORS],
    ['policy', '### The floors of policy', `${CORE}/policy`, POLICY_FLOORS],
  ])('of %s shows what lint enforces, and every room of the tree', (_name, heading, folder, floors) => {
    expect(pictureAfter(heading)).toEqual(floors);
    expect(floors.flat().sort()).toEqual(roomsIn(folder));
  });

  it('has at most seven floors', () => {
    expect(CORE_FLOORS.length).toBeLessThanOrEqual(7);
  });
});

describe('where the rules are', () => {
  it('is answered for at least 35 questions, each once', () => {
    const questions = ANSWERS.map(([question]) => question);
    expect(questions.length).toBeGreaterThanOrEqual(35);
    expect(new Set(questions).size).toBe(questions.length);
  });

  it.each(ANSWERS)('%s: %s exports %s', (_question, file = '', name = '') => {
    const path = `${CORE}/${file.replaceAll('`', '')}`;
    expect(existsSync(path), path).toBe(true);
    const exported = name.replaceAll('`', '');
    const pattern = new RegExp(
      `export (?:async )?(?:function|const|class|interface|type) ${exported}\\b`,
      'u',
    );
    expect(readFileSync(path, 'utf8')).toMatch(pattern);
  });
});
