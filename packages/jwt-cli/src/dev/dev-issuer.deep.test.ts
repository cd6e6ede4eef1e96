import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createVerifier, type Verifier } from '@org/jwt-core';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeTerminal, type FakeTerminal, type Surroundings } from '../../test/terminal.js';
import { run } from '../main.js';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const POLICY = readFileSync(join(import.meta.dirname, '../../test/explain/policy.yaml'), 'utf8');

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

function terminalWith(options: Surroundings = {}): FakeTerminal {
  return fakeTerminal({ now: NOW, ...options, files: { 'policy.yaml': POLICY, ...options.files } });
}

function claimsOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

describe('dev-issuer', () => {
  it('prints a ready token for each rule, and the policy for a service; it ends with Ctrl-C', async () => {
    const dev = await start(['--json']);
    const lines = dev.terminal
      .written()
      .out.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Printed);
    expect(lines.map(({ operation, rule, identity }) => [operation, rule, identity])).toEqual([
      ['listPayments', 0, undefined],
      ['createPayment', 0, undefined],
      ['createPayment', 1, 'release-bot'],
      ['createPayment', 2, undefined],
    ]);
    const verifier = await open({ policy: dev.policy, clock: () => NOW });
    for (const { token, request } of lines) {
      expect(await decide(verifier, token, request.method)).toBe('allow');
    }
    expect(dev.terminal.written().note).toContain(
      "createVerifier({ policy: 'dev.yaml', service: 'payments' })",
    );
    expect(
      Math.max(
        ...dev.terminal
          .written()
          .note.split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(80);
    dev.terminal.stop();
    expect(await dev.code).toBe(0);
    await expect(fetch(dev.origin)).rejects.toThrow();
  });

  it('serves a plain node service: a token is allowed, an expired one is not, and a new key works after rotate', async () => {
    const dev = await start();
    const service = await serve(dev.policy);
    const old = await dev.get('/token?for=listPayments&claim.sub=alice');
    expect(await service(old)).toBe('200 alice');
    expect(await service(await dev.get('/expired?for=listPayments'))).toBe('401 time.expired');
    expect(await dev.post('/rotate')).toContain('es256-2');
    const fresh = await dev.get('/token?for=listPayments&claim.sub=bob');
    // The service watches the file of its policy.
    await expect.poll(() => service(fresh), { timeout: 10_000 }).toBe('200 bob');
    expect(await service(old)).toBe('200 alice');
    await dev.post('/retire');
    await expect.poll(() => service(old), { timeout: 10_000 }).toBe('401 key.unknown');
  });

  it('lets a service fetch the keys, with --keys jwksUri', async () => {
    const dev = await start(['--keys', 'jwksUri']);
    const verifier = await open({
      policy: dev.policy,
      clock: () => NOW,
      insecure: { allowHttpLoopback: true },
    });
    expect(await decide(verifier, await dev.get('/token?for=listPayments'), 'GET')).toBe('allow');
    const wanted = `${dev.origin}/login/jwks`;
    const metadata = JSON.parse(await dev.get('/login/.well-known/openid-configuration')) as unknown;
    expect(metadata).toMatchObject({ issuer: 'https://login.acme.example', jwks_uri: wanted });
  });

  it('obeys what is typed', async () => {
    const typed = new TypedLines();
    const dev = await start([], { stdin: typed });
    const before = dev.terminal.written().out.length;
    typed.write(
      'token payments/listPayments sub=zoe\nwhat\ntoken nope\nexpired listPayments\nrotate\nretire\nquit\n',
    );
    expect(await dev.code).toBe(0);
    const [good = '', expired = ''] = dev.terminal.written().out.slice(before).trim().split('\n');
    expect(claimsOf(good)).toMatchObject({ sub: 'zoe' });
    expect(claimsOf(expired)).toMatchObject({ exp: NOW / 1000 - 3600 });
    for (const said of ['has no operation "nope"', 'es256-2 signs from now on', 'as Ctrl-C does']) {
      expect(dev.terminal.written().note).toContain(said);
    }
  });

  it.each<[string, string, RequestInit, number]>([
    ['an operation that is not there', '/token?for=nope', {}, 400],
    ['a token of nothing', '/token', {}, 400],
    ['a rule that is no number', '/token?for=listPayments&rule=x', {}, 400],
    ['a change without POST', '/rotate', {}, 405],
    ['another method', '/token?for=listPayments', { method: 'DELETE' }, 405],
    ['another path', '/nothing', {}, 404],
    ['another issuer', '/nope/jwks', {}, 404],
    ['a name that is no name', '/%E0%A4%A/jwks', {}, 400],
  ])('answers %s with a status', async (_what, path, init, status) => {
    const dev = await start();
    expect((await fetch(`${dev.origin}${path}`, init)).status).toBe(status);
  });

  it.each<[string, readonly string[], string]>([
    ['an operation that is not there', ['--for', 'nope'], 'no operation "nope" that takes a token'],
    ['the policy itself as output', ['--write-policy', 'policy.yaml'], 'this is the policy itself'],
    ['an output of another form', ['--write-policy', 'dev.txt'], 'ends in .yaml or .json'],
    ['a port that is none', ['--port', '70000'], 'from 0 to 65535'],
  ])('refuses %s', async (_what, args, message) => {
    const terminal = terminalWith();
    expect(await run(['dev-issuer', ...args], terminal)).toBe(2);
    expect(terminal.written().note).toContain(message);
  });

  it('says which port is in use', async () => {
    const dev = await start();
    const terminal = terminalWith();
    expect(await run(['dev-issuer', '--port', new URL(dev.origin).port], terminal)).toBe(2);
    expect(terminal.written().note).toContain('is in use: write another one with --port');
  });
});

interface Printed {
  readonly operation: string;
  readonly rule: number;
  readonly identity?: string;
  readonly token: string;
  readonly request: { readonly method: string };
}

interface Running {
  readonly terminal: FakeTerminal;
  readonly code: Promise<number>;
  readonly origin: string;
  readonly policy: string;
  readonly get: (path: string) => Promise<string>;
  readonly post: (path: string) => Promise<string>;
}

async function start(args: readonly string[] = [], options: Surroundings = {}): Promise<Running> {
  const terminal = terminalWith(options);
  const code = run(['dev-issuer', '--port', '0', '--write-policy', 'dev.yaml', ...args], terminal);
  ending.push(() => {
    terminal.stop();
    return code;
  });
  await expect.poll(() => terminal.written().out, { timeout: 10_000 }).not.toBe('');
  const [origin = ''] = /http:\/\/127\.0\.0\.1:\d+/u.exec(terminal.written().note) ?? [];
  const text = async (path: string, method: string): Promise<string> =>
    (await (await fetch(`${origin}${path}`, { method })).text()).trim();
  return {
    ...{ terminal, code, origin, policy: join(terminal.cwd, 'dev.yaml') },
    get: (path) => text(path, 'GET'),
    post: (path) => text(path, 'POST'),
  };
}

async function open(options: Parameters<typeof createVerifier>[0]): Promise<Verifier> {
  const verifier = await createVerifier({ service: 'payments', observers: [() => undefined], ...options });
  ending.push(() => verifier.close());
  return verifier;
}

async function decide(verifier: Verifier, token: string, method: string): Promise<string> {
  const rawHeaders = ['Authorization', `Bearer ${token}`];
  const decision = await verifier.decide({ method, target: '/payments', rawHeaders });
  return decision.outcome === 'allow' ? 'allow' : decision.code;
}

/** A service as an application writes it without a framework. */
async function serve(policy: string): Promise<(token: string) => Promise<string>> {
  const verifier = await open({ policy, clock: () => NOW });
  const server = createServer((request, response) => {
    const { method = '', url: target = '', rawHeaders } = request;
    void verifier.decide({ method, target, rawHeaders }).then((decision) => {
      if (decision.outcome === 'allow') response.end(decision.identity?.subject);
      else response.writeHead(decision.response.status).end(decision.code);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ending.push(() => {
    server.closeAllConnections();
    server.close();
    return once(server, 'close');
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/payments`;
  return async (token) => {
    const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    return `${String(response.status)} ${await response.text()}`;
  };
}

/** Lines that are typed one after the other. */
class TypedLines implements AsyncIterable<string> {
  readonly #lines: string[] = [];
  #wake: () => void = () => undefined;

  write(text: string): void {
    this.#lines.push(text);
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else yield line;
    }
  }
}
