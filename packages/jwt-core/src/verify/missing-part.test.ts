/** A bundle that lacks the code that fetches: found when the verifier is made, and not with the first token. */

import { expect, it, vi } from 'vitest';
import { loginWith, ordersPolicy } from '../../test/orders.js';
import { HeldSource, revision } from '../../test/policy-sources.js';
import { ConfigurationError } from '../options/configuration-error.js';
import { httpsPolicySource } from '../policy/source/http-source.js';
import { createVerifier, type VerifierOptions } from './create-verifier.js';

vi.mock('../io/bounded-get.js', () => {
  throw new Error("Cannot find module '/app/bounded-get.js'");
});

const REMOTE = ordersPolicy({ login: loginWith({ discovery: 'oidc' }) });

it.each<[what: string, options: Partial<VerifierOptions>]>([
  ['keys have to be fetched', { policy: REMOTE }],
  ['keys have to be fetched for a policy file', { policy: new HeldSource(revision('r1')) }],
])('createVerifier rejects where %s', async (_what, options) => {
  const making = createVerifier({ policy: REMOTE, service: 'orders', ...options });
  await expect(making).rejects.toThrow(ConfigurationError);
  await expect(making).rejects.toThrow('The part of @org/jwt-core that fetches over https cannot be loaded');
});

it('createVerifier rejects where the policy has to be fetched', async () => {
  const policy = httpsPolicySource('https://config.example/jwt-policy.yaml');
  await expect(createVerifier({ policy, service: 'orders' })).rejects.toThrow(
    'fetches over https cannot be loaded',
  );
});

it('createVerifier takes a fetcher of the application', async () => {
  const keyFetcher = (): Promise<never> => Promise.reject(new Error('down'));
  const verifier = await createVerifier({ policy: REMOTE, keyFetcher });
  await verifier.close();
});
