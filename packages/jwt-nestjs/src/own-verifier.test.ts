import { ConfigurationError, type Verifier } from '@org/jwt-core';
import { STUB_ALLOWED, stubVerifier } from '@org/jwt-testing';
import { describe, expect, it } from 'vitest';
import { readSettings } from './options.js';
import { OwnVerifier } from './own-verifier.js';

describe('a verifier that the application made', () => {
  it.each([
    ['itself', stubVerifier(() => Promise.resolve(STUB_ALLOWED))],
    ['as a promise', Promise.resolve(stubVerifier(() => Promise.resolve(STUB_ALLOWED)))],
  ])('is taken %s', async (_what, verifier) => {
    expect(await new OwnVerifier().open(readSettings('test', { verifier }))).toBe(await verifier);
  });

  it.each<[string, unknown]>([
    ['something else', { service: 'payments' }],
    ['the promise of something else', Promise.resolve({ service: 'payments' })],
    ['the promise of nothing', Promise.resolve(undefined)],
  ])('stops the boot where it is %s', async (_what, given) => {
    const verifier = given as Verifier;
    await expect(async () => new OwnVerifier().open(readSettings('test', { verifier }))).rejects.toThrow(
      ConfigurationError,
    );
  });
});
