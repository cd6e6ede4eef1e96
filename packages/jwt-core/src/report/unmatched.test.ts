import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigner, type Signer } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy, ordersVerifier } from '../../test/orders.js';
import { tableOf } from '../../test/routes.js';
import { RouteTable } from '../policy/route/table.js';
import { createVerifier } from '../verify/create-verifier.js';
import type { DecisionEvent } from './decision-event.js';
import { describeUnmatched } from './unmatched.js';

let signer: Signer;
let token: string;
beforeAll(async () => {
  signer = await createSigner();
  token = await signer.sign(goodClaims());
});

async function eventOf(request: object, operation?: string): Promise<DecisionEvent | undefined> {
  const events: DecisionEvent[] = [];
  const verifier = await ordersVerifier([signer.jwk], { onDecision: (event) => events.push(event) });
  await (operation === undefined
    ? verifier.decide(asking(token, request))
    : verifier.decide(asking(token, request), { operation }));
  return events[0];
}

const unmatchedBy = (routes: readonly string[], method: string, target: string) =>
  describeUnmatched({ request: { method, target, rawHeaders: [] }, routes: tableOf(routes) });

describe('the event of a request that belongs to no operation', () => {
  it('says what it was for, and what the policy has that is like it', async () => {
    const event = await eventOf({ method: 'POST', target: '/orders/4711/cancle?token=secret' });
    expect(event).toMatchObject({
      code: 'operation.unknown',
      unmatched: {
        method: 'POST',
        path: '/orders/{}/{}',
        isCanonical: true,
        nearest: ['POST /orders/{id}/cancel'],
      },
    });
    expect(JSON.stringify(event)).not.toMatch(/4711|cancle|secret/u);
  });

  it.each([
    ['/orders%2F4711/cancel', '/{}/cancel'],
    ['//orders', '//orders'],
    ['/orders#secret', '/orders'],
    ['http://shop.example/orders', '{}//{}/orders'],
    ['', ''],
  ])('says that the path is not canonical: %j', async (target, path) => {
    expect(await eventOf({ target })).toMatchObject({ unmatched: { path, isCanonical: false } });
  });

  it('says it also where a name is known to no policy', async () => {
    expect(await eventOf({ target: '/orders', params: {} }, 'listOrder')).toMatchObject({
      unmatched: { method: 'GET', path: '/orders', nearest: ['GET /orders'] },
    });
  });

  it.each([
    ['an allowed request', { target: '/orders' }],
    ['a request that is refused for another reason', { method: 'POST', target: '/orders/1/cancel' }],
  ])('alone says so: not that of %s', async (_what, request) => {
    expect(await eventOf(request)).not.toHaveProperty('unmatched');
  });

  it('is small, whatever the request is', () => {
    const long = 'x'.repeat(300);
    const routes = [1, 2, 3, 4].map((n) => `GET /${long}/{id}/${long}${String(n)}`);
    for (const target of [
      `/${long}/1/${long}`,
      `/${long}`.repeat(1000),
      '/'.repeat(10_000),
      '\0'.repeat(9999),
    ]) {
      const unmatched = unmatchedBy(routes, 'M'.repeat(5000), target);
      expect(JSON.stringify(unmatched).length).toBeLessThan(700);
      expect(unmatched.method).toBe('(other)');
    }
  });

  it.each(['GE\nT', 'GET /x', '', 'é'])('names no method that is no word: %j', (method) => {
    expect(unmatchedBy(['GET /a'], method, '/a').method).toBe('(other)');
  });
});

it('compares routes only where events are heard', async () => {
  const compared = vi.spyOn(RouteTable.prototype, 'nearby', 'get');
  const policy = ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) });
  const verifier = await createVerifier({ policy, clock: () => Date.parse('2026-11-23T12:00:00Z') });
  const decision = await verifier.decide(asking(token, { target: '/nothing' }));
  expect(decision).toMatchObject({ code: 'operation.unknown' });
  expect(compared).not.toHaveBeenCalled();
  await eventOf({ target: '/nothing' });
  expect(compared).toHaveBeenCalledTimes(1);
  compared.mockRestore();
});
