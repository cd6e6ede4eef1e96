import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeTerminal } from './terminal.js';
import { run } from '../src/main.js';

const ROOT = join(import.meta.dirname, '../../..');
const PAGES = join(ROOT, 'docs/reference/cli');
const DEMO = readFileSync(join(ROOT, 'tools/demo/jwt-policy.yaml'), 'utf8');

/** The content of the fences with this info string. */
function fencesOf(page: string, info: string): readonly string[] {
  const text = readFileSync(join(PAGES, page), 'utf8');
  return [...text.matchAll(/^```([^\n]*)\n(.*?)^```$/gmsu)].flatMap(([, each, content = '']) =>
    each === info ? [content] : [],
  );
}

describe('the page of jwt-policy test', () => {
  it('has an example that passes', async () => {
    const [example = ''] = fencesOf('test.md', 'yaml test');
    const terminal = fakeTerminal({ files: { 'jwt-policy.yaml': DEMO, 'x.test.yaml': example } });
    const code = await run(['test', 'x.test.yaml', '--filter', 'payments'], terminal);
    expect(code).toBe(0);
    // What the part leaves out is not listed.
    expect(await run(['test', 'x.test.yaml'], terminal)).toBe(0);
  });

  it('shows what is printed', async () => {
    const [shown = ''] = fencesOf('test.md', 'text');
    const terminal = fakeTerminal({ cwd: join(ROOT, 'tools/demo') });
    await run(['test', '--coverage'], terminal);
    expect(terminal.written().out).toContain(shown.trimEnd());
  });
});

describe('the page of jwt-policy matrix', () => {
  it('shows what is printed', async () => {
    const [shown = ''] = fencesOf('matrix.md', 'text');
    const terminal = fakeTerminal();
    await run(['matrix', join(ROOT, 'packages/jwt-cli/test/fleet.yaml')], terminal);
    expect(terminal.written().out.trimEnd()).toBe(shown.trimEnd());
  });
});

describe('the pages', () => {
  it.each(['test.md', 'matrix.md'])('%s fit a terminal where they show one', (page) => {
    const lines = fencesOf(page, 'text').flatMap((each) => each.split('\n'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
