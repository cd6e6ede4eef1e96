import type { Decision, Verifier } from '@org/jwt-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faithful, serve, type Adapter, type RunningServer } from '../../test/bare-adapter.js';
import { createConformanceKit, runConformance, type ConformanceKit } from '../index.js';

let kit: ConformanceKit;
let verifier: Verifier;
let server: RunningServer | undefined;

beforeAll(async () => {
  kit = await createConformanceKit();
  verifier = await kit.createVerifier();
});
afterEach(() => server?.close());
afterAll(() => kit.close());

const anonymous: Decision = { outcome: 'allow', identity: undefined, headers: [] };

/** Mistakes that adapters make, and a case that detects each of them. */
const MISTAKES: readonly (readonly [mistake: string, wrong: Partial<Adapter>, foundBy: string])[] = [
  ['allows every request', { decide: () => Promise.resolve(anonymous) }, 'alteration no-credential'],
  [
    'drops WWW-Authenticate',
    {
      deny: (response, { response: { status, headers, body } }) => {
        const kept = headers.filter(([name]) => name !== 'WWW-Authenticate');
        response.writeHead(status, kept.flat()).end(body);
      },
    },
    'alteration no-credential',
  ],
  [
    'adds a challenge that the core does not send',
    {
      deny: (response, { response: { status, headers, body } }) => {
        response.writeHead(status, [...headers.flat(), 'WWW-Authenticate', 'Bearer']).end(body);
      },
    },
    "another tenant's path",
  ],
  [
    'writes the body in another way',
    {
      deny: (response, { response: { status, headers, body } }) => {
        response.writeHead(status, headers.flat()).end(JSON.stringify(JSON.parse(body), undefined, 2));
      },
    },
    'alteration expired',
  ],
  [
    'adds a charset to the content type',
    {
      deny: (response, { response: { status, headers, body } }) => {
        const changed = headers.map(([name, value]) => [name, value.replace('json', 'json; charset=utf-8')]);
        response.writeHead(status, changed.flat()).end(body);
      },
    },
    'alteration expired',
  ],
  [
    'answers every denial with 403',
    {
      deny: (response, { response: { headers, body } }) => {
        response.writeHead(403, headers.flat()).end(body);
      },
    },
    'an issuer that cannot be reached',
  ],
  [
    'reads the headers as joined by Node',
    {
      facts: ({ method = '', url: target = '', headers }) => ({
        method,
        target,
        rawHeaders: Object.entries(headers).flatMap(([name, value]) => [name, String(value)]),
      }),
    },
    'alteration two-authorization-lines',
  ],
  [
    'normalises the path',
    {
      facts: ({ method = '', url = '', rawHeaders }) => {
        const { pathname, search } = new URL(url, 'http://127.0.0.1');
        return { method, target: pathname + search, rawHeaders };
      },
    },
    'not canonical: GET /tenants/t-us/../t-eu/orders',
  ],
  [
    'decodes the path',
    {
      facts: ({ method = '', url = '', rawHeaders }) => ({
        method,
        target: url.replaceAll('%2D', '-'),
        rawHeaders,
      }),
    },
    'not canonical: GET /tenants/t%2Deu/orders',
  ],
  [
    'leaves out the query',
    {
      facts: ({ method = '', url = '', rawHeaders }) => ({
        method,
        target: url.split('?')[0] ?? '',
        rawHeaders,
      }),
    },
    'alteration token-also-in-query',
  ],
  [
    'trusts X-HTTP-Method-Override',
    {
      facts: ({ method = '', url: target = '', rawHeaders, headers }) => ({
        method: String(headers['x-http-method-override'] ?? method),
        target,
        rawHeaders,
      }),
    },
    'headers that ask for another method and path',
  ],
  [
    'allows OPTIONS',
    {
      decide: (verifier, facts) =>
        facts.method === 'OPTIONS' ? Promise.resolve(anonymous) : verifier.decide(facts),
    },
    'OPTIONS: OPTIONS /tenants/t-eu/orders',
  ],
  [
    'allows a request that no operation matches',
    {
      decide: async (verifier, facts) => {
        const decision = await verifier.decide(facts);
        return decision.outcome === 'deny' && decision.code === 'operation.unknown' ? anonymous : decision;
      },
    },
    'an unknown path: GET /admin',
  ],
  [
    'ignores a bad optional credential',
    {
      decide: async (verifier, facts) => {
        const decision = await verifier.decide(facts);
        return decision.outcome === 'deny' && facts.target === '/notices' ? anonymous : decision;
      },
    },
    'a bad credential where it is optional: expired',
  ],
  [
    'runs the handler before it denies',
    {
      deny: (response, denial, count) => {
        count();
        faithful.deny(response, denial, count);
      },
    },
    'alteration expired',
  ],
  [
    'loses the identity',
    {
      handle: (response, _, count) => {
        faithful.handle(response, { outcome: 'allow', identity: undefined, headers: [] }, count);
      },
    },
    'a user with the scope reads',
  ],
  [
    'authenticates without a decision about the operation',
    { decide: (verifier, facts) => verifier.identify(facts) },
    'alteration scope-missing',
  ],
];

describe('runConformance fails a server that', () => {
  it.each(MISTAKES)('%s', async (_, wrong, foundBy) => {
    server = await serve({ ...faithful, ...wrong }, verifier);
    const { port, handlerRuns } = server;
    const cases = kit.cases.filter(({ name }) => name === foundBy);
    const results = await runConformance({ kit, port, verifier, cases, handlerRuns });
    expect(results.map(({ ok }) => ok)).toEqual([false]);
  });
});
