import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigner, forge, NOW, NOW_SECONDS, segment, type Signer } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy, ordersVerifier } from '../../test/orders.js';
import type { Decision } from '../decision/decision.js';
import { deny } from '../decision/denial.js';
import { Trace } from '../decision/trace.js';
import type { Identity } from '../decision/identity.js';
import { evaluate } from './evaluate.js';
import { CredentialReader } from '../integrity/credential/reader.js';
import { jwsAuthenticator } from '../integrity/jws/chain.js';
import type { KeyFetcher } from '../keys/remote/fetcher.js';
import { KeyRings } from '../keys/key-rings.js';
import { compileService } from '../policy/compile/compile-service.js';
import type { StandingStep } from '../standing/step.js';
import { type Verifier } from './verifier.js';
import { createVerifier } from './create-verifier.js';

let signer: Signer;
let verifier: Verifier;
beforeAll(async () => {
  signer = await createSigner();
  verifier = await ordersVerifier([signer.jwk]);
});

const mint = (
  changes: Readonly<Record<string, unknown>> = {},
  header?: Readonly<Record<string, unknown>>,
): Promise<string> => signer.sign(goodClaims(changes), header);

const codeOf = (decision: Decision): string => (decision.outcome === 'deny' ? decision.code : 'allow');

function identityOf(decision: Decision): Identity {
  if (decision.outcome === 'deny') throw new Error(`denied: ${decision.code}`);
  if (decision.identity === undefined) throw new Error('anonymous');
  return decision.identity;
}

describe('decide', () => {
  it('finds the operation by its route', async () => {
    expect(identityOf(await verifier.decide(asking(await mint())))).toMatchObject({
      operation: 'listOrders',
      subject: 'alice@example.org',
      issuer: 'login',
      principal: 'user',
    });
  });

  it('takes the operation by its name, whatever the path', async () => {
    const request = asking(await mint(), { target: '/mounted/elsewhere' });
    expect(identityOf(await verifier.decide(request, { operation: 'listOrders' })).operation).toBe(
      'listOrders',
    );
  });

  it('takes the operation by its name where the router has bound parameters', async () => {
    const request = asking(await mint(), { target: '/x', params: { id: '1' } });
    expect(identityOf(await verifier.decide(request, { operation: 'listOrders' })).operation).toBe(
      'listOrders',
    );
  });

  it('judges HEAD as GET', async () => {
    const request = asking(await mint(), { method: 'HEAD' });
    expect(identityOf(await verifier.decide(request)).operation).toBe('listOrders');
  });

  it.each(['POST', 'OPTIONS', 'get', 'DELETE'])('knows no %s /orders', async (method) => {
    expect(codeOf(await verifier.decide(asking(await mint(), { method })))).toBe('operation.unknown');
  });

  it('says which rule of several allowed it', async () => {
    const events: unknown[] = [];
    const watched = await ordersVerifier([signer.jwk], { onDecision: (event) => events.push(event) });
    const request = { method: 'POST', target: '/orders/1/cancel' };
    await watched.decide(
      asking(await mint({ scope: 'orders:read orders:write', roles: ['clerk'] }), request),
    );
    await watched.decide(
      asking(await mint({ sub: 'bot', client_id: 'bot', scope: 'orders:cancel' }), request),
    );
    expect(events).toMatchObject([{ rule: 1 }, { rule: 0 }]);
  });

  it('asks for every scope of the operation', async () => {
    const decision = await verifier.decide(asking(await mint({ scope: '' })));
    expect(decision).toMatchObject({ code: 'operation.scope', response: { status: 403 } });
    expect(decision.outcome === 'deny' ? decision.response.headers : []).toContainEqual([
      'WWW-Authenticate',
      'Bearer realm="orders", error="insufficient_scope", scope="orders:read"',
    ]);
  });
});

describe('a clock that returns no time', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined as never])(
    'stops everything: %s',
    async (time) => {
      const broken = await ordersVerifier([signer.jwk], { clock: () => time });
      const request = asking(await mint({ iat: 900, exp: 1000 }));
      for (const question of [broken.decide(request), broken.identify(request), broken.explain(request)]) {
        await expect(question).rejects.toThrow('The clock did not return');
      }
    },
  );
});

describe('an operation that no policy knows', () => {
  it.each([
    ['a path', () => verifier.decide(asking(undefined, { target: '/admin' }))],
    ['a name', () => verifier.decide(asking(undefined), { operation: 'listOrder' })],
    ['a name that every object has', () => verifier.decide(asking(undefined), { operation: 'constructor' })],
  ])('is not shown to an anonymous caller: %s', async (_what, decide) => {
    expect(codeOf(await decide())).toBe('credential.missing');
  });

  it('is reported after authentication', async () => {
    expect(codeOf(await verifier.decide(asking(await mint(), { target: '/admin' })))).toBe(
      'operation.unknown',
    );
    expect(codeOf(await verifier.decide(asking(await mint()), { operation: 'listOrder' }))).toBe(
      'operation.unknown',
    );
  });

  it('does not hide that the token is bad', async () => {
    const request = asking(await mint({ exp: NOW_SECONDS - 100 }), { target: '/admin' });
    expect(codeOf(await verifier.decide(request))).toBe('time.expired');
  });
});

describe('a public operation', () => {
  const open = async (): Promise<{
    readonly verifier: Verifier;
    readonly fetcher: ReturnType<typeof vi.fn<KeyFetcher>>;
  }> => {
    const fetcher = vi.fn<KeyFetcher>(() => Promise.reject(new Error('down')));
    const policy = ordersPolicy({ login: loginWith({ discovery: 'oidc' }) });
    return { fetcher, verifier: await createVerifier({ policy, clock: () => NOW, keyFetcher: fetcher }) };
  };

  it.each([
    ['no token', []],
    ['a garbage token', ['Authorization', 'Bearer %%%']],
    ['two headers', ['Authorization', 'Bearer a', 'Authorization', 'Bearer b']],
    [
      'a token that would need a key',
      ['Authorization', `Bearer ${forge({ alg: 'ES256' }, { iss: 'https://id.example' })}`],
    ],
  ])('reads no credential: %s', async (_what, rawHeaders) => {
    const { verifier: opened, fetcher } = await open();
    const decision = await opened.decide({ method: 'GET', target: '/healthz', rawHeaders });
    expect(decision).toEqual({ outcome: 'allow', identity: undefined, headers: [] });
    expect(fetcher).not.toHaveBeenCalled();
  });

  it('reports no identity, even with a good token', async () => {
    const decision = await verifier.decide(asking(await mint(), { target: '/healthz' }));
    expect(decision).toEqual({ outcome: 'allow', identity: undefined, headers: [] });
  });

  it('is not reached through another spelling of its path', async () => {
    expect(codeOf(await verifier.decide(asking(undefined, { target: '/healthz/' })))).toBe(
      'credential.missing',
    );
    expect(codeOf(await verifier.decide(asking(undefined, { target: '/orders/../healthz' })))).toBe(
      'credential.missing',
    );
  });
});

describe('an operation with optional authentication', () => {
  const catalogue = { target: '/catalogue' };

  it('is open to an anonymous caller', async () => {
    expect(await verifier.decide(asking(undefined, catalogue))).toEqual({
      outcome: 'allow',
      identity: undefined,
      headers: [],
    });
  });

  it('knows the caller who shows a good token', async () => {
    expect(identityOf(await verifier.decide(asking(await mint(), catalogue)))).toMatchObject({
      subject: 'alice@example.org',
      operation: 'catalogue',
    });
  });

  it.each([
    ['credential.malformed', ['Authorization', 'Bearer']],
    ['credential.malformed', ['Authorization', '']],
    ['credential.unsupported', ['Authorization', 'Basic abc']],
    ['credential.ambiguous', ['Authorization', 'Bearer a', 'Authorization', 'Bearer b']],
    ['format.malformed', ['Authorization', 'Bearer a']],
  ])('refuses a bad credential all the same: %s', async (code, rawHeaders) => {
    expect(codeOf(await verifier.decide({ method: 'GET', target: '/catalogue', rawHeaders }))).toBe(code);
  });

  it('refuses an expired token all the same', async () => {
    expect(codeOf(await verifier.decide(asking(await mint({ exp: NOW_SECONDS - 100 }), catalogue)))).toBe(
      'time.expired',
    );
  });
});

describe('identify', () => {
  it('says who it is, and allows nothing', async () => {
    const identity = identityOf(await verifier.identify(asking(await mint())));
    expect(identity).toMatchObject({
      subject: 'alice@example.org',
      clientId: 'shop-web',
      scopes: ['orders:read'],
    });
    expect(identity.operation).toBeUndefined();
  });

  it('asks for no operation, no scope and no route', async () => {
    const identity = identityOf(
      await verifier.identify(asking(await mint({ scope: '' }), { target: '/anywhere' })),
    );
    expect(identity.scopes).toEqual([]);
  });

  it('asks for a credential, also on the path of a public operation', async () => {
    expect(codeOf(await verifier.identify(asking(undefined, { target: '/healthz' })))).toBe(
      'credential.missing',
    );
  });

  it('lets an anonymous caller pass where that was said', async () => {
    const decision = await verifier.identify(asking(), { auth: 'optional' });
    expect(decision).toMatchObject({ outcome: 'allow', identity: undefined });
  });

  it('refuses a bad credential also then', async () => {
    expect(codeOf(await verifier.identify(asking('abc'), { auth: 'optional' }))).toBe('format.malformed');
  });

  it('judges time, audience and type like a decision', async () => {
    expect(codeOf(await verifier.identify(asking(await mint({ exp: NOW_SECONDS - 100 }))))).toBe(
      'time.expired',
    );
    expect(codeOf(await verifier.identify(asking(await mint({ aud: 'https://other.example' }))))).toBe(
      'audience.mismatch',
    );
    expect(codeOf(await verifier.identify(asking(await mint({}, { typ: 'JWT' }))))).toBe('type.mismatch');
  });
});

describe('the identity', () => {
  it('answers for its scopes and roles', async () => {
    const identity = identityOf(
      await verifier.identify(asking(await mint({ scope: 'a b', roles: ['clerk'] }))),
    );
    expect([
      identity.hasScope('a'),
      identity.hasScope('a b'),
      identity.hasRole('clerk'),
      identity.hasRole('a'),
    ]).toEqual([true, false, true, false]);
  });

  it.each([
    ['with scopes and roles', { scope: 'orders:read', roles: ['clerk'] }],
    ['without any', { scope: undefined, roles: undefined }],
  ])('cannot be given more than the token has, %s', async (_what, changes) => {
    const identity = identityOf(await verifier.identify(asking(await mint(changes))));
    for (const part of [identity, identity.scopes, identity.roles, identity.claims]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(() => (identity.scopes as string[]).push('admin')).toThrow(TypeError);
    expect(identity.hasScope('admin')).toBe(false);
  });

  it('carries tenant and actor of the token', async () => {
    const policy = ordersPolicy(
      { login: loginWith({ jwks: { keys: [signer.jwk] } }, { tenant: 'tenant_id' }) },
      { act: { route: 'GET /orders', allow: [{ principal: 'user', actor: { sub: { equals: 'agent' } } }] } },
    );
    const tenanted = await createVerifier({ policy, clock: () => NOW });
    const token = await mint({ tenant_id: 't-1', act: { sub: 'agent' } });
    expect(identityOf(await tenanted.decide(asking(token)))).toMatchObject({
      tenant: 't-1',
      actor: { sub: 'agent' },
    });
  });

  it('carries the name of the identity that the policy asked for', async () => {
    const { document } = ordersPolicy(
      { login: loginWith({ jwks: { keys: [signer.jwk] } }) },
      { sync: { route: 'GET /orders', allow: [{ principal: 'workload' }] } },
    );
    const { definePolicy } = await import('../policy/policy.js');
    const policy = definePolicy({
      ...document,
      identities: {
        'ledger-sync': {
          issuer: 'login',
          require: { client_id: { equals: 'shop-web' } },
          owner: 'team',
          reviewBy: '2027-01-01',
        },
      },
      services: {
        orders: {
          audience: 'https://orders.example',
          accept: ['login'],
          operations: { sync: { route: 'GET /orders', allow: [{ identity: 'ledger-sync' }] } },
        },
      },
    });
    const named = await createVerifier({ policy, clock: () => NOW });
    expect(identityOf(await named.decide(asking(await mint()))).namedIdentity).toBe('ledger-sync');
  });
});

describe('the classic attacks on algorithms', () => {
  it.each(['none', 'None', 'nOnE'])('a token with alg %s is not taken', async (alg) => {
    for (const signature of ['', 'c2ln']) {
      const token = forge({ alg, typ: 'at+jwt', kid: 'k1' }, goodClaims(), signature);
      expect(codeOf(await verifier.decide(asking(token)))).toBe('algorithm.not_allowed');
    }
  });

  it('a token that is HMACed with the public key is not taken', async () => {
    const { publicKey, jwk } = await pemOf(signer);
    const input = `${segment({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })}.${segment(goodClaims())}`;
    for (const secret of [publicKey, jwk]) {
      const token = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
      expect(codeOf(await verifier.decide(asking(token)))).toBe('algorithm.not_allowed');
    }
  });

  it('a key is not used with another algorithm of the policy', async () => {
    const rsa = await createSigner('RS256', 'k1');
    const policy = ordersPolicy({
      login: loginWith({ jwks: { keys: [rsa.jwk] } }, { algs: ['RS256', 'PS256'] }),
    });
    const both = await createVerifier({ policy, clock: () => NOW });
    const token = forge({ alg: 'PS256', typ: 'at+jwt', kid: 'k1' }, goodClaims());
    expect(codeOf(await both.decide(asking(token)))).toBe('key.unsuitable');
  });

  async function pemOf({ jwk }: Signer): Promise<{ readonly publicKey: string; readonly jwk: string }> {
    const { createPublicKey } = await import('node:crypto');
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    return { publicKey: key.export({ type: 'spki', format: 'pem' }).toString(), jwk: JSON.stringify(jwk) };
  }
});

describe('an explanation', () => {
  const SUITABILITY = ['type', 'audience', 'time', 'claims', 'tenant', 'binding', 'operation'];
  const INTEGRITY = ['credential', 'format', 'issuer', 'algorithm', 'key', 'signature'];

  /** Layer and verdict of everything, as one short text each. */
  async function explain(token: string | undefined, target = '/orders'): Promise<string[]> {
    const { verdicts } = await verifier.explain(asking(token, { target }));
    return verdicts.map(({ layer, verdict }) => `${layer} ${verdict}`);
  }

  const every = (layers: readonly string[], verdict: string): string[] =>
    layers.map((layer) => `${layer} ${verdict}`);

  it('of a good token lists every layer as passed', async () => {
    expect(await explain(await mint())).toEqual(every([...INTEGRITY, ...SUITABILITY], 'passed'));
    expect(await verifier.explain(asking(await mint()))).toMatchObject({
      outcome: 'allow',
      verified: true,
      service: 'orders',
      operation: 'listOrders',
      rule: 0,
      policy: { name: 'shop', revision: 'r1' },
    });
  });

  it('says of each rule by itself everything that the token lacks for it', async () => {
    const token = await mint({ scope: 'other', act: { sub: 'agent' } });
    const { rules } = await verifier.explain(asking(token));
    expect(rules).toEqual([
      {
        rule: 0,
        lacking: [
          {
            code: 'operation.scope',
            expected: 'the claim scope with all of orders:read',
            actual: '["other"]',
          },
          { code: 'operation.actor', expected: 'no actor', actual: 'an actor' },
        ],
      },
    ]);
    expect((await verifier.explain(asking(await mint()))).rules).toEqual([{ rule: 0, lacking: [] }]);
  });

  it.each([
    ['without a token', () => asking(undefined)],
    ['for no operation of the policy', async () => asking(await mint(), { target: '/nothing' })],
  ])('says nothing of rules %s', async (_what, request) => {
    expect(await verifier.explain(await request())).not.toHaveProperty('rules');
  });

  it.each([
    [0, undefined],
    [1, () => 'abc'],
  ])('without a token that can be read reaches nothing after it (%i)', async (index, token) => {
    const layers = [...INTEGRITY, ...SUITABILITY];
    expect(await explain(token?.())).toEqual([
      ...every(layers.slice(0, index), 'passed'),
      `${layers[index] ?? ''} failed`,
      ...every(layers.slice(index + 1), 'not_reached'),
    ]);
  });

  it.each([
    ['issuer', () => mint({ iss: 'https://evil.example' })],
    ['algorithm', () => Promise.resolve(forge({ alg: 'none' }, goodClaims()))],
    ['key', () => mint({}, { kid: 'other' })],
    ['signature', () => Promise.resolve(forge({ alg: 'ES256', kid: 'k1' }, goodClaims()))],
  ])('of a token without a good signature judges nothing as if it were true: %s', async (failing, token) => {
    const index = INTEGRITY.indexOf(failing);
    expect(await explain(await token())).toEqual([
      ...every(INTEGRITY.slice(0, index), 'passed'),
      `${failing} failed`,
      ...every(INTEGRITY.slice(index + 1), 'not_reached'),
      ...every(SUITABILITY, 'unverified'),
    ]);
  });

  it('of an unsuitable token lists every objection, and the first one decides', async () => {
    const token = await mint({
      exp: NOW_SECONDS - 100,
      aud: 'https://other.example',
      cnf: { jkt: 'x' },
      scope: '',
    });
    const explanation = await verifier.explain(asking(token));
    expect(explanation).toMatchObject({
      outcome: 'deny',
      code: 'audience.mismatch',
      verified: true,
      rule: undefined,
    });
    expect(explanation.verdicts.flatMap((each) => (each.verdict === 'failed' ? [each.code] : []))).toEqual([
      'audience.mismatch',
      'time.expired',
      'binding.required',
      'operation.scope',
    ]);
  });

  it('of an unknown operation lists it in its place', async () => {
    const { verdicts, operation } = await verifier.explain(asking(await mint(), { target: '/admin' }));
    expect([verdicts.at(-1), operation]).toEqual([
      {
        layer: 'operation',
        verdict: 'failed',
        code: 'operation.unknown',
        expected: 'an operation of the policy',
      },
      undefined,
    ]);
  });

  it('of a public operation has nothing to list', async () => {
    expect(await explain('abc', '/healthz')).toEqual([]);
  });

  it('of an anonymous request to an optional operation allows it', async () => {
    const explanation = await verifier.explain(asking(undefined, { target: '/catalogue' }));
    expect(explanation).toMatchObject({ outcome: 'allow', verified: false });
    expect(explanation).not.toHaveProperty('code');
  });

  it('agrees with the decision', async () => {
    const tokens = [await mint(), await mint({ exp: 0 }), await mint({ scope: 'x' }), 'abc', undefined];
    for (const target of ['/orders', '/catalogue', '/healthz', '/admin']) {
      for (const token of tokens) {
        const [decision, explanation] = [
          await verifier.decide(asking(token, { target })),
          await verifier.explain(asking(token, { target })),
        ];
        expect(explanation.outcome).toBe(decision.outcome);
        expect(explanation.code).toBe(decision.outcome === 'deny' ? decision.code : undefined);
      }
    }
  });
});

describe('the steps that ask a store', () => {
  async function evaluateWith(
    steps: readonly StandingStep[],
    mode: 'enforce' | 'collect',
    token: string,
  ): Promise<Trace & { code?: string }> {
    const policy = ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) });
    const compiled = compileService(policy, 'orders');
    const options = {
      fetcher: () => Promise.reject(new Error()),
      clock: () => NOW,
    };
    const context = {
      policy: compiled,
      rings: await KeyRings.open(compiled, options),
      verifier: Symbol('verifier'),
      authenticator: jwsAuthenticator,
      credentials: new CredentialReader(compiled),
      tokens: undefined,
      clock: () => NOW,
      standing: steps,
    };
    const asked = { kind: 'decide', operation: undefined, signal: undefined } as const;
    const { denial, trace } = await evaluate(asking(token), asked, context, mode, new Trace());
    return Object.assign(trace, denial === undefined ? {} : { code: denial.code });
  }

  const step = (
    layer: 'revocation' | 'replay',
    denial?: ReturnType<typeof deny>,
  ): StandingStep & { check: ReturnType<typeof vi.fn> } => ({
    layer,
    check: vi.fn(() => Promise.resolve(denial)),
  });

  it('come last, in order', async () => {
    const trace = await evaluateWith([step('revocation'), step('replay')], 'enforce', await mint());
    expect(trace.verdicts.slice(-3).map(({ layer }) => layer)).toEqual(['operation', 'revocation', 'replay']);
    expect(trace.code).toBeUndefined();
  });

  it('stop at the first that objects', async () => {
    const replay = step('replay');
    const trace = await evaluateWith(
      [step('revocation', deny('revocation.revoked')), replay],
      'enforce',
      await mint(),
    );
    expect(trace.code).toBe('revocation.revoked');
    expect(replay.check).not.toHaveBeenCalled();
  });

  it.each([
    ['for a token that is refused before', 'enforce', { exp: 0 }],
    ['for an explanation', 'collect', {}],
  ] as const)('are not asked %s', async (_what, mode, changes) => {
    const revocation = step('revocation');
    await evaluateWith([revocation], mode, await mint(changes));
    expect(revocation.check).not.toHaveBeenCalled();
  });
});
