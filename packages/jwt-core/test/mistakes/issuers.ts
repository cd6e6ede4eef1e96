import { edited, PUBLIC_KEY } from '../policy-documents.js';
import type { Mistake } from './mistake.js';

export const withKeys = (keys: string, algs = 'ES256'): string =>
  edited('[ES256]', `[${algs}]`, edited('{ discovery: oidc }', keys));
const withIss = (iss: string): string => edited('https://id.example/', iss);
export const SECRET = '{ secret: { env: JWT_SECRET } }';
const KEYS = '/issuers/login/keys';

export const ISSUER_MISTAKES: readonly Mistake[] = [
  ['HMAC with discovery', withKeys('{ discovery: oidc }', 'HS256'), '8:11 invalid /issuers/login/algs'],
  [
    'HMAC among public keys',
    withKeys('{ discovery: oidc }', 'ES256, HS512'),
    '8:11 invalid /issuers/login/algs',
  ],
  ['a secret with a public algorithm', withKeys(SECRET), '8:11 invalid /issuers/login/algs'],
  [
    'a secret with algorithms of both kinds',
    withKeys(SECRET, 'HS256, RS256'),
    '8:11 invalid /issuers/login/algs',
  ],
  [
    'a private key of a curve',
    withKeys('{ jwks: { keys: [{ kty: EC, crv: P-256, x: a, y: b, d: c }] } }'),
    `7:28 invalid ${KEYS}/jwks/keys/0`,
  ],
  [
    'a private key after a public one',
    withKeys(`{ jwks: { keys: [${PUBLIC_KEY}, { kty: RSA, n: a, p: b }] } }`),
    `7:104 invalid ${KEYS}/jwks/keys/1`,
  ],
  ['a secret key', withKeys('{ jwks: { keys: [{ kty: oct, k: a }] } }'), `7:28 invalid ${KEYS}/jwks/keys/0`],
  [
    'a secret key without its secret',
    withKeys('{ jwks: { keys: [{ kty: oct }] } }'),
    `7:28 invalid ${KEYS}/jwks/keys/0`,
  ],
  ['a key file that is not there', withKeys('{ file: no-such-file.json }'), `7:19 unreadable ${KEYS}/file`],
  ['a JWKS without a scheme', withKeys('{ jwksUri: id.example/keys }'), `7:22 invalid ${KEYS}/jwksUri`],
  ['a JWKS in a file', withKeys('{ jwksUri: "file:///keys.json" }'), `7:22 invalid ${KEYS}/jwksUri`],
  [
    'a JWKS with a password',
    withKeys('{ jwksUri: "https://a:b@id.example/keys" }'),
    `7:22 invalid ${KEYS}/jwksUri`,
  ],
  [
    'a JWKS with a user',
    withKeys('{ jwksUri: "https://a@id.example/keys" }'),
    `7:22 invalid ${KEYS}/jwksUri`,
  ],
  ['discovery of what is not a URL', withIss('accounts.example'), '6:10 invalid /issuers/login/iss'],
  ['discovery with a query', withIss('https://id.example/?tenant=1'), '6:10 invalid /issuers/login/iss'],
  ['discovery with a fragment', withIss('"https://id.example/#x"'), '6:10 invalid /issuers/login/iss'],
];
