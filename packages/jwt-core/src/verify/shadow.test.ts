import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import type { Decision } from '../decision/decision.js';
import type { DecisionEvent } from '../report/decision-event.js';
import type { OperationDocument } from '../policy/document/document.js';
import { createVerifier } from './create-verifier.js';

const SHADOW: OperationDocument = {
  route: 'GET /orders',
  mode: 'shadow',
  shadowUntil: '2026-12-01',
  allow: [{ principal: 'user', roles: ['clerk'] }],
};
const LAST_MOMENT = Date.parse('2026-12-01') - 1;

let signer: Signer;

beforeAll(async () => {
  vi.setSystemTime(NOW);
  signer = await createSigner();
});

interface Said {
  readonly decision: Decision;
  readonly event: DecisionEvent | undefined;
}

/** What is said at this moment to a token with these claims, which was issued then. */
async function say(
  claims: Readonly<Record<string, unknown>>,
  operation: OperationDocument = SHADOW,
  now = NOW,
): Promise<Said> {
  const events: DecisionEvent[] = [];
  const policy = ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) }, { list: operation });
  const verifier = await createVerifier({
    policy,
    clock: () => now,
    onDecision: (event) => events.push(event),
  });
  const times = { iat: now / 1000 - 1, exp: now / 1000 + 60 };
  const token = await signer.sign(goodClaims({ ...times, ...claims }));
  return { decision: await verifier.decide(asking(token)), event: events[0] };
}

describe('an operation in shadow mode', () => {
  it('lets a token pass that its rules would refuse, and says so', async () => {
    const { decision, event } = await say({});
    expect(decision).toMatchObject({ outcome: 'allow', shadow: { outcome: 'deny', code: 'operation.role' } });
    expect(decision).toMatchObject({ identity: { operation: 'list' } });
    expect(event).toMatchObject({
      outcome: 'allow',
      shadow: {
        outcome: 'deny',
        code: 'operation.role',
        expected: 'the claim roles with all of clerk',
        actual: 'no such claim',
      },
    });
    expect(event).not.toHaveProperty('rule');
  });

  it('says when its rules would have allowed', async () => {
    const { decision, event } = await say({ roles: ['clerk'] });
    expect(decision).toMatchObject({ outcome: 'allow', shadow: { outcome: 'allow' } });
    expect(event).toMatchObject({ rule: 0 });
    expect(event?.shadow).toStrictEqual({ outcome: 'allow' });
  });

  it.each([
    ['another audience', { aud: 'https://billing.example' }, 'audience.mismatch'],
    ['an expired token', { exp: NOW / 1000 - 60 }, 'time.expired'],
    ['a malformed claim', { scope: 1 }, 'claims.malformed'],
    ['a bound token', { cnf: { jkt: 'x' } }, 'binding.required'],
  ])('still refuses %s', async (_what, claims, code) => {
    const { decision, event } = await say(claims);
    expect(decision).toMatchObject({ outcome: 'deny', code });
    expect(event).not.toHaveProperty('shadow');
  });

  it('still refuses who brings no token', async () => {
    const policy = ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) }, { list: SHADOW });
    const verifier = await createVerifier({ policy, clock: () => NOW });
    expect(await verifier.decide(asking())).toMatchObject({ outcome: 'deny', code: 'credential.missing' });
  });

  it('ends at 00:00Z of its day, without a reload', async () => {
    expect((await say({}, SHADOW, LAST_MOMENT)).decision).toMatchObject({ outcome: 'allow' });
    const { decision, event } = await say({}, SHADOW, LAST_MOMENT + 1);
    expect(decision).toMatchObject({ outcome: 'deny', code: 'operation.role' });
    expect(event).not.toHaveProperty('shadow');
  });

  it('does not repeat a subject in the event', async () => {
    const allow = [{ principal: 'user', where: { sub: { equals: 'bob' } } }] as const;
    const { event } = await say({ sub: 'alice@example.org' }, { ...SHADOW, allow });
    expect(event).toMatchObject({
      shadow: { code: 'operation.condition', expected: 'sub {"equals":"bob"}', actual: '(hidden)' },
    });
    expect(JSON.stringify(event)).not.toContain('alice');
  });

  it('is told by an explanation', async () => {
    const policy = ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) }, { list: SHADOW });
    const verifier = await createVerifier({ policy, clock: () => NOW });
    const explanation = await verifier.explain(asking(await signer.sign(goodClaims())));
    expect(explanation).toMatchObject({
      outcome: 'allow',
      shadow: { outcome: 'deny', code: 'operation.role' },
    });
  });
});

describe('an operation that is enforced', () => {
  it('carries no shadow', async () => {
    const operation: OperationDocument = {
      route: 'GET /orders',
      mode: 'enforce',
      allow: [{ principal: 'user' }],
    };
    const { decision, event } = await say({}, operation);
    expect(decision).not.toHaveProperty('shadow');
    expect(event).not.toHaveProperty('shadow');
  });
});
