import { describe, expect, it } from 'vitest';
import { withKeys } from '../../../test/mistakes/keys.js';
import { problemsOf } from '../../../test/policy-documents.js';

describe('keys', () => {
  it.each([
    '{ discovery: oidc, jwksOrigin: "https://keys.example", maxStale: 24h }',
    '{ discovery: oauth, allowedNetworks: [10.0.0.0/8, "fd00::/8", 127.0.0.1/32] }',
    '{ jwksUri: "https://id.internal/keys", allowedNetworks: [192.168.0.0/16], maxStale: 30m }',
  ])('%s are good', async (keys) => {
    expect(await problemsOf(withKeys(keys))).toEqual([]);
  });
});
