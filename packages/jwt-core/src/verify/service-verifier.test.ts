import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { asking, AUDIENCE, goodClaims, ISS } from '../../test/orders.js';
import { closedGate, HeldSource, temporaryFolder } from '../../test/policy-sources.js';
import type { DecisionEvent } from '../report/decision-event.js';
import type { KeyFetcher } from '../keys/remote/fetcher.js';
import { PolicyError } from '../policy/policy-error.js';
import { ConfigurationError } from '../options/configuration-error.js';
import type { PolicyEvent } from '../policy/source/policy-event.js';
import type { HttpRequest } from '../request/access-request.js';
import { type Verifier } from './verifier.js';
import { createVerifier, type VerifierOptions } from './create-verifier.js';

let signer: Signer;
let request: HttpRequest;
beforeAll(async () => {
  signer = await createSigner();
  request = asking(await signer.sign(goodClaims()));
});

/** A document of the service `orders` whose first rule asks for this scope. */
function document(revision: string, scope: string, more: Readonly<Record<string, unknown>> = {}): string {
  const allow = [{ principal: 'user', scopes: [scope] }];
  return JSON.stringify({
    apiVersion: 'jwt-policy/v1',
    kind: 'JwtPolicy',
    metadata: { name: 'shop', revision },
    issuers: { login: { iss: ISS, keys: { jwks: { keys: [signer.jwk] } }, algs: ['ES256'], typ: 'at+jwt' } },
    services: {
      orders: {
        audience: AUDIENCE,
        accept: ['login'],
        operations: {
          listOrders: { route: 'GET /orders', allow },
          health: { route: 'GET /healthz', auth: 'public' },
          ...more,
        },
      },
    },
  });
}

const opened = async (options: VerifierOptions): Promise<Verifier> => {
  const verifier = await createVerifier({ clock: () => NOW, ...options });
  onTestFinished(() => verifier.close());
  return verifier;
};

/** Changes the source, and waits until another policy is in force. */
async function swap(source: HeldSource, verifier: Verifier, content: string): Promise<void> {
  const before = verifier.describe().policy?.digest;
  source.change(content);
  await vi.waitFor(() => expect(verifier.describe().policy?.digest).not.toBe(before), { interval: 1 });
}

describe('a policy that changes', () => {
  it('decides the next request', async () => {
    const source = new HeldSource(document('r1', 'orders:read'));
    const verifier = await opened({ policy: source });
    expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
    await swap(source, verifier, document('r2', 'orders:write'));
    expect(await verifier.decide(request)).toMatchObject({ code: 'operation.scope' });
  });

  it('does not change a decision that is being made', async () => {
    const source = new HeldSource(
      document('r1', 'orders:read').replace(/"jwks":.*?\]\}/u, '"discovery":"oidc"'),
    );
    const gate = closedGate();
    const keyFetcher: KeyFetcher = async ({ pathname }) => {
      await gate.passed;
      const body = pathname === '/jwks' ? { keys: [signer.jwk] } : { issuer: ISS, jwks_uri: `${ISS}/jwks` };
      return { status: 200, body: Buffer.from(JSON.stringify(body)) };
    };
    const events: DecisionEvent[] = [];
    const verifier = await opened({
      policy: source,
      keyFetcher,
      onDecision: (event) => void events.push(event),
    });
    const deciding = verifier.decide(request);
    await swap(source, verifier, document('r2', 'orders:write'));
    gate.open();
    expect(await deciding).toMatchObject({ outcome: 'allow' });
    expect(events).toMatchObject([{ outcome: 'allow', policy: { revision: 'r1' } }]);
  });

  it('may come from a file by its path alone', async () => {
    const file = join(temporaryFolder(), 'policy.json');
    writeFileSync(file, document('r1', 'orders:read'));
    const verifier = await opened({ policy: file, service: 'orders' });
    expect(verifier.describe()).toMatchObject({ location: file, policy: { revision: 'r1' } });
    writeFileSync(`${file}.new`, document('r2', 'orders:write'));
    renameSync(`${file}.new`, file);
    await vi.waitFor(() => expect(verifier.describe()).toMatchObject({ policy: { revision: 'r2' } }), 5_000);
    expect(await verifier.decide(request)).toMatchObject({ code: 'operation.scope' });
  });

  it('brings other operations', async () => {
    const source = new HeldSource(document('r1', 'orders:read'));
    const verifier = await opened({ policy: source });
    await swap(
      source,
      verifier,
      document('r2', 'orders:read', { ping: { route: 'GET /ping', auth: 'public' } }),
    );
    expect(verifier.requireOperation('ping')).toEqual({ name: 'ping', auth: 'public', route: 'GET /ping' });
  });

  it('keeps what was fetched of an issuer that stays as it was', async () => {
    const remote = (revision: string): string =>
      document(revision, 'orders:read').replace(/"jwks":.*?\]\}/u, '"discovery":"oidc"');
    const keyFetcher = vi.fn<KeyFetcher>(({ pathname }) => {
      const body = pathname === '/jwks' ? { keys: [signer.jwk] } : { issuer: ISS, jwks_uri: `${ISS}/jwks` };
      return Promise.resolve({ status: 200, body: Buffer.from(JSON.stringify(body)) });
    });
    const source = new HeldSource(remote('r1'));
    const verifier = await opened({ policy: source, keyFetcher });
    for (const revision of ['r2', 'r3', 'r4']) {
      expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
      await swap(source, verifier, remote(revision));
    }
    expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
    expect(keyFetcher).toHaveBeenCalledTimes(2); // discovery and keys
  });

  it('does not become the policy of another service', async () => {
    const source = new HeldSource(document('r1', 'orders:read'));
    const events: PolicyEvent[] = [];
    const verifier = await opened({ policy: source, onPolicyEvent: (event) => void events.push(event) });
    source.change(document('r2', 'orders:read').replace('"orders":', '"billing":'));
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events[1]).toMatchObject({ type: 'policy.rejected', problems: [] });
    expect(JSON.stringify(events[1])).toContain('no service named \\"orders\\"');
    expect(verifier.describe()).toMatchObject({ service: 'orders', policy: { revision: 'r1' } });
  });

  it('does not come in force when a secret of it is missing', async () => {
    const source = new HeldSource(document('r1', 'orders:read'));
    const events: PolicyEvent[] = [];
    await opened({ policy: source, onPolicyEvent: (event) => void events.push(event) });
    source.change(
      document('r2', 'orders:read')
        .replace(/"jwks":.*?\]\}/u, '"secret":{"env":"JWT_TEST_UNSET"}')
        .replace('ES256', 'HS256'),
    );
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events[1]).toMatchObject({ type: 'policy.rejected' });
    expect(JSON.stringify(events[1])).toContain('is not set in the environment');
  });
});

describe('without a policy', () => {
  const waiting = (options: Partial<VerifierOptions> = {}): Promise<Verifier> =>
    opened({
      policy: new HeldSource(new Error('down')),
      service: 'orders',
      startWithoutPolicy: 'unavailable',
      ...options,
    });

  it('there is no verifier, unless that was asked for', async () => {
    await expect(createVerifier({ policy: new HeldSource(new Error('down')) })).rejects.toThrow(PolicyError);
  });

  it('every request is refused with 503, public or not, and told when to come again', async () => {
    const verifier = await waiting();
    for (const decision of [
      await verifier.decide(request),
      await verifier.decide(request, { operation: 'listOrders' }),
      await verifier.decide({ method: 'GET', target: '/healthz', rawHeaders: [] }),
      await verifier.identify(request),
      await verifier.identify(asking(), { auth: 'optional' }),
    ]) {
      expect(decision).toMatchObject({ outcome: 'deny', code: 'policy.unavailable', layer: 'policy' });
      expect(decision.outcome === 'deny' && decision.response).toMatchObject({
        status: 503,
        headers: [
          ['Content-Type', 'application/problem+json'],
          ['Cache-Control', 'no-store'],
          ['Retry-After', '5'],
        ],
      });
    }
  });

  it('events and explanations say so, and name no policy', async () => {
    const events: DecisionEvent[] = [];
    const verifier = await waiting({ onDecision: (event) => void events.push(event) });
    await verifier.decide(request);
    expect(events).toMatchObject([
      { outcome: 'deny', verified: false, code: 'policy.unavailable', status: 503, service: 'orders' },
    ]);
    expect(events[0]).not.toHaveProperty('policy');
    const { code, policy, verdicts } = await verifier.explain(request);
    expect([code, policy]).toEqual(['policy.unavailable', undefined]);
    expect(verdicts.map(({ layer, verdict }) => `${layer} ${verdict}`).slice(0, 3)).toEqual([
      'policy failed',
      'credential not_reached',
      'format not_reached',
    ]);
  });

  it('wiring has nothing to compare with, and nothing is ready', async () => {
    const verifier = await waiting();
    expect(verifier.service).toBe('orders');
    expect(verifier.operations()).toEqual([]);
    expect(verifier.requireOperation('anything')).toBeUndefined();
    expect(await verifier.warmUp()).toEqual({ ready: false, policyState: 'unavailable', issuers: [] });
    expect(verifier.describe()).toMatchObject({
      policyState: 'unavailable',
      policy: undefined,
      loadedAt: undefined,
      issuers: [],
    });
  });

  it('it is served from the moment on that there is one', async () => {
    const source = new HeldSource(new Error('down'));
    const verifier = await waiting({ policy: source });
    await swap(source, verifier, document('r1', 'orders:read'));
    expect(await verifier.decide(request)).toMatchObject({ outcome: 'allow' });
    expect(() => verifier.requireOperation('anything')).toThrow(ConfigurationError);
    expect(await verifier.warmUp()).toMatchObject({ ready: true, policyState: 'active' });
  });

  it('the service must have been named', async () => {
    const options: VerifierOptions = { policy: new HeldSource(''), startWithoutPolicy: 'unavailable' };
    await expect(createVerifier(options)).rejects.toThrow(ConfigurationError);
    await expect(createVerifier(options)).rejects.toThrow('name the service');
  });
});

describe('a policy that is too old', () => {
  it.each([
    ['warn', 'stale', 'allow', true],
    ['deny', 'unavailable', 'deny', false],
  ] as const)('with %s is %s', async (onStale, state, outcome, ready) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const source = new HeldSource(document('r1', 'orders:read'));
    const events: DecisionEvent[] = [];
    const reload = { maxStaleMs: 60_000, onStale };
    const verifier = await opened({ policy: source, reload, onDecision: (event) => void events.push(event) });
    source.content = new Error('down');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await verifier.decide(request)).toMatchObject({ outcome });
    expect(events).toMatchObject([{ outcome, policy: { revision: 'r1' } }]);
    expect(verifier.describe()).toMatchObject({ policyState: state, policy: { revision: 'r1' } });
    expect(await verifier.warmUp()).toMatchObject({ ready, policyState: state });
    expect(verifier.requireOperation('listOrders')).toBeDefined(); // wiring may still be compared
  });
});

it('a description holds all that tells one instance of a fleet from another', async () => {
  const verifier = await opened({ policy: new HeldSource(document('r1', 'orders:read')) });
  const description = verifier.describe();
  expect(description).toMatchObject({
    service: 'orders',
    engineVersion: '0.1.0',
    policyState: 'active',
    policy: { name: 'shop', revision: 'r1' },
    location: 'held',
    loadedAt: '2026-11-23T12:00:00.000Z',
    issuers: [{ issuer: 'login', iss: ISS, state: 'fixed', source: 'jwks' }],
  });
  expect(description.policy?.digest).toMatch(/^sha256:[\da-f]{64}$/u);
});

it('a closed verifier reads and watches nothing', async () => {
  const source = new HeldSource(document('r1', 'orders:read'));
  const verifier = await opened({ policy: source });
  await verifier.close();
  source.change(document('r2', 'orders:write'));
  expect([source.asked.length, source.watchers]).toEqual([1, 0]);
  await expect(verifier.decide(request)).rejects.toThrow('The verifier is closed.');
});
