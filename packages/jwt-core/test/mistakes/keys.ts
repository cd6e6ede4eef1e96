import { edited, PUBLIC_KEY } from '../policy-documents.js';
import type { Mistake } from './mistake.js';

export const withKeys = (keys: string): string => edited('{ discovery: oidc }', keys);
const withSources = (sources: string): string => edited('    algs: [ES256]\n', '', withKeys(`[${sources}]`));
const KEYS = '/issuers/login/keys';

export const KEY_MISTAKES: readonly Mistake[] = [
  [
    'a network without a size',
    withKeys('{ discovery: oidc, allowedNetworks: [10.0.0.0] }'),
    `7:48 invalid ${KEYS}/allowedNetworks/0`,
  ],
  [
    'a network of too many bits',
    withKeys('{ discovery: oidc, allowedNetworks: [10.0.0.0/33] }'),
    `7:48 invalid ${KEYS}/allowedNetworks/0`,
  ],
  [
    'all networks there are',
    withKeys('{ discovery: oidc, allowedNetworks: [0.0.0.0/0] }'),
    `7:48 invalid ${KEYS}/allowedNetworks/0`,
  ],
  [
    'braces that mean nothing',
    withKeys('{ jwksUri: "https://id.example/{realm}/keys" }'),
    `7:22 invalid ${KEYS}/jwksUri`,
  ],
  [
    'a host for a network',
    withKeys('{ discovery: oidc, allowedNetworks: [10.0.0.0/8, idp.internal] }'),
    `7:60 invalid ${KEYS}/allowedNetworks/1`,
  ],
  [
    'a network twice',
    withKeys('{ discovery: oidc, allowedNetworks: [10.0.0.0/8, 10.0.0.0/8] }'),
    `7:47 invalid ${KEYS}/allowedNetworks`,
  ],
  [
    'a network for keys in the document',
    withKeys(`{ jwks: { keys: [${PUBLIC_KEY}] }, allowedNetworks: [10.0.0.0/8] }`),
    `7:124 invalid ${KEYS}/allowedNetworks`,
  ],
  [
    'a limit for keys in the document',
    withKeys(`{ jwks: { keys: [${PUBLIC_KEY}] }, maxStale: 1h }`),
    `7:117 invalid ${KEYS}/maxStale`,
  ],
  [
    'a limit of more than a day',
    withKeys('{ discovery: oidc, maxStale: 25h }'),
    `7:40 invalid ${KEYS}/maxStale`,
  ],
  [
    'another origin without discovery',
    withKeys('{ jwksUri: "https://id.example/keys", jwksOrigin: "https://keys.example" }'),
    `7:61 invalid ${KEYS}/jwksOrigin`,
  ],
  [
    'another origin with a path',
    withKeys('{ discovery: oidc, jwksOrigin: "https://keys.example/a" }'),
    `7:42 invalid ${KEYS}/jwksOrigin`,
  ],
  [
    'another origin that is not a URL',
    withKeys('{ discovery: oidc, jwksOrigin: keys.example }'),
    `7:42 invalid ${KEYS}/jwksOrigin`,
  ],
  [
    'a secret next to published keys without an end',
    withSources('{ discovery: oidc, algs: [ES256] }, { secret: { env: OLD }, algs: [HS256] }'),
    `7:48 missing_key ${KEYS}/1/until`,
  ],
  [
    'a secret with an end, and other algorithms than its own',
    withSources(
      '{ discovery: oidc, algs: [ES256] }, { secret: { env: OLD }, algs: [ES256], until: 2027-01-31 }',
    ),
    `7:78 invalid ${KEYS}/1/algs`,
  ],
  [
    'HMAC with published keys of a list',
    withSources('{ discovery: oidc, algs: [ES256, HS256] }'),
    `7:37 invalid ${KEYS}/0/algs`,
  ],
  [
    'HMAC with a key file of a list',
    withSources(
      `{ jwks: { keys: [${PUBLIC_KEY}] }, algs: [HS256] }, { secret: { env: OLD }, algs: [HS256], until: 2027-01-31 }`,
    ),
    `invalid ${KEYS}/0/algs`,
  ],
  [
    'other algorithms than those of the sources',
    withKeys('[{ discovery: oidc, algs: [ES384] }]'),
    '8:11 invalid /issuers/login/algs',
  ],
  [
    'fewer algorithms than those of the sources',
    withKeys('[{ discovery: oidc, algs: [ES256, ES384] }]'),
    '8:11 invalid /issuers/login/algs',
  ],
  [
    'a private key in a source of a list',
    withSources('{ jwks: { keys: [{ kty: EC, crv: P-256, x: a, y: b, d: c }] }, algs: [ES256] }'),
    `7:29 invalid ${KEYS}/0/jwks/keys/0`,
  ],
  [
    'a key file of a list that is not there',
    withSources('{ discovery: oidc, algs: [ES256] }, { file: no-such-file.pem, algs: [ES256] }'),
    `7:56 unreadable ${KEYS}/1/file`,
  ],
  [
    'a template for the keys of a source and none for the iss',
    withSources('{ jwksUri: "https://id.example/{tenant}/keys", algs: [ES256] }'),
    `7:23 invalid ${KEYS}/0/jwksUri`,
  ],
  [
    'one secret twice',
    edited('[ES256]', '[HS256]', withKeys('{ secret: [{ env: A }, { env: A, encoding: base64 }] }')),
    `7:34 invalid ${KEYS}/secret/1`,
  ],
  ['two places', withKeys('{ discovery: oidc, jwksUri: "https://id.example/keys" }'), `7:11 invalid ${KEYS}`],
  ['options without a place', withKeys('{ maxStale: 1h }'), `7:11 invalid ${KEYS}`],
];
