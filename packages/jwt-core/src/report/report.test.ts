import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, forge, NOW_SECONDS, type Signer } from '../../test/mint.js';
import { asking, goodClaims, ISS, loginWith, ordersPolicy, ordersVerifier } from '../../test/orders.js';
import type { OperationDocument } from '../policy/document/document.js';
import type { HttpRequest } from '../request/access-request.js';
import { createVerifier, type VerifierOptions } from '../verify/create-verifier.js';
import type { DecisionEvent } from './decision-event.js';

let signer: Signer;
beforeAll(async () => {
  signer = await createSigner();
});

const mint = (changes: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  signer.sign(goodClaims(changes));

/** The one event of one decision about `GET /orders`. */
async function eventOf(
  token: string | undefined,
  options: Partial<VerifierOptions> = {},
  changes: Partial<HttpRequest> = {},
): Promise<DecisionEvent> {
  const events: DecisionEvent[] = [];
  const verifier = await ordersVerifier([signer.jwk], {
    onDecision: (event) => events.push(event),
    ...options,
  });
  await verifier.decide(asking(token, changes));
  const [event] = events;
  if (event === undefined || events.length !== 1) throw new Error(`${String(events.length)} events`);
  return event;
}

const sha256 = (...values: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('hex');

describe('the event of an allowed request', () => {
  it('says who was allowed what, by which policy, and why', async () => {
    const { durationMs, policy, trace, ...event } = await eventOf(await mint());
    expect(event).toEqual({
      type: 'decision',
      time: '2026-11-23T12:00:00.000Z',
      outcome: 'allow',
      verified: true,
      service: 'orders',
      operation: 'listOrders',
      rule: 0,
      issuer: 'login',
      algorithm: 'ES256',
      keyId: 'k1',
      keySource: 'jwks',
      subjectHash: sha256(ISS, 'alice@example.org'),
      tokenIdHash: sha256(ISS, 'token-4711'),
      cache: 'miss',
    });
    expect(policy).toEqual({
      name: 'shop',
      revision: 'r1',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/u) as unknown,
    });
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(trace).toHaveLength(13);
    expect(trace.every(({ verdict }) => verdict === 'passed')).toBe(true);
  });

  it('of a public operation says only that', async () => {
    expect(await eventOf('abc', {}, { target: '/healthz' })).toMatchObject({
      outcome: 'allow',
      verified: false,
      operation: 'health',
      trace: [],
    });
  });

  it('of an anonymous caller says that nothing was verified', async () => {
    const event = await eventOf(undefined, {}, { target: '/catalogue' });
    expect(event).toMatchObject({ outcome: 'allow', verified: false, operation: 'catalogue' });
    expect(event).not.toHaveProperty('code');
    expect(event).not.toHaveProperty('subjectHash');
  });
});

describe('the event of a refused request', () => {
  it('says why, and what was expected and found', async () => {
    const event = await eventOf(await mint({ aud: 'https://other.example' }));
    expect(event).toMatchObject({
      outcome: 'deny',
      verified: true,
      code: 'audience.mismatch',
      layer: 'audience',
      status: 401,
    });
    expect(event.trace.at(-1)).toEqual({
      layer: 'audience',
      verdict: 'failed',
      code: 'audience.mismatch',
      expected: 'aud with "https://orders.example"',
      actual: '"https://other.example"',
    });
  });

  it('says of an unverified token nothing that the token says', async () => {
    const event = await eventOf(forge({ alg: 'ES256', kid: 'k1' }, goodClaims()));
    expect(event).toMatchObject({
      outcome: 'deny',
      verified: false,
      code: 'signature.invalid',
      issuer: 'login',
    });
    for (const name of ['subjectHash', 'subject', 'tokenIdHash', 'actor', 'tenant'])
      expect(event).not.toHaveProperty(name);
  });

  it('does not let a caller name an issuer, an algorithm or a key that the policy does not know', async () => {
    const token = forge({ alg: 'evil-alg', kid: 'evil-kid' }, { iss: 'https://evil.example' });
    const { trace, ...event } = await eventOf(token);
    expect(JSON.stringify(event)).not.toContain('evil');
    expect(trace.at(-1)).toMatchObject({ code: 'issuer.untrusted' });
  });

  it('has no operation where none was found', async () => {
    expect(await eventOf(await mint(), {}, { target: '/admin' })).not.toHaveProperty('operation');
  });
});

describe('the name of the request', () => {
  it.each([
    ['of a UUID', '0198a7c2-6f6b-7c3e-9d5a-3f1f0e6b2c11'],
    ['of Fastify', 'req-1'],
    ['of 128 characters', 'r'.repeat(128)],
  ])('is in the event of an allowed request, and of a refused one: %s', async (_what, requestId) => {
    expect(await eventOf(await mint(), {}, { requestId })).toMatchObject({ outcome: 'allow', requestId });
    expect(await eventOf(undefined, {}, { requestId })).toMatchObject({ outcome: 'deny', requestId });
  });

  it.each([
    ['empty', ''],
    ['longer than 128 characters', 'r'.repeat(129)],
    ['of two lines', 'a\nb'],
    ['what a terminal obeys', '\u001B[2J'],
    ['of more than ASCII', 'é'],
    ['with a space', 'a b'],
    ['not a text', 7],
    ['an object', { toString: () => 'x' }],
    ['not there', undefined],
  ])('is left out where it is %s', async (_what, requestId) => {
    const changes = { requestId } as Partial<HttpRequest>; // JavaScript says what it likes
    expect(await eventOf(await mint(), {}, changes)).not.toHaveProperty('requestId');
    expect(await eventOf(undefined, {}, changes)).not.toHaveProperty('requestId');
  });

  it('is left out where it is a part of the token', async () => {
    const token = await mint();
    expect(await eventOf(token, {}, { requestId: token.slice(-40) })).not.toHaveProperty('requestId');
  });
});

describe('what a matcher found', () => {
  /** The `actual` of a refusal by a condition on this claim, in a token of this subject. */
  const actualOf = async (
    claim: string,
    value: string,
    sub: string,
    subjects?: 'clear',
  ): Promise<unknown> => {
    const operations: Record<string, OperationDocument> = {
      list: {
        route: 'GET /orders',
        allow: [{ principal: 'user', where: { [claim]: { equals: 'wanted' } } }],
      },
    };
    const policy = ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) }, operations);
    const options = { policy, ...(subjects === undefined ? {} : { subjectsInEvents: subjects }) };
    const { trace } = await eventOf(await mint({ sub, [claim]: value }), options);
    const last = trace.at(-1);
    return last?.verdict === 'failed' ? last.actual : undefined;
  };
  const LONG = 'x'.repeat(300);

  it.each([
    ['the subject', 'sub', 'alice', 'alice', '(hidden)'],
    ['the subject under another name', 'email', 'alice', 'alice', '(hidden)'],
    ['something that holds the subject', 'email', 'mail:alice@example.org', 'alice', '(hidden)'],
    ['the token id', 'email', 'token-4711', 'alice', '(hidden)'],
    ['a text that is cut, and may end in the midst of the subject', 'email', LONG, 'alice', '(hidden)'],
    ['something else', 'email', 'bob', 'alice', '"bob"'],
    ['something that holds a subject of three letters', 'email', 'bobby', 'bob', '(hidden)'],
    ['something that holds a subject of two letters', 'email', 'aliens', 'al', '"aliens"'],
    ['a subject of two letters', 'email', 'al', 'al', '(hidden)'],
  ])('stays out of the event where it is %s', async (_what, claim, value, sub, said) => {
    expect(await actualOf(claim, value, sub)).toBe(said);
  });

  it('is nothing where there is nothing, also where the token has no id', async () => {
    const token = await signer.sign(goodClaims({ jti: undefined }), { typ: undefined });
    expect((await eventOf(token)).trace.at(-1)).toMatchObject({ code: 'type.mismatch', actual: 'nothing' });
  });

  it('may be the subject where subjects are told, and never the token id', async () => {
    expect(await actualOf('email', 'alice', 'alice', 'clear')).toBe('"alice"');
    expect(await actualOf('email', 'token-4711', 'alice', 'clear')).toBe('(hidden)');
  });
});

describe('a long tenant, actor, subject or name of a key', () => {
  const operations: Record<string, OperationDocument> = {
    list: { route: 'GET /orders', allow: [{ principal: 'user', actor: { sub: { present: true } } }] },
  };
  /** A policy would not take every `kid`; an issuer may publish any. */
  const eventWith = async (value: string): Promise<DecisionEvent> => {
    const own = await createSigner('ES256', value);
    const login = loginWith({ jwksUri: 'https://id.example/keys' }, { tenant: 'tenant_id' });
    const body = Buffer.from(JSON.stringify({ keys: [own.jwk] }));
    const token = await own.sign(goodClaims({ sub: value, tenant_id: value, act: { sub: value } }));
    return eventOf(token, {
      policy: ordersPolicy({ login }, operations),
      keyFetcher: () => Promise.resolve({ status: 200, body }),
      subjectsInEvents: 'clear',
    });
  };

  it.each([
    ['of 64 characters is in the event as it is', 'x'.repeat(64), 'x'.repeat(64)],
    ['of 198 characters too', 'x'.repeat(198), 'x'.repeat(198)],
    ['that is longer is cut', 'x'.repeat(300), `${'x'.repeat(198)}…`],
    ['that is a token is hidden', forge({ alg: 'ES256' }, { sub: 'alice' }, 'c2ln'.repeat(20)), '(a token)'],
  ])('%s', async (_what, value, written) => {
    const event = await eventWith(value);
    const { outcome, tenant, actor, subject, keyId } = event;
    expect({ outcome, tenant, actor, subject, keyId }).toEqual({
      outcome: 'allow',
      tenant: written,
      actor: written,
      subject: written,
      keyId: written,
    });
  });
});

it('a tenant that turns the direction of writing is escaped', async () => {
  const event = await eventOf(await signer.sign(goodClaims({ tenant_id: 'a\u202Eb' })), {
    policy: ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }, { tenant: 'tenant_id' }) }),
  });
  expect(event.tenant).toBe('a%E2%80%AEb');
});

describe('what an event says of the token', () => {
  it('is the tenant and the actor', async () => {
    const operations: Record<string, OperationDocument> = {
      list: { route: 'GET /orders', allow: [{ principal: 'user', actor: { sub: { equals: 'agent-7' } } }] },
    };
    const policy = ordersPolicy(
      { login: loginWith({ jwks: { keys: [signer.jwk] } }, { tenant: 'tenant_id' }) },
      operations,
    );
    const event = await eventOf(await mint({ tenant_id: 't-1', act: { sub: 'agent-7' } }), { policy });
    expect(event).toMatchObject({ outcome: 'allow', tenant: 't-1', actor: 'agent-7' });
  });

  it('is nothing that has the wrong type', async () => {
    const policy = ordersPolicy({
      login: loginWith({ jwks: { keys: [signer.jwk] } }, { tenant: 'tenant_id', principal: 'user' }),
    });
    const event = await eventOf(await mint({ sub: 1, jti: [], tenant_id: 2, act: 'x' }), { policy });
    for (const name of ['subjectHash', 'tokenIdHash', 'actor', 'tenant'])
      expect(event).not.toHaveProperty(name);
    const noName = await eventOf(await mint({ sub: undefined, jti: undefined, act: { sub: 3 } }), { policy });
    for (const name of ['subjectHash', 'tokenIdHash', 'actor']) expect(noName).not.toHaveProperty(name);
  });

  it('tells two issuers with one subject apart', async () => {
    const keys = { jwks: { keys: [signer.jwk] } };
    const policy = ordersPolicy({
      login: loginWith(keys),
      partner: loginWith(keys, { iss: 'https://p.example' }),
    });
    const [ours, theirs] = [
      await eventOf(await mint(), { policy }),
      await eventOf(await mint({ iss: 'https://p.example' }), { policy }),
    ];
    expect(ours.subjectHash).not.toBe(theirs.subjectHash);
    expect(theirs.issuer).toBe('partner');
  });

  it('is the subject in clear only where the application asked for it', async () => {
    expect(await eventOf(await mint())).not.toHaveProperty('subject');
    expect(await eventOf(await mint(), { subjectsInEvents: 'hash' })).not.toHaveProperty('subject');
    expect(await eventOf(await mint(), { subjectsInEvents: 'clear' })).toMatchObject({
      subject: 'alice@example.org',
    });
  });
});

describe('no event holds the token, a part of it, its subject or its id', () => {
  /** An operation whose every rule looks at the very claims that must stay out. */
  const nosy: Record<string, OperationDocument> = {
    list: {
      route: 'GET /orders',
      allow: [
        {
          principal: 'user',
          where: { sub: { equals: 'bob' } },
        },
      ],
    },
  };
  const policyWith = (
    operations: Record<string, OperationDocument>,
    require = {},
  ): VerifierOptions['policy'] =>
    ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }, require) }, operations);
  const looking = (
    where: NonNullable<OperationDocument['allow']>[number]['where'],
  ): VerifierOptions['policy'] =>
    policyWith({ list: { route: 'GET /orders', allow: [{ principal: 'user', ...(where && { where }) }] } });

  type Row = readonly [what: string, create: () => Promise<string>, policy?: () => VerifierOptions['policy']];
  const rows: readonly Row[] = [
    ['allowed', () => mint()],
    ['malformed', async () => `${await mint()}.x`],
    ['not canonical', async () => `${await mint()}=`],
    ['of another issuer', () => mint({ iss: 'https://evil.example' })],
    ['of an unknown key', () => signer.sign(goodClaims(), { kid: 'other' })],
    [
      'with a bad signature',
      async () => forge({ alg: 'ES256', kid: 'k1' }, goodClaims(), (await mint()).split('.')[2]),
    ],
    ['of another type', () => signer.sign(goodClaims(), { typ: 'JWT' })],
    ['for another audience', () => mint({ aud: ['https://a.example'] })],
    ['expired', () => mint({ exp: NOW_SECONDS - 100 })],
    ['bound', () => mint({ cnf: { jkt: 'x' } })],
    ['without scope', () => mint({ scope: '' })],
    ['with scopes of the wrong type', () => mint({ scope: { a: 1 } })],
    ['judged by its subject', () => mint(), () => policyWith(nosy)],
    ['judged by its id', () => mint(), () => looking({ jti: { equals: 'x' } })],
    [
      'judged by a claim that repeats its subject',
      () => mint({ email: 'alice@example.org' }),
      () => looking({ '/email': { equals: 'x' } }),
    ],
    [
      'required to have another subject',
      () => mint(),
      () => policyWith(nosy, { require: { sub: { startsWith: 'svc:' } } }),
    ],
    [
      'with a long subject',
      () => mint({ sub: `alice@example.org${'x'.repeat(500)}` }),
      () => policyWith(nosy),
    ],
  ];

  it.each(rows.map(([what, create, policy]) => ({ what, create, policy })))(
    '$what',
    async ({ create, policy }) => {
      const token = await create();
      const event = await eventOf(token, policy === undefined ? {} : { policy: policy() });
      const text = JSON.stringify(event);
      for (const part of [token, ...token.split('.')]) {
        if (part.length > 4) expect(text).not.toContain(part);
      }
      expect(text).not.toContain('alice@example.org');
      expect(text).not.toContain('token-4711');
    },
  );

  it('except where the application asked for subjects in clear', async () => {
    const event = await eventOf(await mint(), { policy: policyWith(nosy), subjectsInEvents: 'clear' });
    expect(event.trace.at(-1)).toMatchObject({ code: 'operation.condition', actual: '"alice@example.org"' });
  });
});

describe('events', () => {
  it('come one per decision, and none for an explanation', async () => {
    const events: DecisionEvent[] = [];
    const verifier = await ordersVerifier([signer.jwk], { onDecision: (event) => events.push(event) });
    const request = asking(await mint());
    await verifier.explain(request);
    expect(events).toHaveLength(0);
    await verifier.decide(request);
    await verifier.identify(request);
    await verifier.decide(asking());
    expect(events.map(({ outcome, operation }) => [outcome, operation])).toEqual([
      ['allow', 'listOrders'],
      ['allow', undefined],
      ['deny', 'listOrders'],
    ]);
  });

  it('carry the digest of the policy that decided', async () => {
    const policy = ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) });
    const verifierEvent = await eventOf(undefined, { policy });
    expect(verifierEvent.policy?.digest).toBe(policy.digest);
    const verifier = await createVerifier({ policy });
    expect((await verifier.explain(asking())).policy?.digest).toBe(policy.digest);
  });
});
