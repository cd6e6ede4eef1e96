/** A token without a request: the handshake of Socket.IO, its messages, a message of a queue, a subscription, a job. */

import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { io, type Socket as Client } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigner, NOW, type Signer } from '../../test/mint.js';
import { goodClaims, loginWith, ordersPolicy } from '../../test/orders.js';
import type { Problem } from '../decision/problem.js';
import { createVerifier } from './create-verifier.js';
import type { Verifier } from './verifier.js';

const user = [{ principal: 'user', scopes: ['orders:read'] }] as const;

let signer: Signer;
let verifier: Verifier;
let now = NOW;
beforeAll(async () => {
  signer = await createSigner();
  verifier = await createVerifier({
    policy: ordersPolicy(
      { login: loginWith({ jwks: { keys: [signer.jwk] } }, { tenant: 'tid' }) },
      {
        // None of them has a route: they are named by the program.
        connect: { allow: user },
        watchOrder: { allow: user },
        cancelOrder: { allow: [{ principal: 'user', scopes: ['orders:write'] }] },
        importOrders: { tenantFrom: 'path.tenant', allow: user },
      },
    ),
    clock: () => now,
  });
});

const mint = (claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  signer.sign(goodClaims({ tid: 'eu', ...claims }));

describe('a Socket.IO handshake (report G3)', () => {
  let http: HttpServer;
  let server: Server;

  beforeAll(async () => {
    http = createServer();
    server = new Server(http);
    server.use((socket, next) => {
      void decide(socket, 'connect').then((denied) => {
        next(denied === undefined ? undefined : Object.assign(new Error('denied'), { data: denied }));
      });
    });
    server.on('connection', (socket) => {
      socket.on('call', (operation: string, reply: (problem: Problem | undefined) => void) => {
        void decide(socket, operation).then(reply);
      });
    });
    await once(http.listen(0, '127.0.0.1'), 'listening');
  });

  afterAll(async () => {
    await server.close();
  });

  async function decide(socket: Socket, operation: string): Promise<Problem | undefined> {
    const { token } = socket.handshake.auth as { readonly token?: string };
    const decision = await verifier.decide({ kind: 'call', token, key: socket }, { operation });
    return decision.outcome === 'deny' ? decision.problem : undefined;
  }

  async function connected(auth: object): Promise<Client | Problem> {
    const { port } = http.address() as AddressInfo;
    const client = io(`http://127.0.0.1:${String(port)}`, { auth, reconnection: false, forceNew: true });
    return new Promise((resolve) => {
      client.on('connect', () => {
        resolve(client);
      });
      client.on('connect_error', (error) => {
        client.close();
        resolve((error as Error & { readonly data: Problem }).data);
      });
    });
  }

  it('with a good token connects, and its messages are judged one by one', async () => {
    const client = (await connected({ token: await mint() })) as Client;
    const ask = (operation: string): Promise<unknown> => client.emitWithAck('call', operation);
    expect(await ask('watchOrder')).toBeNull();
    expect(await ask('cancelOrder')).toMatchObject({
      status: 403,
      error: 'insufficient_scope',
      scope: 'orders:write',
    });
    expect(await ask('nothing')).toMatchObject({ status: 403 });
    client.close();
  });

  it('does not outlive its token: later messages are denied', async () => {
    const client = (await connected({ token: await mint() })) as Client;
    now = NOW + 3_600_000;
    expect(await client.emitWithAck('call', 'watchOrder')).toMatchObject({
      status: 401,
      error: 'invalid_token',
    });
    now = NOW;
    client.close();
  });

  it.each<[what: string, auth: object, problem: object]>([
    ['no token', {}, { status: 401, title: 'This request needs an access token.' }],
    ['something else than a text', { token: { a: 1 } }, { status: 400, error: 'invalid_request' }],
    ['two tokens in one', { token: 'a, b' }, { status: 400, error: 'invalid_request' }],
    ['a token with its scheme', { token: 'Bearer a.b.c' }, { status: 400, error: 'invalid_request' }],
    ['a bad token', { token: 'a.b.c' }, { status: 401, error: 'invalid_token' }],
  ])(
    'with %s is refused, with a problem that says no more than a response would',
    async (_what, auth, problem) => {
      expect(await connected(auth)).toMatchObject(problem);
    },
  );
});

describe('a message of a queue (report G3)', () => {
  interface Message {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: { readonly tenant: string };
  }

  async function handle({ headers, body }: Message): Promise<string> {
    const token = headers['authorization'];
    const params = { tenant: body.tenant };
    const decision = await verifier.decide({ kind: 'call', token, params }, { operation: 'importOrders' });
    return decision.outcome === 'allow' ? `import for ${decision.identity?.tenant ?? ''}` : decision.code;
  }

  it('is handled for the tenant of its token alone', async () => {
    const headers = { authorization: await mint() };
    expect(await handle({ headers, body: { tenant: 'eu' } })).toBe('import for eu');
    expect(await handle({ headers, body: { tenant: 'us' } })).toBe('tenant.mismatch');
  });

  it('is denied where its token has expired in the queue, and where it has none', async () => {
    const message = { headers: { authorization: await mint() }, body: { tenant: 'eu' } };
    now = NOW + 3_600_000;
    expect(await handle(message)).toBe('time.expired');
    now = NOW;
    expect(await handle({ headers: {}, body: { tenant: 'eu' } })).toBe('credential.missing');
  });
});

describe('a subscription (report G3)', () => {
  async function* watch(token: string, source: readonly string[]): AsyncGenerator<string> {
    const subscription = {};
    for (const event of source) {
      const request = { kind: 'call', token, key: subscription } as const;
      const decision = await verifier.decide(request, { operation: 'watchOrder' });
      if (decision.outcome === 'deny') throw new Error(decision.problem.title);
      yield event;
    }
  }

  it('ends with the token that it began with', async () => {
    const events = watch(await mint(), ['created', 'paid']);
    expect(await events.next()).toEqual({ value: 'created', done: false });
    now = NOW + 3_600_000;
    await expect(events.next()).rejects.toThrow('The access token is not accepted here.');
    now = NOW;
  });
});

describe('a call', () => {
  it('needs no route, and no made-up request (report G3)', async () => {
    const decision = await verifier.decide(
      { kind: 'call', token: await mint() },
      { operation: 'watchOrder' },
    );
    expect(decision).toMatchObject({ outcome: 'allow', identity: { operation: 'watchOrder' } });
  });

  it('is explained like a request', async () => {
    const explanation = await verifier.explain(
      { kind: 'call', token: undefined },
      { operation: 'watchOrder' },
    );
    expect(explanation).toMatchObject({ outcome: 'deny', code: 'credential.missing' });
  });

  it('is judged alike in a service that takes tokens from other places', async () => {
    const policy = ordersPolicy(
      { login: loginWith({ jwks: { keys: [signer.jwk] } }) },
      { watchOrder: { credentials: { query: 'access_token' }, maxLifetime: '5m', allow: user } },
    );
    const other = await createVerifier({ policy, clock: () => NOW });
    const request = { kind: 'call', token: await mint({ exp: NOW / 1000 + 60 }) } as const;
    expect(await other.decide(request, { operation: 'watchOrder' })).toMatchObject({ outcome: 'allow' });
  });
});
