import { describe, expect, it } from 'vitest';
import { withKeys } from '../../../test/mistakes/keys.js';
import { edited, problemsOf } from '../../../test/policy-documents.js';

describe('keys', () => {
  it.each([
    '{ discovery: oidc, jwksOrigin: "https://keys.example", maxStale: 24h }',
    '{ discovery: oauth, allowedNetworks: [10.0.0.0/8, "fd00::/8", 127.0.0.1/32] }',
    '{ jwksUri: "https://id.internal/keys", allowedNetworks: [192.168.0.0/16], maxStale: 30m }',
  ])('%s are good', async (keys) => {
    expect(await problemsOf(withKeys(keys))).toEqual([]);
  });

  it.each([
    '[{ discovery: oidc, algs: [ES256] }]',
    '[{ discovery: oidc, algs: [ES256], until: 2020-01-31 }]', // a restart must not fail because a day has come
    '[{ discovery: oidc, algs: [ES256] }, { secret: { env: OLD }, algs: [HS256], until: 2027-01-31 }]',
    '[{ discovery: oidc, algs: [ES256] }, { jwksUri: "https://old.example/keys", algs: [ES256, RS256] }]',
    '[{ secret: [{ env: NEW }, { env: OLD }], algs: [HS256] }, { secret: { env: WEAK }, algs: [HS512] }]',
  ])('%s are good without algs', async (keys) => {
    expect(await problemsOf(edited('    algs: [ES256]\n', '', withKeys(keys)))).toEqual([]);
  });

  it('may say the algorithms of their sources once more', async () => {
    const keys =
      '[{ discovery: oidc, algs: [EdDSA, ES256] }, { jwksUri: "https://old.example/keys", algs: [ES256] }]';
    const text = withKeys(keys).replace('algs: [ES256]\n', 'algs: [ES256, Ed25519]\n');
    expect(await problemsOf(text)).toEqual([]);
  });
});
