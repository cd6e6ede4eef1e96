import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, forge, NOW, NOW_SECONDS, type Signer } from '../../test/mint.js';
import { goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { OperationDocument } from '../policy/document/document.js';
import type { DecisionEvent } from '../report/decision-event.js';
import type { CallRequest } from '../request/access-request.js';
import { createVerifier } from './create-verifier.js';
import type { Verifier } from './verifier.js';

const OPERATIONS: Readonly<Record<string, OperationDocument>> = {
  list: { route: 'GET /orders', allow: [{ principal: 'user', scopes: ['orders:read'] }] },
  byPath: { tenantFrom: 'path.tenant', allow: [{ principal: 'user' }] },
  byHeader: { tenantFrom: 'header.x-tenant', allow: [{ principal: 'user' }] },
  byHost: { tenantFrom: 'host.0', allow: [{ principal: 'user' }] },
  notices: { auth: 'optional' },
  health: { auth: 'public' },
};

let signer: Signer;
let verifier: Verifier;
const events: DecisionEvent[] = [];
beforeAll(async () => {
  signer = await createSigner();
  verifier = await createVerifier({
    policy: ordersPolicy(
      { login: loginWith({ jwks: { keys: [signer.jwk] } }, { tenant: 'tid' }) },
      OPERATIONS,
    ),
    clock: () => NOW,
    onDecision: (event) => events.push(event),
  });
});

const mint = (claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  signer.sign(goodClaims({ tid: 'eu', ...claims }));
const call = (token: string | undefined, rest: Partial<CallRequest> = {}): CallRequest => ({
  kind: 'call',
  token,
  ...rest,
});

async function outcomeOf(request: CallRequest, operation: string): Promise<string> {
  const decision = await verifier.decide(request, { operation });
  return decision.outcome === 'allow' ? 'allow' : decision.code;
}

describe('a call', () => {
  it.each<[outcome: string, operation: string, make: () => Promise<CallRequest>]>([
    ['allow', 'list', async () => call(await mint())],
    ['allow', 'byPath', async () => call(await mint(), { params: { tenant: 'eu' } })],
    ['allow', 'notices', () => Promise.resolve(call(undefined))],
    ['allow', 'health', () => Promise.resolve(call('anything'))],
    ['credential.missing', 'list', () => Promise.resolve(call(undefined))],
    ['credential.malformed', 'list', () => Promise.resolve(call('a b'))],
    ['credential.malformed', 'list', () => Promise.resolve(call(1 as never))],
    ['credential.malformed', 'notices', () => Promise.resolve(call(null as never))],
    ['credential.too_large', 'list', () => Promise.resolve(call('x'.repeat(10_000)))],
    [
      'signature.invalid',
      'list',
      () => Promise.resolve(call(forge({ alg: 'ES256', kid: 'k1' }, goodClaims()))),
    ],
    ['time.expired', 'list', async () => call(await mint({ exp: NOW_SECONDS - 60 }))],
    ['operation.scope', 'list', async () => call(await mint({ scope: '' }))],
    ['operation.unknown', 'other', async () => call(await mint())],
    ['tenant.mismatch', 'byPath', async () => call(await mint(), { params: { tenant: 'us' } })],
    ['tenant.unresolved', 'byPath', async () => call(await mint())],
    ['tenant.unresolved', 'byHeader', async () => call(await mint())],
    ['tenant.unresolved', 'byHost', async () => call(await mint())],
  ])('is answered with %s for the operation %s', async (outcome, operation, make) => {
    expect(await outcomeOf(await make(), operation)).toBe(outcome);
  });

  it('rejects without the name of an operation: it has no path to find one by', async () => {
    await expect(verifier.decide(call(undefined))).rejects.toThrow(ConfigurationError);
  });

  it('is identified like a request', async () => {
    const decision = await verifier.identify(call(await mint()));
    expect(decision).toMatchObject({ outcome: 'allow', identity: { subject: 'alice@example.org' } });
  });

  it('leaves nothing of its token in the event', async () => {
    const token = await mint({ scope: '' });
    await verifier.decide(call(token, { requestId: token.slice(0, 100) }), { operation: 'list' });
    const [, payload = ''] = token.split('.');
    expect(JSON.stringify(events.at(-1))).not.toContain(payload.slice(0, 20));
    expect(events.at(-1)).not.toHaveProperty('requestId');
  });

  it('is an HTTP request where `kind` is only inherited', async () => {
    const request = Object.assign(Object.create({ kind: 'call', token: await mint() }) as object, {
      method: 'GET',
      target: '/orders',
      rawHeaders: [],
    });
    expect(await outcomeOf(request as never, 'list')).toBe('credential.missing');
  });
});
