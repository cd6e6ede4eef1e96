import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SigningAlgorithm } from '@org/jwt-testing';
import { ATTACK_CLASSES, attackMatrix } from '@org/jwt-testing/attacks';
import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../src/workspace.js';

const page = readFileSync(join(WORKSPACE, 'docs/security.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));
const ALGORITHMS: readonly SigningAlgorithm[] = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];

/** How many attacks each class has, with the algorithm for which there are fewest. */
const FEWEST = new Map<string, number>();
for (const alg of ALGORITHMS) {
  const names = attackMatrix({ alg, conditions: 'all' }).map(({ name }) => name.slice(0, name.indexOf('/')));
  for (const { name } of ATTACK_CLASSES) {
    const count = names.filter((each) => each === name).length;
    FEWEST.set(name, Math.min(count, FEWEST.get(name) ?? count));
  }
}

/** The cells of the one row about a class. */
function rowOf(name: string): readonly string[] {
  const [row = ''] = rows.filter((each) => each.startsWith(`| \`${name}\` `));
  return row.split('|').map((cell) => cell.trim());
}

describe('the table of attacks in docs/security.md', () => {
  it.each(ATTACK_CLASSES)('names the class $name', ({ name }) => {
    expect(rows.filter((row) => row.startsWith(`| \`${name}\` `))).toHaveLength(1);
  });

  it('names no class that is not there', () => {
    const named = rows.map((row) => /^\| `([^`]+)`/u.exec(row)?.[1] ?? '');
    expect(named.filter((name) => !FEWEST.has(name))).toEqual([]);
  });

  it.each(ATTACK_CLASSES)('does not say more attacks of $name than there are, nor far fewer', ({ name }) => {
    const stated = Number(rowOf(name)[2]);
    const fewest = FEWEST.get(name) ?? 0;
    expect(stated).toBeLessThanOrEqual(fewest);
    expect(stated).toBeGreaterThan(fewest / 2);
  });

  it.each(ATTACK_CLASSES)('links to the file that makes $name', ({ name }) => {
    const [, file = ''] = /\]\(\.\.\/([^)]+)\)/u.exec(rowOf(name)[5] ?? '') ?? [];
    expect(readFileSync(join(WORKSPACE, file), 'utf8')).toContain(`name: '${name}'`);
  });
});
