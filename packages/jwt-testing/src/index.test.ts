import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ENTRY_POINTS = ['.', './attacks', './conformance', './edge-cases', './wire'];

/** The names that an index file exports, types included. */
function namesOf(entryPoint: string): readonly string[] {
  const text = readFileSync(new URL(`${entryPoint}/index.ts`, import.meta.url), 'utf8');
  return [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gmu)].flatMap(([, list = '']) =>
    list.split(',').flatMap((name) => name.trim() || []),
  );
}

describe('the public names', () => {
  it('are at most 30 in the root', () => {
    expect(namesOf('.').length).toBeLessThanOrEqual(30);
  });

  it('are each in one entry point', () => {
    const names = ENTRY_POINTS.flatMap(namesOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('have an entry point for each subpath of package.json', () => {
    const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      readonly exports: Readonly<Record<string, unknown>>;
    };
    expect(Object.keys(exports)).toEqual([...ENTRY_POINTS, './package.json']);
  });
});
