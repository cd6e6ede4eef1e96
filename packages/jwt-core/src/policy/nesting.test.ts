import { describe, expect, it } from 'vitest';
import { EXAMPLE } from '../../test/policy-documents.js';
import { findDeepNesting } from './nesting.js';

const staircase = (depth: number): string =>
  Array.from({ length: depth }, (_, index) => `${' '.repeat(index)}a:`).join('\n');

describe('deep nesting', () => {
  it.each([
    ['lists', '['.repeat(100_000), 100],
    ['lists that end', '['.repeat(100_000) + ']'.repeat(100_000), 100],
    ['lists on lines of their own', '[\n'.repeat(100_000), 200],
    ['JSON objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000), 500],
    ['lists in a line', '- '.repeat(100_000), 200],
    ['keys in a line', '? '.repeat(100_000), 200],
    ['values in a line', ': '.repeat(100_000), 200],
    ['keys and values in a line', 'a: '.repeat(100_000), 300],
    ['indentation', staircase(1000), 5350],
    ['behind a byte-order mark', `\uFEFF${'['.repeat(1000)}`, 100],
  ])('is found in %s before anything recurses', (_what, text, offset) => {
    expect(findDeepNesting(text)).toBe(offset);
  });

  it.each([
    ['an ordinary document', EXAMPLE],
    ['what stands side by side', '[a], '.repeat(500)],
    ['lists one after another', '- a\n'.repeat(500)],
    ['mappings one after another', 'a:\n  - b: 1\n    c: 2\n'.repeat(500)],
    ['brackets in strings', `a: "${'['.repeat(500)}"`],
    ['brackets in comments', `# ${'{'.repeat(500)}\na: 1`],
    ['brackets that only close', ']'.repeat(500)],
    ['a text that is cut', 'a: ["'],
    ['ninety levels', staircase(90)],
    ['nothing', ''],
  ])('is not found in %s', (_what, text) => {
    expect(findDeepNesting(text)).toBeUndefined();
  });
});
