import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/policy-sources.js';
import { filePolicySource } from './file-source.js';
import { PolicyError } from '../policy-error.js';
import { ConfigurationError } from '../../options/configuration-error.js';
import type { PolicySource } from './source.js';

const QUICK = { settleMs: 5 };

/** A file with this content, and its source. */
function fileWith(content: string | Uint8Array): { readonly file: string; readonly source: PolicySource } {
  const file = join(temporaryFolder(), 'policy.yaml');
  writeFileSync(file, content);
  return { file, source: filePolicySource(file, QUICK) };
}

describe('a file as a source', () => {
  it('returns the text, the path and a tag', async () => {
    const { file, source } = fileWith('a: 1\n');
    const content = await source.read(undefined);
    expect(content).toMatchObject({ text: 'a: 1\n', file });
    expect(content?.tag).toMatch(/^[\da-f]{64}$/u);
    expect(source.location).toBe(file);
  });

  it('has an absolute path, also after the process changes its folder', () => {
    const { file } = fileWith('');
    expect(filePolicySource(relative(process.cwd(), file)).location).toBe(file);
  });

  it('returns nothing for the tag of its content', async () => {
    const { file, source } = fileWith('a: 1\n');
    const tag = (await source.read(undefined))?.tag;
    expect(await source.read(tag)).toBeUndefined();
    writeFileSync(file, 'a: 2\n');
    expect(await source.read(tag)).toMatchObject({ text: 'a: 2\n' });
    writeFileSync(file, 'a: 1\n');
    expect(await source.read(tag)).toBeUndefined();
  });

  it('is read every ten seconds by default', () => {
    expect(filePolicySource('policy.yaml').everyMs).toBe(10_000);
    expect(filePolicySource('policy.yaml', { everyMs: 500 }).everyMs).toBe(500);
  });
});

describe('a file that is still being written', () => {
  it('is read as a whole, though its first half would be a document', async () => {
    const { file } = fileWith('');
    const source = filePolicySource(file, { settleMs: 200 });
    const parts = Array.from({ length: 20 }, (_, index) => `line${String(index)}: 1\n`);
    const reading = source.read(undefined);
    for (const part of parts) {
      appendFileSync(file, part);
      await new Promise((resolve) => setTimeout(resolve, 1)); // far less than the file has to rest
    }
    expect((await reading)?.text).toBe(parts.join(''));
  });

  it('is unreadable while it changes all the time', async () => {
    const { file, source } = fileWith('0');
    let count = 0;
    const writing = setInterval(() => writeFileSync(file, String((count += 1))), 1);
    await expect(source.read(undefined)).rejects.toThrow('it changes all the time');
    clearInterval(writing);
  });
});

describe('what cannot be read', () => {
  it.each<[string, (path: string) => unknown, string]>([
    ['a file that is not there', () => undefined, 'there is no such file'],
    ['a folder', (path) => mkdirSync(path), 'it is a directory'],
    [
      'a pipe, which would hold us up',
      (path) => execFileSync('mkfifo', [path]),
      'it is a pipe or a device, not a file',
    ],
    ['bytes that are not UTF-8', (path) => writeFileSync(path, Buffer.of(0x61, 0xff)), 'it is not UTF-8'],
    [
      'more than a document may have',
      (path) => writeFileSync(path, Buffer.alloc(4_194_305)),
      'it has more than 4194304 bytes',
    ],
  ])('is %s', async (_what, make, reason) => {
    const path = join(temporaryFolder(), 'policy.yaml');
    make(path);
    await expect(filePolicySource(path, QUICK).read(undefined)).rejects.toThrow(new Error(reason));
  });
});

describe('options', () => {
  it.each([
    ['no path', '', PolicyError, 'Is an environment variable unset?'],
    ['no text', undefined as never, PolicyError, 'Is an environment variable unset?'],
  ])('are rejected with %s', (_what, path, type, message) => {
    expect(() => filePolicySource(path)).toThrow(type);
    expect(() => filePolicySource(path)).toThrow(message);
  });

  it.each([
    [{ everyMs: 0 }, 'everyMs: expected milliseconds'],
    [{ everyMs: Number.NaN }, 'everyMs: expected milliseconds'],
    [{ everyMs: 2 ** 31 }, 'everyMs: expected milliseconds from 1 to 2147483647, found 2147483648.'],
    [{ settleMs: -1 }, 'settleMs: expected milliseconds'],
  ])('are rejected with %o', (options, message) => {
    expect(() => filePolicySource('policy.yaml', options)).toThrow(ConfigurationError);
    expect(() => filePolicySource('policy.yaml', options)).toThrow(message);
  });
});
