import { describe, expect, it } from 'vitest';
import { edited, placeOf, problemsOf, PUBLIC_KEY, type Mistake } from '../../../test/policy-documents.js';

const withKeys = (keys: string, algs = 'ES256'): string =>
  edited('[ES256]', `[${algs}]`, edited('{ discovery: oidc }', keys));
const withIss = (iss: string): string => edited('https://id.example/', iss);
const SECRET = '{ secret: { env: JWT_SECRET } }';
const KEYS = '/issuers/login/keys';

const MISTAKES: readonly Mistake[] = [
  [
    'HMAC with discovery',
    withKeys('{ discovery: oidc }', 'HS256'),
    '8:11 invalid /issuers/login/algs',
    'HS256 needs keys: { secret: { env: NAME } } and stands alone',
  ],
  [
    'HMAC among public keys',
    withKeys('{ discovery: oidc }', 'ES256, HS512'),
    '8:11 invalid /issuers/login/algs',
    'HS512 needs',
  ],
  [
    'a secret with a public algorithm',
    withKeys(SECRET),
    '8:11 invalid /issuers/login/algs',
    'lists HMAC algorithms alone',
  ],
  [
    'a secret with algorithms of both kinds',
    withKeys(SECRET, 'HS256, RS256'),
    '8:11 invalid /issuers/login/algs',
    'lists HMAC algorithms alone',
  ],
  [
    'a private key of a curve',
    withKeys('{ jwks: { keys: [{ kty: EC, crv: P-256, x: a, y: b, d: c }] } }'),
    `7:28 invalid ${KEYS}/jwks/keys/0`,
    'Only public keys stand in the document.',
  ],
  [
    'a private key behind a public one',
    withKeys(`{ jwks: { keys: [${PUBLIC_KEY}, { kty: RSA, n: a, p: b }] } }`),
    `7:104 invalid ${KEYS}/jwks/keys/1`,
    'private or a secret key',
  ],
  [
    'a secret key',
    withKeys('{ jwks: { keys: [{ kty: oct, k: a }] } }'),
    `7:28 invalid ${KEYS}/jwks/keys/0`,
    'private or a secret key',
  ],
  [
    'a secret key without its secret',
    withKeys('{ jwks: { keys: [{ kty: oct }] } }'),
    `7:28 invalid ${KEYS}/jwks/keys/0`,
    'private or a secret key',
  ],
  [
    'a key file that is not there',
    withKeys('{ file: no-such-file.json }'),
    `7:19 unreadable ${KEYS}/file`,
    `The file that is named here cannot be read: there is no such file. A relative path starts at ${process.cwd()}.`,
  ],
  [
    'a JWKS without a scheme',
    withKeys('{ jwksUri: id.example/keys }'),
    `7:22 invalid ${KEYS}/jwksUri`,
    'Expected an https URL, such as https://id.example/, found a string of 15 characters.',
  ],
  [
    'a JWKS in a file',
    withKeys('{ jwksUri: "file:///keys.json" }'),
    `7:22 invalid ${KEYS}/jwksUri`,
    'Expected an https URL',
  ],
  [
    'a JWKS with a password',
    withKeys('{ jwksUri: "https://a:b@id.example/keys" }'),
    `7:22 invalid ${KEYS}/jwksUri`,
    'without credentials',
  ],
  [
    'a JWKS with a user',
    withKeys('{ jwksUri: "https://a@id.example/keys" }'),
    `7:22 invalid ${KEYS}/jwksUri`,
    'without credentials',
  ],
  [
    'discovery of what is no URL',
    withIss('accounts.example'),
    '6:10 invalid /issuers/login/iss',
    'Expected an https URL',
  ],
  [
    'discovery with a query',
    withIss('https://id.example/?tenant=1'),
    '6:10 invalid /issuers/login/iss',
    'no query and no fragment',
  ],
  [
    'discovery with a fragment',
    withIss('"https://id.example/#x"'),
    '6:10 invalid /issuers/login/iss',
    'no query and no fragment',
  ],
];

describe('an issuer that cannot work', () => {
  it.each(MISTAKES)('because of %s says where and what', async (_name, text, place, says) => {
    const problems = await problemsOf(text);
    expect(problems.map(placeOf)).toEqual([place]);
    expect(problems[0]?.message).toContain(says);
  });

  it('never repeats a password', async () => {
    const [problem] = await problemsOf(withKeys('{ jwksUri: "https://user:hunter2@id.example/keys" }'));
    expect(problem?.message).not.toContain('hunter2');
  });
});

describe('an issuer that works', () => {
  it.each([
    [
      'an iss that is no URL, with keys of its own',
      edited('https://id.example/', 'accounts.example', withKeys(`{ jwks: { keys: [${PUBLIC_KEY}] } }`)),
    ],
    ['HMAC alone', withKeys(SECRET, 'HS256, HS512')],
    ['RFC 8414', withKeys('{ discovery: oauth }')],
    [
      'http, which the verifier may allow for development',
      withKeys('{ jwksUri: "http://localhost:8080/keys" }'),
    ],
    ['both names of Ed25519', withKeys('{ discovery: oidc }', 'EdDSA, Ed25519')],
  ])('has %s', async (_what, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});
