import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBoundedFile, readBoundedFileLater, TooLargeFile, UnusableFile } from './bounded-file.js';

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

  it('is rejected with more bytes than allowed', () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'x'.repeat(11));
    expect(() => readBoundedFile(path, 10)).toThrow(new TooLargeFile('it has more than 10 bytes'));
  });

  it('may not be a pipe, for which a reader would wait', () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => readBoundedFile(path, 10)).toThrow('it is a pipe or a device, not a file');
  });

  it.each([
    ['/dev/zero', 'it is a pipe or a device, not a file'],
    [folder, 'it is a directory'],
  ])('may not be %s', async (path, reason) => {
    expect(() => readBoundedFile(path, 10)).toThrow(new UnusableFile(reason));
    await expect(readBoundedFileLater(path, 10)).rejects.toThrow(new UnusableFile(reason));
  });

  it.runIf(process.platform === 'linux')('may report no size, and is bounded all the same', async () => {
    const path = '/proc/self/status';
    expect(readBoundedFile(path, 65_536).toString()).toContain('Pid:');
    expect(() => readBoundedFile(path, 10)).toThrow('it has more than 10 bytes');
    expect((await readBoundedFileLater(path, 65_536)).bytes.toString()).toContain('Pid:');
    await expect(readBoundedFileLater(path, 10)).rejects.toThrow('it has more than 10 bytes');
  });

  it('is rejected where it does not exist', () => {
    expect(() => readBoundedFile(join(folder, 'nothing'), 10)).toThrow('ENOENT');
  });
});
