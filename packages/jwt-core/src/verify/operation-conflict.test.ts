import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { asking, goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import type { Decision } from '../decision/decision.js';
import type { DecisionEvent } from '../report/decision-event.js';
import type { OperationDocument } from '../policy/document/document.js';
import type { HttpRequest } from '../request/access-request.js';
import { type Verifier } from './verifier.js';
import { createVerifier } from './create-verifier.js';

const OPERATIONS: Readonly<Record<string, OperationDocument>> = {
  list: { route: 'GET /orders', allow: [{ principal: 'user' }] },
  write: { allow: [{ principal: 'user' }] },
  forbidden: { allow: [{ principal: 'workload' }] },
  onTrial: { allow: [{ principal: 'workload' }], mode: 'shadow', shadowUntil: '2026-12-01' },
  browse: { route: 'GET /browse', auth: 'optional' },
  notices: { auth: 'optional' },
  health: { route: 'GET /healthz', auth: 'public' },
  metrics: { auth: 'public' },
};

let signer: Signer;
let verifier: Verifier;
let token: string;
const events: DecisionEvent[] = [];

beforeAll(async () => {
  signer = await createSigner();
  verifier = await open();
  token = await signer.sign(goodClaims());
});

function open(): Promise<Verifier> {
  return createVerifier({
    policy: ordersPolicy({ login: loginWith({ jwks: { keys: [signer.jwk] } }) }, OPERATIONS),
    clock: () => NOW,
    onDecision: (event) => {
      events.push(event);
    },
  });
}

const decide = (request: HttpRequest, name: string | undefined): Promise<Decision> =>
  name === undefined ? verifier.decide(request) : verifier.decide(request, { operation: name });

const codeOf = (decision: Decision): string => (decision.outcome === 'deny' ? decision.code : 'allow');

/** What each of these decisions about one request says: by the path, or by a name. */
async function codesOf(
  target: string,
  asked: readonly (string | undefined)[],
  credential: string | undefined = token,
): Promise<readonly string[]> {
  const request = asking(credential, { target, key: {} });
  const codes: string[] = [];
  for (const name of asked) codes.push(codeOf(await decide(request, name)));
  return codes;
}

const BY_ROUTE = undefined;

describe('two decisions about one request', () => {
  it.each<[string, string, readonly (string | undefined)[], readonly string[]]>([
    ['its path, and its path', '/orders', [BY_ROUTE, BY_ROUTE], ['allow', 'allow']],
    ['its path, and the same name', '/orders', [BY_ROUTE, 'list'], ['allow', 'allow']],
    ['a name, and the same by its path', '/orders', ['list', BY_ROUTE], ['allow', 'allow']],
    ['its path, and another name', '/orders', [BY_ROUTE, 'write'], ['allow', 'operation.conflict']],
    ['a name, and another by its path', '/orders', ['write', BY_ROUTE], ['allow', 'operation.conflict']],
    ['two names, as of a router and of its route', '/orders', ['list', 'write'], ['allow', 'allow']],
    [
      'two names that are not allowed both',
      '/orders',
      ['write', 'forbidden'],
      ['allow', 'operation.principal'],
    ],
    [
      'two names, and a path that is one of them',
      '/orders',
      ['list', 'write', BY_ROUTE],
      ['allow', 'allow', 'operation.conflict'],
    ],
    [
      'its path, and two names of which the last is another',
      '/orders',
      [BY_ROUTE, 'list', 'write'],
      ['allow', 'allow', 'operation.conflict'],
    ],
    ['an optional path, and another name', '/browse', [BY_ROUTE, 'write'], ['allow', 'operation.conflict']],
    ['an unknown path, and a name', '/elsewhere', [BY_ROUTE, 'list'], ['operation.unknown', 'allow']],
    ['a name, and an unknown path', '/elsewhere', ['list', BY_ROUTE], ['allow', 'operation.unknown']],
    ['a public path, and a name', '/healthz', [BY_ROUTE, 'list'], ['allow', 'operation.conflict']],
    ['a name, and a public path', '/healthz', ['list', BY_ROUTE], ['allow', 'operation.conflict']],
    ['an optional path, and a name', '/browse', [BY_ROUTE, 'list'], ['allow', 'operation.conflict']],
    ['a path, and rules on trial', '/orders', [BY_ROUTE, 'onTrial'], ['allow', 'operation.conflict']],
    ['a path, and a refusing name', '/orders', [BY_ROUTE, 'forbidden'], ['allow', 'operation.conflict']],
  ])('by %s: %s %o says %o', async (_what, target, asked, codes) => {
    expect(await codesOf(target, asked)).toEqual(codes);
  });

  it.each<[string, string, readonly (string | undefined)[], readonly string[]]>([
    ['a public path, and a public name', '/healthz', [BY_ROUTE, 'metrics'], ['allow', 'operation.conflict']],
    [
      'a public path, and an optional name',
      '/healthz',
      [BY_ROUTE, 'notices'],
      ['allow', 'operation.conflict'],
    ],
    [
      'an optional path, and a public name',
      '/browse',
      [BY_ROUTE, 'metrics'],
      ['allow', 'operation.conflict'],
    ],
    [
      'an optional name, and a public path',
      '/healthz',
      ['notices', BY_ROUTE],
      ['allow', 'operation.conflict'],
    ],
    // 401 says that there is something to log in for, and nothing about the routes.
    ['a public path, and a guarded name', '/healthz', [BY_ROUTE, 'list'], ['allow', 'credential.missing']],
    [
      'a guarded path, and a public name',
      '/orders',
      [BY_ROUTE, 'metrics'],
      ['credential.missing', 'operation.conflict'],
    ],
  ])('without a token, by %s: %s %o says %o', async (_what, target, asked, codes) => {
    const request = asking(undefined, { target, key: {} });
    const found: string[] = [];
    for (const name of asked) found.push(codeOf(await decide(request, name)));
    expect(found).toEqual(codes);
  });

  it('refuses a bad token for what it is first', async () => {
    expect(await codesOf('/orders', [BY_ROUTE, 'write'], token.replace(/....$/u, 'AAAA'))).toEqual([
      'signature.invalid',
      'signature.invalid',
    ]);
  });
});

describe('what a conflict is not', () => {
  it('ends with the request: another one is judged by itself', async () => {
    for (const name of [BY_ROUTE, 'write']) {
      expect(codeOf(await decide(asking(token, { key: {} }), name))).toBe('allow');
    }
  });

  it('is not found without a key, as for a question that a handler asks for itself', async () => {
    expect(codeOf(await verifier.decide(asking(token)))).toBe('allow');
    expect(codeOf(await verifier.decide(asking(token), { operation: 'write' }))).toBe('allow');
  });

  it('is not made by the decision of another verifier', async () => {
    const other = await open();
    const request = asking(token, { key: {} });
    expect(codeOf(await verifier.decide(request))).toBe('allow');
    expect(codeOf(await other.decide(request, { operation: 'write' }))).toBe('allow');
    expect(codeOf(await verifier.decide(request, { operation: 'list' }))).toBe('allow');
  });

  it('is not made by identify()', async () => {
    const request = asking(token, { key: {} });
    expect(codeOf(await verifier.identify(request))).toBe('allow');
    expect(codeOf(await verifier.decide(request, { operation: 'write' }))).toBe('allow');
  });

  it('is explained, and no explanation makes one', async () => {
    const request = asking(token, { key: {} });
    await verifier.explain(request);
    expect(codeOf(await verifier.decide(request, { operation: 'write' }))).toBe('allow');
    expect((await verifier.explain(request)).code).toBe('operation.conflict');
    expect(codeOf(await verifier.decide(request, { operation: 'write' }))).toBe('allow');
  });

  it.each([
    ['public', '/healthz'],
    ['optional', '/browse'],
  ])('is explained for an anonymous request to an operation that is %s', async (_auth, target) => {
    const request = asking(undefined, { target, key: {} });
    await verifier.decide(request, { operation: 'notices' });
    const { code, verdicts } = await verifier.explain(request);
    expect(code).toBe('operation.conflict');
    expect(verdicts.filter(({ layer }) => layer === 'operation')).toMatchObject([{ code }]);
  });
});

describe('the record of a request', () => {
  it('leaves no trace that the application could see', async () => {
    const key = Object.freeze({});
    const request = asking(token, { key });
    expect(codeOf(await verifier.decide(request))).toBe('allow');
    expect(codeOf(await verifier.decide(request, { operation: 'write' }))).toBe('operation.conflict');
    expect(Reflect.ownKeys(key)).toEqual([]);
  });

  it('tells the operator both operations, in the event', async () => {
    await codesOf('/orders', [BY_ROUTE, 'write']);
    expect(events.at(-1)).toMatchObject({
      outcome: 'deny',
      code: 'operation.conflict',
      status: 403,
      operation: 'write',
      trace: expect.arrayContaining([
        {
          layer: 'operation',
          verdict: 'failed',
          code: 'operation.conflict',
          expected: 'list, found by method and path',
          actual: 'write',
        },
      ]) as unknown,
    });
    await codesOf('/orders', ['write', BY_ROUTE]);
    expect(events.at(-1)?.trace.at(-1)).toMatchObject({
      expected: 'write, named by the program',
      actual: 'list',
    });
  });

  it('tells the caller nothing of it', async () => {
    const request = asking(token, { key: {} });
    await verifier.decide(request);
    const conflict = await verifier.decide(request, { operation: 'write' });
    const unknown = await verifier.decide(asking(token, { target: '/elsewhere' }));
    expect(conflict).toMatchObject({ response: (unknown as { response: unknown }).response });
  });
});
