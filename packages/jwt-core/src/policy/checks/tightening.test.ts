import { describe, expect, it } from 'vitest';
import { defaults, inIssuer, inService, inOperation } from '../../../test/mistakes/limits.js';
import { problemsOf, SMALL_DOCUMENT } from '../../../test/policy-documents.js';
import { definePolicy } from '../policy.js';
import { PolicyError } from '../policy-error.js';

describe('a limit', () => {
  it.each([
    ['equal', defaults('maxAge: 60s', inService('maxAge: 1m', inOperation('maxAge: 1m')))],
    ['tighter', defaults('maxAge: 1h, clockSkew: 10s', inService('maxAge: 10m', inOperation('maxAge: 1m')))],
    [
      'wider than the built-in one under defaults',
      defaults('maxLifetime: 24h, clockSkew: 60s, maxTokenBytes: 16384', inService('maxLifetime: 8h')),
    ],
    [
      'wider in one service than in another',
      `${inService('maxAge: 1m')}  mail:\n    audience: m\n    accept: [login]\n    maxAge: 5m\n    operations: { a: { allow: [{ principal: user }] } }\n`,
    ],
    ['wider in an issuer than in a service', inService('maxLifetime: 5m', inIssuer('maxLifetime: 10m'))],
    ['an age, which has no default', inService('maxAge: 24h')],
  ])('may be %s', async (_name, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });

  it('in code is reported with its pointer, as there are no lines', () => {
    const define = (): unknown =>
      definePolicy({
        ...SMALL_DOCUMENT,
        defaults: { maxLifetime: '5m' },
        issuers: {
          login: {
            iss: 'https://id.example',
            keys: { discovery: 'oidc' },
            algs: ['ES256'],
            typ: 'at+jwt',
            maxLifetime: '6m',
          },
        },
      });
    expect(define).toThrow(PolicyError);
    expect(define).toThrow('wider than the 5m of defaults (/defaults/maxLifetime)');
  });
});
