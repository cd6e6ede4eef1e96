/** A parameter of a path that not every router reads alike belongs to no operation. */

import { describe, expect, it } from 'vitest';
import { loginWith, ordersPolicy } from '../../test/orders.js';
import { createVerifier } from '../verify/create-verifier.js';

const verifier = await createVerifier({
  policy: ordersPolicy(
    { login: loginWith({ jwksUri: 'https://id.example/keys' }) },
    {
      show: { route: 'GET /t/{tenant}/orders/{id}', auth: 'public' },
      plus: { route: 'GET /c++/{id}', auth: 'public' },
    },
  ),
});

async function outcomeOf(target: string): Promise<string> {
  const decision = await verifier.decide({ method: 'GET', target, rawHeaders: [] });
  return decision.outcome === 'allow' ? 'allow' : decision.code;
}

describe('a plus sign in a path', () => {
  it.each([
    ['in a parameter', '/t/acme+eu/orders/7'],
    ['in the last parameter', '/t/acme/orders/7+1'],
    ['alone', '/t/+/orders/7'],
    ['beside an escaped one', '/t/a%2Bb+c/orders/7'],
    ['in a parameter behind a literal with one', '/c++/7+1'],
  ])('%s is in no operation: %s', async (_what, target) => {
    // 401 and not 403: without a token, the caller is told of no routes.
    expect(await outcomeOf(target)).toBe('credential.missing');
  });

  it.each([
    ['in a literal', '/c++/7'],
    ['escaped, in a parameter', '/t/acme%2Beu/orders/7%2B1'],
    ['in the query', '/t/acme/orders/7?q=a+b'],
  ])('%s is one thing to every router: %s', async (_what, target) => {
    expect(await outcomeOf(target)).toBe('allow');
  });
});
