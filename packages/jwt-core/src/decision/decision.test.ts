import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { AccessDeniedError, allow, deniedBy } from './decision.js';
import { ProblemBodies } from './problem.js';
import { deny, type DenialDetail } from './denial.js';
import type { ReasonCode } from './reasons.js';

const detail = { expected: 'the claim scope with all of orders:read', actual: '[]' };
const denied = deniedBy(
  deny('operation.scope', { scopes: ['orders:read'] }),
  'orders',
  new ProblemBodies(),
  () => detail,
);

describe('an allowed request', () => {
  it('has no identity where none was asked for', () => {
    expect(allow(undefined)).toStrictEqual({ outcome: 'allow', identity: undefined, headers: [] });
  });
});

/** What a program sends or stores when it does not look at what it has. */
const COPIES: readonly (readonly [string, (value: object) => unknown])[] = [
  ['JSON', (value) => JSON.stringify(value)],
  ['a spread', (value) => JSON.stringify({ ...value })],
  ['Object.assign', (value) => JSON.stringify(Object.assign({}, value))],
  ['a structured clone', (value) => inspect(structuredClone(value))],
  ['util.inspect', (value) => inspect(value, { depth: null })],
  ['its stack', (value) => (value instanceof Error ? `${value.message} ${value.stack ?? ''}` : '')],
];

describe('a refusal', () => {
  it('says what was expected and found', () => {
    expect([denied.expected, denied.actual]).toEqual([detail.expected, detail.actual]);
  });

  it.each(COPIES)('tells nothing of it to %s', (_how, copy) => {
    expect(copy(denied)).not.toContain('the claim scope');
  });
});

describe('a refusal as an error', () => {
  let error: AccessDeniedError;
  beforeEach(() => {
    error = new AccessDeniedError(denied);
  });

  it('is what error handlers of Express and Koa look for', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'AccessDeniedError', status: 403, statusCode: 403, expose: true });
    expect(error).toMatchObject({ code: 'operation.scope', body: denied.response.body });
  });

  it('carries what was expected and found, for the log', () => {
    expect([error.expected, error.actual]).toEqual([detail.expected, detail.actual]);
  });

  it.each(COPIES)('tells nothing of it to %s', (_how, copy) => {
    expect(copy(error)).not.toContain('the claim scope');
  });

  it('shows the caller no more than the body does', () => {
    expect(error.message).toBe('The access token does not have the scope that this needs.');
  });

  it('carries the headers, but not the type of a body that an error handler writes', () => {
    expect(error.headers).toEqual({
      'Cache-Control': 'no-store',
      'WWW-Authenticate': 'Bearer realm="orders", error="insufficient_scope", scope="orders:read"',
    });
  });

  it('keeps several challenges apart', () => {
    const headers = [
      ...denied.response.headers,
      ['WWW-Authenticate', 'DPoP'],
      ['WWW-Authenticate', 'Basic'],
    ] as const;
    const many = new AccessDeniedError({ ...denied, response: { ...denied.response, headers } });
    expect(many.headers['WWW-Authenticate']).toEqual([
      'Bearer realm="orders", error="insufficient_scope", scope="orders:read"',
      'DPoP',
      'Basic',
    ]);
  });
});

describe('the problem of a denial', () => {
  const problemOf = (code: ReasonCode, rest: DenialDetail = {}): unknown =>
    deniedBy(deny(code, rest), 'orders', new ProblemBodies(), () => ({})).problem;

  it('says what the body says', () => {
    const { problem, response } = denied;
    expect(problem).toMatchObject(JSON.parse(response.body) as object);
  });

  it.each<[ReasonCode, DenialDetail, object]>([
    ['credential.missing', {}, { status: 401 }],
    ['signature.invalid', {}, { status: 401, error: 'invalid_token' }],
    ['operation.scope', { scopes: ['a', 'b'] }, { status: 403, error: 'insufficient_scope', scope: 'a b' }],
    ['operation.role', {}, { status: 403 }],
    ['key.unavailable', {}, { status: 503, retryAfter: 5 }],
    ['key.unavailable', { retryAfter: 42 }, { status: 503, retryAfter: 42 }],
    ['time.expired', { retryAfter: 42 }, { status: 401, error: 'invalid_token' }],
  ])('of %s with %j says what the headers say', (code, detail, problem) => {
    const type = expect.any(String) as unknown;
    const title = expect.any(String) as unknown;
    expect(problemOf(code, detail)).toStrictEqual({ type, title, ...problem });
  });

  it('names the code only where it is disclosed', () => {
    const disclosed = deniedBy(deny('time.expired'), 'orders', new ProblemBodies('code'), () => ({}));
    expect(disclosed.problem).toMatchObject({ code: 'time.expired' });
    expect(problemOf('time.expired')).not.toHaveProperty('code');
  });
});
