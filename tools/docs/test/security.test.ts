import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTACK_CLASSES } from '@org/jwt-testing';
import { describe, expect, it } from 'vitest';
import { WORKSPACE } from '../src/workspace.js';

const page = readFileSync(join(WORKSPACE, 'docs/security.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

describe('the table of attacks in docs/security.md', () => {
  it.each(ATTACK_CLASSES)('names the class $name', ({ name }) => {
    expect(rows.filter((row) => row.startsWith(`| \`${name}\` `))).toHaveLength(1);
  });

  it('names no class that is not there', () => {
    const known = new Set(ATTACK_CLASSES.map(({ name }) => name));
    const named = rows.map((row) => /^\| `([^`]+)`/u.exec(row)?.[1] ?? '');
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
