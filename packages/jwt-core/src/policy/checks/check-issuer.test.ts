import { describe, expect, it } from 'vitest';
import { withKeys, SECRET } from '../../../test/mistakes/issuers.js';
import { edited, problemsOf, PUBLIC_KEY } from '../../../test/policy-documents.js';

describe('an issuer that cannot work', () => {
  it('never repeats a password', async () => {
    const [problem] = await problemsOf(withKeys('{ jwksUri: "https://user:hunter2@id.example/keys" }'));
    expect(problem?.message).not.toContain('hunter2');
  });
});

describe('an issuer that works', () => {
  it.each([
    [
      'an iss that is not a URL, with keys of its own',
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
