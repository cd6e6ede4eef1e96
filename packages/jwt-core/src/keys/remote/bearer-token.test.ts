import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/policy-sources.js';
import { FetchFailure } from '../../io/fetch-failure.js';
import { readBearerToken } from './bearer-token.js';

const reading = (make: (path: string) => unknown): Promise<string> => {
  const path = join(temporaryFolder(), 'token');
  make(path);
  return readBearerToken(path);
};
const written = (content: string | Uint8Array): Promise<string> =>
  reading((path) => writeFileSync(path, content));

describe('a token in a file', () => {
  it.each(['eyJ.eyJ.c2ln', 'a+/=', 'a\n', 'a\r\n'])(
    'is read, without a final line break: %j',
    async (content) => {
      expect(await written(content)).toBe(content.trim());
    },
  );

  it('is read again at each call', async () => {
    const path = join(temporaryFolder(), 'token');
    writeFileSync(path, 'first');
    const before = await readBearerToken(path);
    writeFileSync(path, 'second');
    expect([before, await readBearerToken(path)]).toEqual(['first', 'second']);
  });

  it.each<[what: string, read: () => Promise<string>, reason: string]>([
    ['no file', () => reading(() => undefined), 'the tokenFile cannot be read: there is no such file'],
    ['a folder', () => readBearerToken(temporaryFolder()), 'the tokenFile cannot be read: it is a directory'],
    [
      'a pipe',
      () => reading((path) => execFileSync('mkfifo', [path])),
      'the tokenFile cannot be read: it is a pipe or a device, not a file',
    ],
    ['nothing', () => written(''), 'the tokenFile is empty'],
    ['a line break', () => written('\n'), 'the tokenFile is empty'],
    ['two lines', () => written('SECRET\nSECRET\n'), 'something else than one Bearer token'],
    ['a header', () => written('Bearer SECRET'), 'something else than one Bearer token'],
    ['a header line of its own', () => written('SECRET\r\nx: y'), 'something else than one Bearer token'],
    [
      'a byte that is not ASCII',
      () => written(Buffer.of(0x61, 0xe9)),
      'something else than one Bearer token',
    ],
    [
      'too much',
      () => written('a'.repeat(16_385)),
      'the tokenFile cannot be read: it has more than 16384 bytes',
    ],
  ])('is rejected and not quoted where there is %s', async (_what, read, reason) => {
    const error: unknown = await read().catch((each: unknown) => each);
    expect(error).toBeInstanceOf(FetchFailure);
    expect(String(error)).toContain(reason);
    expect(String(error)).not.toContain('SECRET');
  });
});
