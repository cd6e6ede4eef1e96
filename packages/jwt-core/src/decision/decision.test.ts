import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { AccessDeniedError, allow, deniedBy } from './decision.js';
import { ProblemBodies } from './problem.js';
import { deny } from './denial.js';

const detail = { expected: 'the claim scope with all of orders:read', actual: '[]' };
const denied = deniedBy(
  deny('operation.scope', { scopes: ['orders:read'] }),
  'orders',
  new ProblemBodies(),
  () => detail,
);

describe('an allowed request', () => {
  it('has no identity where nobody had to show one', () => {
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

  it('carries the headers, but not the type of a body that somebody else writes', () => {
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
