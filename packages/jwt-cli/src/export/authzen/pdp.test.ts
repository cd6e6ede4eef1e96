import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REASONS } from '@org/jwt-core';
import { parsePolicy } from '@org/jwt-core/policy';
import { createTestIssuer, policyForTesting, type TestIssuer, type TestPolicy } from '@org/jwt-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeTerminal, NOW, running } from '../../../test/terminal.js';
import { run } from '../../main.js';

const TEXT = readFileSync(join(import.meta.dirname, '../../../test/export/orders.yaml'), 'utf8');

let issuer: TestIssuer;
let testing: TestPolicy;
let origin: string;
let end: () => Promise<{ readonly code: number; readonly out: string; readonly note: string }>;

beforeAll(async () => {
  issuer = await createTestIssuer({ clock: () => Date.parse(NOW) });
  testing = await policyForTesting(await parsePolicy(TEXT), issuer);
  const stdin = JSON.stringify(testing.policy.document);
  const terminal = fakeTerminal({ cwd: tmpdir(), stdin });
  const ended = run(['export', '-', '--to', 'authzen-pdp', '--port', '0'], terminal);
  origin = await new Promise((resolve) => {
    const timer = setInterval(() => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/u.exec(terminal.written().note) ?? [];
      if (found === undefined) return;
      clearInterval(timer);
      resolve(found);
    }, 10);
  });
  end = async () => {
    terminal.stop();
    return { code: await ended, ...terminal.written() };
  };
});
afterAll(() => issuer.close());

interface Answered {
  readonly status: number;
  readonly json: unknown;
  readonly headers: Headers;
}

async function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const response = await fetch(`${origin}/access/v1/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, json: await response.json(), headers: response.headers };
}

const subjectOf = (token: string, id = 'token') => ({ type: 'token', id, properties: { token } });
const ORDERS = { type: 'orders', id: 'orders' };

/** A request that the policy allows. */
function good(operation = 'closeOrders', claims: Readonly<Record<string, unknown>> = {}) {
  const { token } = testing.callerFor(operation, { claims });
  return { subject: subjectOf(token), action: { name: operation }, resource: ORDERS };
}

describe('an evaluation', () => {
  it('by the name of an operation is decided by the engine', async () => {
    expect(await post('evaluation', good())).toMatchObject({ status: 200, json: { decision: true } });
    expect((await post('evaluation', good('closeOrders', { scope: 'else' }))).json).toEqual({
      decision: false,
      context: {
        reason_admin: { '403': 'operation.scope' },
        reason_user: { '403': REASONS['operation.scope'].title },
      },
    });
  });

  it.each([
    ['t-eu', true],
    ['t-us', false],
  ])('takes the parameters of the path from the properties of the resource: %s', async (tenant, decision) => {
    const resource = { ...ORDERS, properties: { tenant } };
    expect((await post('evaluation', { ...good('listOrders'), resource })).json).toMatchObject({ decision });
  });

  it.each([
    ['GET', '/orders/42', true],
    ['GET', '/orders/42/x', false],
    ['DELETE', '/orders/42', false],
    ['can_read', '/orders/42', false],
  ])('by method and path: %s %s', async (name, id, decision) => {
    const question = { ...good('readOrder'), action: { name }, resource: { type: 'orders', id } };
    expect((await post('evaluation', question)).json).toMatchObject({ decision });
  });

  it('of an anonymous subject is allowed what is public', async () => {
    const subject = { type: 'anonymous', id: 'anonymous' };
    for (const [name, decision] of [
      ['health', true],
      ['catalogue', true],
      ['readOrder', false],
    ] as const) {
      expect((await post('evaluation', { subject, action: { name }, resource: ORDERS })).json).toMatchObject({
        decision,
      });
    }
  });

  it.each([
    ['token', true],
    ['ledger-sync', true],
    ['alice', false],
  ])('is about the subject of the token, where its id is %s', async (id, decision) => {
    const { subject, ...more } = good();
    const named = { ...subject, id };
    expect((await post('evaluation', { ...more, subject: named })).json).toMatchObject({ decision });
  });

  // The examples of the standard, and of its certification: well formed, and about subjects that hold no token.
  it.each([
    {
      subject: { type: 'user', id: 'alice@example.com' },
      resource: { type: 'account', id: '123' },
      action: { name: 'can_read', properties: { method: 'GET' } },
      context: { time: '1985-10-26T01:22-07:00' },
    },
    {
      subject: { type: 'user', id: 'alice' },
      action: { name: 'read' },
      resource: { type: 'record', id: 'record-1' },
    },
    { subject: { type: 'user', id: 'alice' }, action: { name: 'read' }, resource: ORDERS, unknown: 1 },
  ])('that is well formed and about something else is denied', async (question) => {
    expect(await post('evaluation', question)).toMatchObject({ status: 200, json: { decision: false } });
  });

  it('repeats the name of the request', async () => {
    const { headers } = await post('evaluation', good(), { 'X-Request-ID': 'bfe9eb29' });
    expect([headers.get('x-request-id'), headers.get('cache-control')]).toEqual(['bfe9eb29', 'no-store']);
  });
});

describe('a request', () => {
  const { subject, action, resource } = {
    subject: { type: 'user', id: 'alice' },
    action: { name: 'read' },
    resource: { type: 'record', id: 'record-1' },
  };
  it.each([
    ['without a subject', { action, resource }, 'subject'],
    ['without an action', { subject, resource }, 'action'],
    ['without a resource', { subject, action }, 'resource'],
    ['without the type of the subject', { subject: { id: 'alice' }, action, resource }, 'subject.type'],
    ['with a text as the subject', { subject: 'alice', action, resource }, 'subject'],
    ['with a number as the action', { subject, action: { name: 123 }, resource }, 'action.name'],
    [
      'without the token',
      { subject: { type: 'token', id: 'x' }, action, resource: ORDERS },
      'subject.properties.token',
    ],
    ['that is a list', [], 'the request'],
    ['that is empty', '', 'JSON'],
    ['that is cut off', '{"subject":', 'JSON'],
  ])('%s is a bad one', async (_what, body, message) => {
    const { status, json } = await post('evaluation', body);
    expect([status, typeof json]).toEqual([400, 'string']);
    expect(json).toContain(message);
  });

  it('of another content type is a bad one', async () => {
    expect((await post('evaluation', good(), { 'Content-Type': 'text/plain' })).status).toBe(400);
  });

  it('that is too large is refused', async () => {
    const large = { ...good(), context: { text: 'x'.repeat(1_100_000) } };
    await expect(
      post('evaluation', large).then(
        ({ status }) => status,
        () => 413,
      ),
    ).resolves.toBe(413);
  });

  it('never has its token in an answer', async () => {
    const secret = 'eyJhbGciOiJub25lIn0.e30.c2VjcmV0';
    for (const token of [secret, [secret], { secret }]) {
      const question = { ...good(), subject: { type: 'token', id: 'x', properties: { token } } };
      expect(JSON.stringify((await post('evaluation', question)).json)).not.toContain('eyJ');
    }
  });
});

describe('evaluations', () => {
  it('take what they do not say from the top, in their order', async () => {
    const { json } = await post('evaluations', {
      ...good(),
      evaluations: [{}, { action: { name: 'deleteOrder' } }, { resource: { type: 'else', id: '1' } }],
    });
    expect(json).toMatchObject({
      evaluations: [{ decision: true }, { decision: false }, { decision: false }],
    });
  });

  it('that are malformed are denied one by one', async () => {
    const { subject, action } = good();
    const { status, json } = await post('evaluations', {
      subject,
      action,
      options: { evaluations_semantic: 'execute_all' },
      evaluations: [{ resource: ORDERS }, {}],
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      evaluations: [{ decision: true }, { decision: false, context: { error: { status: 400 } } }],
    });
  });

  it.each([
    ['execute_all', [true, false, true]],
    ['deny_on_first_deny', [true, false]],
    ['permit_on_first_permit', [true]],
  ])('end as %s says', async (semantics, decisions) => {
    const { json } = await post('evaluations', {
      ...good(),
      options: { evaluations_semantic: semantics, another_option: 'value' },
      evaluations: [{}, { action: { name: 'deleteOrder' } }, {}],
    });
    expect(json).toEqual({
      evaluations: decisions.map((decision): unknown => expect.objectContaining({ decision })),
    });
  });

  it.each([[[]], [undefined]])('that are none are one evaluation', async (evaluations) => {
    expect((await post('evaluations', { ...good(), evaluations })).json).toEqual({ decision: true });
  });

  it('of another semantics are a bad request', async () => {
    const options = { evaluations_semantic: 'allow_all' };
    expect((await post('evaluations', { ...good(), evaluations: [{}], options })).status).toBe(400);
  });
});

describe('the server', () => {
  it('says what it serves', async () => {
    const response = await fetch(`${origin}/.well-known/authzen-configuration`);
    expect(await response.json()).toEqual({
      policy_decision_point: origin,
      access_evaluation_endpoint: `${origin}/access/v1/evaluation`,
      access_evaluations_endpoint: `${origin}/access/v1/evaluations`,
    });
  });

  it.each([
    ['GET', '/access/v1/evaluation', 405],
    ['POST', '/access/v1/search/subject', 404],
    ['GET', '/', 404],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await fetch(`${origin}${path}`, { method })).status).toBe(status);
  });

  it.each([
    ['--host', '0.0.0.0', '--host takes 127.0.0.1 alone'],
    ['--port', '70000', '--port takes a number'],
  ])('takes no %s %s', async (flag, value, message) => {
    const args = ['export', '--to', 'authzen-pdp', flag, value];
    const { code, note } = await running(args, { files: { 'policy.yaml': TEXT } });
    expect([code, note]).toEqual([2, expect.stringContaining(message)]);
  });

  it('ends when the command is stopped, and has written no token', async () => {
    const { code, out, note } = await end();
    expect([code, out]).toEqual([0, '']);
    expect(note).not.toContain('eyJ');
    await expect(fetch(origin)).rejects.toThrow();
  });
});
