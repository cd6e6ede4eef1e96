/** How a developer sees a mistake at start: each problem once, beside the call, and nothing of this package. */

import { inspect } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createVerifier } from '../verify/create-verifier.js';
import { filePolicySource } from './source/file-source.js';
import { httpsPolicySource } from './source/http-source.js';
import { temporaryFolder } from '../../test/policy-sources.js';
import { definePolicy, loadPolicy, parsePolicy } from './policy.js';
import { PolicyError } from './policy-error.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { simplePolicy } from './simple-policy.js';

const WRONG = { apiVersion: 'jwt-policy/v2' } as never; // JavaScript says what it likes
const policy = simplePolicy({
  issuer: 'https://id.example',
  audience: 'https://orders.example',
  algs: ['ES256'],
  operations: { list: { route: 'GET /orders', allow: [{ principal: 'user' }] } },
});

async function errorOf(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('The call did not throw.');
}

type Row = readonly [what: string, call: () => unknown];
const MISTAKES: readonly Row[] = [
  ['definePolicy', () => definePolicy(WRONG)],
  ['simplePolicy', () => simplePolicy({ issuer: 'x', audience: 'y', algs: [], operations: {} })],
  ['parsePolicy', () => parsePolicy('a: [')],
  ['parsePolicy, of a document', () => parsePolicy('apiVersion: jwt-policy/v2')],
  ['loadPolicy', () => loadPolicy('/nowhere/policy.yaml')],
  ['createVerifier', () => createVerifier({ policy: '/nowhere/policy.yaml' })],
  ['createVerifier, of another service', () => createVerifier({ policy, service: 'payments' })],
  ['filePolicySource', () => filePolicySource('')],
  ['httpsPolicySource', () => httpsPolicySource('policy.yaml')],
  ['simplePolicy, with an unknown option', () => simplePolicy({ isuer: 'x' } as never)],
  [
    'createVerifier, with an unknown option',
    () => createVerifier({ policy, onDecison: () => undefined } as never),
  ],
  ['createVerifier, with contradicting options', () => createVerifier({ policy, reload: { everyMs: 5 } })],
];

describe('the error of', () => {
  it.each(MISTAKES)('%s begins its stack where it was called', async (_what, call) => {
    const { stack = '' } = await errorOf(call);
    const frames = stack.split('\n').filter((line) => /^ {4}at /u.test(line));
    expect(frames[0]).toContain(fileURLToPath(import.meta.url));
  });

  it.each(MISTAKES)('%s shows each problem once', async (_what, call) => {
    const error = await errorOf(call);
    const shown = inspect(error);
    const messages =
      error instanceof PolicyError ? error.problems.map(({ message }) => message) : [error.message];
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(shown.split(message)).toHaveLength(2);
  });
});

const URLS: readonly (readonly [string, unknown, string])[] = [
  ['an https URL', 'https://user:hunter2@config.example/policy.yaml?code=hunter2', 'httpsPolicySource(url)'],
  ['an http URL', 'http://localhost:3000/hunter2.yaml', 'httpsPolicySource(url)'],
  ['a URL of another scheme', 's3://bucket/hunter2.yaml', 'httpsPolicySource(url)'],
  ['a URL object', new URL('https://config.example/hunter2.yaml'), 'httpsPolicySource(url)'],
  ['a file: URL', 'file:///etc/hunter2.yaml', 'fileURLToPath(url)'],
  ['a file: URL object', new URL('hunter2.yaml', import.meta.url), 'fileURLToPath(url)'],
  ['the text of a document', 'apiVersion: jwt-policy/v1\nsecret: hunter2', 'parsePolicy(text)'],
  ['the text of a JSON document', '{"apiVersion":"jwt-policy/v1","secret":"hunter2"}', 'parsePolicy(text)'],
];

describe('in place of a path,', () => {
  it.each(URLS)(
    '%s is an error that says what to give, and repeats nothing',
    async (_what, given, advice) => {
      for (const call of [
        () => createVerifier({ policy: given as string }),
        () => loadPolicy(given as string),
        () => filePolicySource(given as string),
      ]) {
        const error = await errorOf(call);
        expect(error).toBeInstanceOf(ConfigurationError);
        expect(error.message).toContain(advice);
        expect(inspect(error)).not.toContain('hunter2');
      }
    },
  );

  it.each(['/etc/policy.yaml', 'policy.yaml', './a/b.yaml', String.raw`C:\policies\policy.yaml`, 'a:b'])(
    'but %s is one',
    (path) => {
      expect(filePolicySource(path).location).toContain(path.replace('./', ''));
    },
  );

  it('a path in place of a URL is an error that says what to give', () => {
    expect(() => httpsPolicySource('policy.yaml')).toThrow('The path of a file is given as policy: path.');
    expect(() => httpsPolicySource('http://config.example')).toThrow(
      /^The policy cannot be fetched: .* not https: for development/u,
    );
  });
});

describe('a policy file that is not there', () => {
  it('is looked for from a folder that the error names, where its path is relative', async () => {
    const { message } = await errorOf(() => createVerifier({ policy: 'nowhere.yaml' }));
    expect(message).toContain(`there is no such file (a relative path starts from ${process.cwd()})`);
  });

  it('needs no such hint where its path is absolute', async () => {
    const { message } = await errorOf(() => createVerifier({ policy: `${temporaryFolder()}/nowhere.yaml` }));
    expect(message).toContain('there is no such file.');
    expect(message).not.toContain('starts from');
  });
});
