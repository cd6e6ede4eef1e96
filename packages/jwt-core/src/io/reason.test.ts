import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { reasonOf } from './reason.js';

describe('the reason of a failure', () => {
  it.each<[string, unknown, string]>([
    ['the first line of a message', new Error('refused\nat once'), 'refused'],
    ['that of an error of another realm, as under Jest', runInNewContext('new RangeError("far")'), 'far'],
    ['that of an abort', new DOMException('aborted', 'AbortError'), 'aborted'],
    ['other words for what is not an error', 'text', 'unknown reason'],
  ])('is %s', (_what, thrown, reason) => {
    expect(reasonOf(thrown)).toBe(reason);
  });
});
