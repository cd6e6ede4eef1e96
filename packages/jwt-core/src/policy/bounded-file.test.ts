import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBoundedFile, UnusableFile } from './bounded-file.js';

const folder = mkdtempSync(join(tmpdir(), 'bounded-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a file that a document names', () => {
  it.each([0, 1, 9, 10])('is read whole, with %d bytes of 10', (size) => {
    const path = join(folder, 'file');
    writeFileSync(path, 'x'.repeat(size));
    expect(readBoundedFile(path, 10).toString()).toBe('x'.repeat(size));
  });

  it('may not have more than it may have', () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'x'.repeat(11));
    expect(() => readBoundedFile(path, 10)).toThrow(new UnusableFile('it has more than 10 bytes'));
  });

  it('may not be a pipe, for which a reader would wait', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => readBoundedFile(path, 10)).toThrow('it is no file');
  });

  it.each(['/dev/zero', folder])('may not be %s', (path) => {
    expect(() => readBoundedFile(path, 10)).toThrow('it is no file');
  });

  it('has to be there', () => {
    expect(() => readBoundedFile(join(folder, 'nothing'), 10)).toThrow('ENOENT');
  });
});
