import { describe, expect, it } from 'vitest';
import {
  SMALL_DOCUMENT,
  placeOf,
  problemsOf,
  SMALL,
  withLine,
  type Mistake,
} from '../../../test/policy-documents.js';
import { definePolicy } from '../policy.js';
import { PolicyError } from '../policy-error.js';

const defaults = (limits: string, text: string): string => `${text}defaults: { ${limits} }\n`;
const inIssuer = (line: string): string => withLine('typ: at+jwt', `    ${line}`);
const inService = (line: string, text: string = SMALL): string => withLine('accept:', `    ${line}`, text);
const inOperation = (line: string, text: string = SMALL): string =>
  withLine('route:', `        ${line}`, text);

const WIDER: readonly Mistake[] = [
  [
    'an issuer than the defaults',
    defaults('maxLifetime: 10m', inIssuer('maxLifetime: 15m')),
    '10:18 widening /issuers/login/maxLifetime',
    'maxLifetime: 15m is wider than the 10m of defaults (line 19).',
  ],
  [
    'a service than the defaults',
    defaults('maxAge: 5m', inService('maxAge: 6m')),
    '14:13 widening /services/orders/maxAge',
    'maxAge: 6m is wider than the 5m of defaults (line 19).',
  ],
  [
    'an operation than the defaults',
    defaults('maxAge: 60s', inOperation('maxAge: 2m')),
    '17:17 widening /services/orders/operations/list/maxAge',
    'maxAge: 2m is wider than the 60s of defaults (line 19).',
  ],
  [
    'an operation than its service',
    inService('maxAge: 5m', inOperation('maxAge: 1h')),
    '18:17 widening /services/orders/operations/list/maxAge',
    'maxAge: 1h is wider than the 5m of services.orders (line 14).',
  ],
  [
    'an audience that the defaults want alone',
    defaults('audienceMode: exclusive', inService('audienceMode: contains')),
    '14:19 widening /services/orders/audienceMode',
    'audienceMode: contains is wider than the exclusive of defaults (line 19).',
  ],
  [
    'a skew',
    defaults('clockSkew: 1s', inService('clockSkew: 2s')),
    '14:16 widening /services/orders/clockSkew',
    'clockSkew: 2s is wider than the 1s of defaults',
  ],
  [
    'a token',
    defaults('maxTokenBytes: 4096', inService('maxTokenBytes: 8192')),
    '14:20 widening /services/orders/maxTokenBytes',
    'maxTokenBytes: 8192 is wider than the 4096 of defaults',
  ],
  [
    'a lifetime than what holds by default',
    inService('maxLifetime: 8h'),
    '14:18 widening /services/orders/maxLifetime',
    'wider than the 1h that hold by default',
  ],
  [
    'a skew than what holds by default',
    inIssuer('clockSkew: 30s'),
    '10:16 widening /issuers/login/clockSkew',
    'wider than the 5s that hold by default',
  ],
  [
    'a token than what holds by default',
    inService('maxTokenBytes: 16384'),
    '14:20 widening /services/orders/maxTokenBytes',
    'wider than the 8192 that hold by default',
  ],
  [
    'a lifetime of an operation than what holds by default',
    inOperation('maxLifetime: 2h'),
    '17:22 widening /services/orders/operations/list/maxLifetime',
    'write the wider limit under defaults first',
  ],
];

describe('a limit', () => {
  it.each(WIDER)('may not be wider: %s', async (_name, text, place, says) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual([place]);
    expect(problems[0]?.message).toContain(says);
  });

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

  it('in code is told by its pointer, as there are no lines', () => {
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
