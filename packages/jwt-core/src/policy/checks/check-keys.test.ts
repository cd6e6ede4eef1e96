import { describe, expect, it } from 'vitest';
import { edited, placeOf, problemsOf, PUBLIC_KEY, type Mistake } from '../../../test/policy-documents.js';

const withKeys = (keys: string): string => edited('{ discovery: oidc }', keys);
const KEYS = '/issuers/login/keys';

const MISTAKES: readonly Mistake[] = [
  [
    'a network without a size',
    withKeys('{ discovery: oidc, allowedNetworks: [10.0.0.0] }'),
    `7:48 invalid ${KEYS}/allowedNetworks/0`,
    'such as 10.0.0.0/8',
  ],
  [
    'a network of too many bits',
    withKeys('{ discovery: oidc, allowedNetworks: [10.0.0.0/33] }'),
    `7:48 invalid ${KEYS}/allowedNetworks/0`,
    'found a string of 11 characters',
  ],
  [
    'all networks there are',
    withKeys('{ discovery: oidc, allowedNetworks: [0.0.0.0/0] }'),
    `7:48 invalid ${KEYS}/allowedNetworks/0`,
    'This is every network there is',
  ],
  [
    'braces that mean nothing',
    withKeys('{ jwksUri: "https://id.example/{realm}/keys" }'),
    `7:22 invalid ${KEYS}/jwksUri`,
    'Expected {tenant} and no other braces',
  ],
  [
    'a host for a network',
    withKeys('{ discovery: oidc, allowedNetworks: [10.0.0.0/8, idp.internal] }'),
    `7:60 invalid ${KEYS}/allowedNetworks/1`,
    'found a string of 12 characters',
  ],
  [
    'a network twice',
    withKeys('{ discovery: oidc, allowedNetworks: [10.0.0.0/8, 10.0.0.0/8] }'),
    `7:47 invalid ${KEYS}/allowedNetworks`,
    'stands here twice',
  ],
  [
    'a network for keys that stand here',
    withKeys(`{ jwks: { keys: [${PUBLIC_KEY}] }, allowedNetworks: [10.0.0.0/8] }`),
    `7:124 invalid ${KEYS}/allowedNetworks`,
    'allowedNetworks is about keys that are fetched: remove it.',
  ],
  [
    'a limit for keys that stand here',
    withKeys(`{ jwks: { keys: [${PUBLIC_KEY}] }, maxStale: 1h }`),
    `7:117 invalid ${KEYS}/maxStale`,
    'maxStale is about keys that are fetched',
  ],
  [
    'a limit of more than a day',
    withKeys('{ discovery: oidc, maxStale: 25h }'),
    `7:40 invalid ${KEYS}/maxStale`,
    'at most 24h',
  ],
  [
    'another origin without discovery',
    withKeys('{ jwksUri: "https://id.example/keys", jwksOrigin: "https://keys.example" }'),
    `7:61 invalid ${KEYS}/jwksOrigin`,
    'goes with discovery alone',
  ],
  [
    'another origin with a path',
    withKeys('{ discovery: oidc, jwksOrigin: "https://keys.example/a" }'),
    `7:42 invalid ${KEYS}/jwksOrigin`,
    'without a path and a final slash, such as https://keys.example.',
  ],
  [
    'another origin that is no URL',
    withKeys('{ discovery: oidc, jwksOrigin: keys.example }'),
    `7:42 invalid ${KEYS}/jwksOrigin`,
    'Expected an https URL',
  ],
  [
    'two places',
    withKeys('{ discovery: oidc, jwksUri: "https://id.example/keys" }'),
    `7:11 invalid ${KEYS}`,
    'exactly one of',
  ],
  ['options without a place', withKeys('{ maxStale: 1h }'), `7:11 invalid ${KEYS}`, 'exactly one of'],
];

describe('keys', () => {
  it.each(MISTAKES)('with %s are refused', async (_name, text, place, says) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual([place]);
    expect(problems[0]?.message).toContain(says);
  });

  it.each([
    '{ discovery: oidc, jwksOrigin: "https://keys.example", maxStale: 24h }',
    '{ discovery: oauth, allowedNetworks: [10.0.0.0/8, "fd00::/8", 127.0.0.1/32] }',
    '{ jwksUri: "https://id.internal/keys", allowedNetworks: [192.168.0.0/16], maxStale: 30m }',
  ])('%s are good', async (keys) => {
    expect(await problemsOf(withKeys(keys))).toEqual([]);
  });
});
